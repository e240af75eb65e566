#!/bin/bash
# status.sh
# Lists the clusters and API servers of this machine that up.sh and api-up.sh have started, with their forwarders.
set -uo pipefail
. "$(dirname "$0")/env.sh"
none=1
for run in "$STATE"/cluster/*/; do
  [ -e "$run/nodes" ] || continue
  none=0 run=${run%/}
  if [ -e "$run/ready" ] && alive "$run/n1.pid"; then what='up'; else what='starting, or broken: down.sh removes it'; fi
  echo "cluster $(basename "$run"): $what, NODES=$(cat "$run/nodes"), kubeconfig $run/kubeconfig"
  for file in "$run"/forward/*.pid; do
    [ -e "$file" ] || continue
    port=$(basename "$file" .pid)
    if alive "$file"; then what=''; else what=' (ended)'; fi
    case $port in
      into-*) from="$LAN.100:${port#into-} in the cluster" to=" on this machine" ;;
      *) from=127.0.0.1:$port to=" in the cluster" ;;
    esac
    echo "  $from leads to $(cat "$run/forward/$port.target")$to$what"
  done
done
for run in "$STATE"/api/*/; do
  [ -e "$run/supervisor.pid" ] || continue
  none=0
  if alive "$run/supervisor.pid"; then what='up'; else what='ended'; fi
  echo "api $(basename "$run"): $what, kubeconfig ${run}kubeconfig"
done
[ $none = 0 ] || echo "nothing is up in $STATE"
