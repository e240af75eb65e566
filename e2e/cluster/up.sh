#!/bin/bash
# up.sh
# Brings up a Kubernetes cluster in network namespaces of its own; a cluster that is up already is left as it is.
# Needs Linux with cgroup v1 controllers, root, and the first time Go.
#
#   CLUSTER=e2e          its name; clusters of different names run side by side
#   NODES=2              nodes; 0: API server, etcd, controllers and scheduler only
#   PROXY_MODE=iptables  how kube-proxy makes Services: iptables or nftables
#
# stdout: the path of a kubeconfig that works on this machine (context jaegerstack-$CLUSTER, server 127.0.0.1).
# down.sh removes everything. State lies in ${JAEGERSTACK_STATE:-/var/lib/jaegerstack}/cluster/$CLUSTER.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$HERE/pki.sh"
need_root
alone "$CACHE/.lock-$CLUSTER"

kubectl() { command "$BUILT/bin/kubectl" --kubeconfig "$RUN/kubeconfig" --request-timeout 5s "$@"; }
node_ready() { [ "$(kubectl get node "n$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }
dns_ready() { [ "$(kubectl -n kube-system get deployment coredns -o 'jsonpath={.status.availableReplicas}')" -ge 1 ]; }
count=$((NODES > 0 ? NODES : 1))       # without nodes the control plane still has the first one's namespaces

# wait_for SECONDS WHAT COMMAND...
wait_for() {
  local limit=$((EPOCHSECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>"$RUN/log/wait.log"; do
    sleep 0.2
    local n; for n in $(seq $count); do alive "$RUN/n$n.pid" || failed "node n$n has ended"; done
    [ $EPOCHSECONDS -lt $limit ] || failed "$what: not after $(elapsed) s; last answer: $(tail -1 "$RUN/log/wait.log")"
  done
  say "$what"
}
failed() {
  local log
  for log in "$RUN"/log/*.log; do [ -s "$log" ] && { echo "--- $log"; tail -3 "$log" | cut -c1-300; } >&2; done
  die "$*. Logs are in $RUN/log; CLUSTER=$CLUSTER down.sh removes the remains"
}

already_up() {
  [ -e "$RUN/ready" ] || return 1
  local n had; had=$(cat "$RUN/nodes")
  for n in $(seq $((had > 0 ? had : 1))); do alive "$RUN/n$n.pid" || return 1; done
  [ "$had" = "$NODES" ] || die "cluster '$CLUSTER' is up with NODES=$had, asked for NODES=$NODES; take it down first: CLUSTER=$CLUSTER down.sh"
  reach_api
  kubectl get --raw /readyz >/dev/null 2>&1
}

# The node network is a bridge in a namespace of its own, one veth pair per node; no route leaves it.
network() {
  local n m
  ip netns add "$NAME-lan"
  ip -n "$NAME-lan" link add br0 type bridge
  ip -n "$NAME-lan" addr add $LAN.1/24 dev br0
  ip -n "$NAME-lan" link set br0 up
  ip -n "$NAME-lan" link set lo up
  for n in $(seq $count); do
    member "n$n" $LAN.$((10 + n))
    ip -n "$NAME-n$n" route add $SVC.0/16 dev eth0     # OUTPUT can only DNAT a ClusterIP that has some route
    for m in $(seq $count); do
      [ "$m" = "$n" ] || ip -n "$NAME-n$n" route add "$POD.$m.0/24" via $LAN.$((10 + m))
    done
  done
  # tests and forwarders stand outside the nodes, and reach pods and Services through them
  member client $LAN.100
  ip -n "$NAME-client" route add $SVC.0/16 via $LAN.11
  for m in $(seq $count); do ip -n "$NAME-client" route add "$POD.$m.0/24" via $LAN.$((10 + m)); done
}
member() { # NAME ADDRESS
  ip netns add "$NAME-$1"
  ip -n "$NAME-lan" link add "$1" type veth peer name eth0 netns "$NAME-$1"
  ip -n "$NAME-lan" link set "$1" master br0 up
  ip -n "$NAME-$1" link set lo up
  ip -n "$NAME-$1" addr add "$2/24" dev eth0
  ip -n "$NAME-$1" link set eth0 up
}

certificates() {
  local c n
  pki_init "$RUN/pki" ",IP:$LAN.11,IP:$SVC.1"
  pki_cert kubelet-client kube-apiserver-kubelet-client system:masters
  pki_cert scheduler system:kube-scheduler system:kube-scheduler
  pki_cert proxy system:kube-proxy system:node-proxier
  for n in $(seq $count); do pki_cert "n$n" "system:node:n$n" system:nodes; done
  for c in admin controllers scheduler proxy $(seq -f n%g $count); do kubeconfig "$c" "https://$LAN.11:6443" "$PKI/$c.kubeconfig"; done
}

# Each node is one process tree in its own net, mount, pid, ipc, uts and cgroup namespace.
start_node() { # N
  local c cgroups=()
  for c in /sys/fs/cgroup/*/; do
    if [ ! -e "$c/cgroup.procs" ] || [ -e "$c/cgroup.controllers" ]; then continue; fi   # not a v1 hierarchy
    mkdir -p "$c$NAME-n$1"; cgroups+=("$c$NAME-n$1")
    # a new cpuset is empty, and nothing can join it before it is filled
    if [ -e "$c/cpuset.cpus" ]; then cat "$c/cpuset.cpus" > "$c$NAME-n$1/cpuset.cpus"; cat "$c/cpuset.mems" > "$c$NAME-n$1/cpuset.mems"; fi
  done
  (
    for c in "${cgroups[@]}"; do echo $BASHPID > "$c/cgroup.procs"; done
    cd "$RUN"
    export NODES PROXY_MODE LAN POD SVC PAUSE_IMAGE
    exec setsid nsenter --net="/run/netns/$NAME-n$1" \
      unshare --mount --uts --ipc --pid --cgroup --fork --kill-child=KILL --propagation private --mount-proc \
      bash ./node-init.sh "$1"
  ) >"$RUN/log/n$1-init.log" 2>&1 </dev/null &
  remember $! "$RUN/n$1.pid"
}

# The API server is reachable from this machine on a port of 127.0.0.1, through a forwarder that down.sh ends.
reach_api() {
  local port
  port=$("$HERE/forward.sh" "$CLUSTER" "$(cat "$RUN/api-port" 2>/dev/null || echo 0)" "$LAN.11:6443" 2>>"$RUN/log/forward.log") || failed "no way to the API server: $(tail -1 "$RUN/log/forward.log")"
  echo "${port##*:}" > "$RUN/api-port"
  PKI=$RUN/pki; kubeconfig admin "https://$port" "$RUN/kubeconfig"
}

[ -e /sys/fs/cgroup/memory/cgroup.procs ] ||
  die "this machine has no cgroup v1 memory controller in /sys/fs/cgroup; nodes need cgroup v1 (use another cluster, by its kube context)"
"$HERE/build.sh" nodes >/dev/null
if already_up; then
  say "cluster '$CLUSTER' is up already, with NODES=$NODES"
  echo "$RUN/kubeconfig"
  exit 0
fi
"$HERE/install-deps.sh" run
if [ -e "$RUN" ] || [ -e "/run/netns/$NAME-lan" ]; then
  say "removing the remains of an earlier cluster '$CLUSTER'"
  "$HERE/down.sh" >/dev/null
fi

mkdir -p "$RUN/log" "$RUN/forward" "$RUN/programs"
echo "$NODES" > "$RUN/nodes"
cp "$HERE/node-init.sh" "$RUN/"
ln -s "$BUILT" "$RUN/built"
network
certificates
say "network and certificates"
for n in $(seq $count); do start_node "$n"; done
reach_api
wait_for 120 "API server ready" kubectl get --raw /readyz
# pods are refused until the controllers have made their namespace's account
wait_for 60 "default service account present" kubectl -n default get serviceaccount default
if [ "$NODES" -gt 0 ]; then
  kubectl apply -f "$HERE/manifests/coredns.yaml" >/dev/null || failed "CoreDNS could not be applied"
  for n in $(seq $count); do wait_for 120 "node n$n ready" node_ready "$n"; done
  wait_for 120 "DNS ready" dns_ready
  setsid "$HERE/volumes.sh" >"$RUN/log/volumes.log" 2>&1 </dev/null &
  remember $! "$RUN/volumes.pid"
  wait_for 30 "volumes" test -e "$RUN/volumes.ready"
fi
touch "$RUN/ready"
say "cluster '$CLUSTER' is up"
echo "$RUN/kubeconfig"
