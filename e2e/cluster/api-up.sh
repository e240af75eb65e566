#!/bin/bash
# api-up.sh [--parent PID]
# Starts a Kubernetes API server without nodes on free ports of 127.0.0.1: etcd, kube-apiserver and
# kube-controller-manager, as plain processes. Needs neither root nor namespaces; any number run side by side.
#
#   --parent PID   everything ends and is removed when this process does
#
# stdout: the path of its kubeconfig. api-down.sh KUBECONFIG ends it.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$HERE/pki.sh"
parent=''
if [ "${1:-}" = --parent ]; then
  parent=${2:-}; shift 2 || die "--parent needs a process id"
  start_time "$parent" >/dev/null || die "--parent is '$parent', expected the id of a running process"
fi
[ $# = 0 ] || die "unknown argument '$1'; try --help"
"$HERE/install-deps.sh" api
"$HERE/build.sh" api >/dev/null

mkdir -p "$STATE/api"
# directories whose supervisor was killed; younger ones may only just be starting
find "$STATE/api" -mindepth 2 -maxdepth 2 -name supervisor.pid -mmin +10 | while read -r file; do alive "$file" || rm -rf "$(dirname "$file")"; done
dir=$(mktemp -d "$STATE/api/XXXXXX")
export KUBECACHEDIR=$dir/kube-cache
NAME=jaegerstack-api
pki_init "$dir/pki" ",IP:10.0.0.1"
[ -z "$parent" ] || remember "$parent" "$dir/parent"

kubectl() { "$BUILT/bin/kubectl" --kubeconfig "$dir/admin.kubeconfig" --request-timeout 5s "$@"; }
fail() { "$HERE/api-down.sh" "$dir/kubeconfig" 2>/dev/null || rm -rf "$dir"; die "$*"; }
trap 'fail interrupted' INT TERM

# A port that was free a moment ago can be taken: then everything is started anew on others.
for attempt in 1 2 3 4 5; do
  read -r etcd api controllers < <("$BUILT/bin/freeports" 3)
  kubeconfig controllers "https://127.0.0.1:$api" "$dir/controllers.kubeconfig"
  kubeconfig admin "https://127.0.0.1:$api" "$dir/admin.kubeconfig"
  setsid "$HERE/api-run.sh" "$dir" "$etcd" "$api" "$controllers" >"$dir/supervisor.log" 2>&1 </dev/null &
  remember $! "$dir/supervisor.pid"
  limit=$((EPOCHSECONDS + 120))
  while alive "$dir/supervisor.pid" && [ $EPOCHSECONDS -lt $limit ]; do
    if kubectl -n default get serviceaccount default >/dev/null 2>&1; then
      mv "$dir/admin.kubeconfig" "$dir/kubeconfig"
      say "API server on 127.0.0.1:$api after $(elapsed) s"
      echo "$dir/kubeconfig"
      exit
    fi
    sleep 0.1
  done
  grep -qs 'address already in use' "$dir"/*.log || break
  say "attempt $attempt: a port was taken, trying others"
done
for log in "$dir"/*.log; do [ -s "$log" ] && { echo "--- $log"; tail -5 "$log" | cut -c1-300; } >&2; done
fail "the API server did not start in $(elapsed) s"
