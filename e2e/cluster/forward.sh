#!/bin/bash
# forward.sh CLUSTER LOCALPORT TARGET
# forward.sh --stop CLUSTER LOCALPORT
# Makes an address inside a cluster's networks reachable on 127.0.0.1 of this machine, until stopped or down.sh.
#
#   LOCALPORT   0: any free port
#   TARGET      IP:PORT of a pod, node or Service, or NAMESPACE/SERVICE:PORT (the Service's ClusterIP as it is now)
#
# stdout: 127.0.0.1:PORT. Asking again for the same (or for port 0 with the same target) gives the one there is.
set -euo pipefail
. "$(dirname "$0")/env.sh"
need_root
stop=''; [ "${1:-}" != --stop ] || { stop=1; shift; }
[ $# = $((stop ? 2 : 3)) ] || die "wrong number of arguments: $*; try --help"
CLUSTER=$1 port=$2 target=${3:-}
RUN=$STATE/cluster/$CLUSTER NAME=jaegerstack-$CLUSTER
[ -d "$RUN/forward" ] || die "no cluster '$CLUSTER' in $STATE; start it: CLUSTER=$CLUSTER up.sh"
[[ $port =~ ^[0-9]+$ && $port -le 65535 ]] || die "LOCALPORT is '$port', expected a number from 0 to 65535"
if [ -n "$stop" ]; then
  [ -e "$RUN/forward/$port.pid" ] || die "nothing is forwarded from 127.0.0.1:$port to cluster '$CLUSTER'"
  end TERM "$RUN/forward/$port.pid"; rm -f "$RUN/forward/$port".*
  exit
fi
if [[ $target == */*:* ]]; then
  service=${target%:*}
  address=$("$RUN/built/bin/kubectl" --kubeconfig "$RUN/kubeconfig" -n "${service%/*}" get service "${service#*/}" -o 'jsonpath={.spec.clusterIP}')
  [[ $address == *.* ]] || die "Service $service has the ClusterIP '$address', expected an address (is it headless? forward to a pod's address)"
  target=$address:${target##*:}
fi
[[ $target =~ ^[0-9.]+:[0-9]+$ ]] || die "TARGET is '$3', expected IP:PORT or NAMESPACE/SERVICE:PORT"

for file in "$RUN"/forward/*.pid; do
  [ -e "$file" ] || continue
  there=$(basename "$file" .pid)
  alive "$file" || { rm -f "$RUN/forward/$there".*; continue; }
  to=$(cat "$RUN/forward/$there.target")
  if [ "$to" = "$target" ] && { [ "$port" = 0 ] || [ "$port" = "$there" ]; }; then echo "127.0.0.1:$there"; exit; fi
  [ "$port" != "$there" ] || die "127.0.0.1:$port leads to $to of cluster '$CLUSTER' already; stop that first: forward.sh --stop $CLUSTER $port"
done

new=$(mktemp -d "$RUN/forward/new-XXXXXX"); trap 'rm -rf "$new"' EXIT
setsid "$RUN/built/bin/netns-forward" -listen "127.0.0.1:$port" -to "$target" -to-netns "/run/netns/$NAME-client" \
  -port-file "$new/port" >"$new/log" 2>&1 </dev/null &
remember $! "$new/pid"
until [ -s "$new/port" ]; do
  alive "$new/pid" || die "cannot forward 127.0.0.1:$port to $target: $(tail -1 "$new/log")"
  sleep 0.02
done
port=$(cat "$new/port")
echo "$target" > "$RUN/forward/$port.target"
mv "$new/log" "$RUN/forward/$port.log"; mv "$new/pid" "$RUN/forward/$port.pid"
echo "127.0.0.1:$port"
