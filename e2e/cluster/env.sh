# shellcheck shell=bash disable=SC2034 # each script uses its share of these settings
# Settings and shared functions of the scripts in this folder. Sourced by them, never run.

CLUSTER=${CLUSTER:-e2e}
NODES=${NODES:-2}                      # 0: API server, etcd, controllers, scheduler; no kubelets
PROXY_MODE=${PROXY_MODE:-iptables}     # how kube-proxy makes Services: iptables or nftables
NICE=${NICE:-10}                       # niceness of compilers

# Every cluster lives in network namespaces of its own that are joined to nothing, so all clusters use the same
# addresses; only names (namespaces, cgroups, directories) carry the cluster's name.
LAN=10.89.0                            # node network: node N is .1N, tests and forwarders are .100
POD=10.244                             # pods of node N: $POD.N.0/24
SVC=10.96.0                            # services: $SVC.0/16; API server .1, DNS .10
PAUSE_IMAGE=localhost/pause:1 COREDNS_IMAGE=localhost/coredns:1 TOOLBOX_IMAGE=localhost/toolbox:1

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
SELF=$(basename "$0")
STARTED=${EPOCHREALTIME/[.,]/}

elapsed() { local tenths=$(( (${EPOCHREALTIME/[.,]/} - STARTED) / 100000 )); printf '%d.%d' $((tenths / 10)) $((tenths % 10)); }
say() { printf '%6ss  %s\n' "$(elapsed)" "$*" >&2; }   # progress goes to stderr, results to stdout
die() { printf '%s: %s\n' "$SELF" "$*" >&2; exit 1; }

# usage: prints the comment that opens the calling script.
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }
case ${1:-} in -h | --help) usage; exit 0 ;; esac

[[ $CLUSTER =~ ^[a-z][a-z0-9-]{0,19}$ ]] ||
  die "CLUSTER is '$CLUSTER', expected a name of up to 20 lower case letters, digits and dashes, beginning with a letter"
[[ $NODES =~ ^[0-9]$ ]] || die "NODES is '$NODES', expected a number from 0 to 9"

# --- where things lie: nothing is ever written into the clone
[ -n "${HOME:-}${JAEGERSTACK_CACHE:-}${XDG_CACHE_HOME:-}" ] || die "HOME is not set; set it, or JAEGERSTACK_CACHE to a directory to build into"
CACHE=${JAEGERSTACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jaegerstack}/cluster
if [ "$(id -u)" = 0 ]; then STATE=${JAEGERSTACK_STATE:-/var/lib/jaegerstack}
else STATE=${JAEGERSTACK_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/jaegerstack}; fi
RUN=$STATE/cluster/$CLUSTER            # everything of one cluster; removed by down.sh
NAME=jaegerstack-$CLUSTER              # prefix of network namespaces and cgroups, name of the kube context

# BUILT holds bin/ and images/ for exactly these sources; another clone with the same sources finds it.
BUILT=$CACHE/$(cd "$HERE" && find go -type f -print0 | sort -z | xargs -0 sha256sum build.sh mkimage.sh | sha256sum | cut -c1-16)
PATH=$BUILT/bin:$PATH
export KUBECACHEDIR=$RUN/kube-cache    # or kubectl leaves a directory in ~/.kube for every port it has ever talked to

need_root() {
  [ "$(id -u)" = 0 ] || die "needs root, for network namespaces and cgroups. (An API server without nodes needs none: api-up.sh.)"
}

# --- processes are remembered as "pid start-time", so that a recycled pid is never taken for ours
# shellcheck disable=SC2086 # to be split
start_time() { local stat; { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1; stat=${stat##*) }; set -- $stat; [ "$1" != Z ] && echo "${20}"; }
remember() { echo "$1 $(start_time "$1")" > "$2"; }                                                 # PID FILE
alive() { local pid start; read -r pid start _ 2>/dev/null < "$1" && [ "$(start_time "$pid")" = "$start" ]; }   # FILE
pid_in() { local pid; read -r pid _ < "$1" && echo "$pid"; }                                        # FILE
end() { # SIGNAL FILE: end the remembered process and wait until it is gone
  local pid
  [ -e "$2" ] && alive "$2" || return 0
  pid=$(pid_in "$2"); kill "-$1" "$pid" 2>/dev/null
  for _ in $(seq 100); do alive "$2" || return 0; sleep 0.05; done
  kill -KILL "$pid" 2>/dev/null
  for _ in $(seq 100); do alive "$2" || return 0; sleep 0.05; done
  say "process $pid ($2) does not end"; return 1
}

# alone LOCKFILE: the rest of the script runs while no other one holds the lock; children do not inherit it. Whoever ends
# the script by its pid ends flock, which holds the lock: the script goes with it.
alone() {
  [ "${JAEGERSTACK_LOCKED:-}" = "$1" ] && return
  mkdir -p "$(dirname "$1")" || die "cannot make $(dirname "$1"); set JAEGERSTACK_STATE or JAEGERSTACK_CACHE to a directory you may write"
  flock --nonblock "$1" true || say "waiting for another script that holds $1"
  JAEGERSTACK_LOCKED=$1 exec flock --close "$1" setpriv --pdeathsig TERM "$0" "${ARGUMENTS[@]}"
}
ARGUMENTS=("$@")
