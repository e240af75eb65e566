#!/bin/bash
# forward.sh CLUSTER LOCALPORT TARGET
# forward.sh --into CLUSTER PORT TARGET
# forward.sh --stop [--into] CLUSTER PORT
# Makes an address inside a cluster's networks reachable on 127.0.0.1 of this machine or, with --into, an address of this
# machine reachable inside the cluster at 10.89.0.100 (a webhook or a storage that runs here). Until stopped, or down.sh.
#
#   LOCALPORT, PORT   where to listen; 0: any free port
#   TARGET            IP:PORT of a pod, node or Service, or NAMESPACE/SERVICE:PORT (the Service's ClusterIP as it is now);
#                     with --into IP:PORT on this machine
#
# stdout: the address listened on, as IP:PORT. Asking again for the same (or for port 0 with the same target) gives the
# one there is.
set -euo pipefail
. "$(dirname "$0")/env.sh"
need_root
stop='' into=''
while [[ ${1:-} == --* ]]; do
  case $1 in --stop) stop=1 ;; --into) into=into- ;; *) die "unknown option '$1'; try --help" ;; esac
  shift
done
[ $# = $((stop ? 2 : 3)) ] || die "wrong number of arguments: '$*'; try --help"
CLUSTER=$1 port=$2 target=${3:-}
RUN=$STATE/cluster/$CLUSTER NAME=jaegerstack-$CLUSTER
[ -d "$RUN/forward" ] || die "no cluster '$CLUSTER' in $STATE; start it: CLUSTER=$CLUSTER up.sh"
[[ $port =~ ^[0-9]+$ && $port -le 65535 ]] || die "the port is '$port', expected a number from 0 to 65535"
listen=127.0.0.1 netns=(-to-netns "/run/netns/$NAME-client")
if [ -n "$into" ]; then listen=$LAN.100 netns=(-listen-netns "/run/netns/$NAME-client"); fi

if [ -n "$stop" ]; then
  [ -e "$RUN/forward/$into$port.pid" ] || die "nothing is forwarded from $listen:$port, cluster '$CLUSTER'"
  end TERM "$RUN/forward/$into$port.pid"; rm -f "$RUN/forward/$into$port".*
  exit
fi
if [[ $target == */*:* && -z $into ]]; then
  service=${target%:*}
  address=$(CLUSTER=$CLUSTER "$HERE/k" -n "${service%/*}" get service "${service#*/}" -o 'jsonpath={.spec.clusterIP}')
  [[ $address == *.* ]] || die "Service $service has the ClusterIP '$address', expected an address (is it headless? forward to a pod's address)"
  target=$address:${target##*:}
fi
[[ $target =~ ^[0-9.]+:[0-9]+$ ]] || die "TARGET is '$3', expected IP:PORT$([ -n "$into" ] || echo ' or NAMESPACE/SERVICE:PORT')"

for file in "$RUN/forward/$into"[0-9]*.pid; do
  [ -e "$file" ] || continue
  there=$(basename "${file#"$RUN/forward/$into"}" .pid)
  alive "$file" || { rm -f "$RUN/forward/$into$there".*; continue; }
  to=$(cat "$RUN/forward/$into$there.target")
  if [ "$to" = "$target" ] && { [ "$port" = 0 ] || [ "$port" = "$there" ]; }; then echo "$listen:$there"; exit; fi
  [ "$port" != "$there" ] || die "$listen:$port leads to $to already; stop that first: forward.sh --stop ${into:+--into }$CLUSTER $port"
done

new=$(mktemp -d "$RUN/forward/new-XXXXXX"); trap 'rm -rf "$new"' EXIT
setsid "$RUN/built/bin/netns-forward" -listen "$listen:$port" -to "$target" "${netns[@]}" -port-file "$new/port" >"$new/log" 2>&1 </dev/null &
remember $! "$new/pid"
until [ -s "$new/port" ]; do
  alive "$new/pid" || die "cannot forward $listen:$port to $target: $(tail -1 "$new/log")"
  sleep 0.02
done
port=$(cat "$new/port")
echo "$target" > "$RUN/forward/$into$port.target"
mv "$new/log" "$RUN/forward/$into$port.log"; mv "$new/pid" "$RUN/forward/$into$port.pid"
echo "$listen:$port"
