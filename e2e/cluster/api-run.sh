#!/bin/bash
# api-run.sh DIRECTORY ETCD-PORT API-PORT CONTROLLERS-PORT: runs and supervises what api-up.sh starts. Not for use by hand.
# Ends everything when asked to, when one of its processes ends, or when the process noted in DIRECTORY/parent has ended.
set -uo pipefail
. "$(dirname "$0")/env.sh"
dir=$1 etcd=$2 api=$3 controllers=$4 PKI=$1/pki
children=()
start() { # NAME COMMAND...: it dies with this script, however that ends
  local name=$1; shift
  setpriv --pdeathsig KILL "$@" >"$dir/$name.log" 2>&1 &
  children+=($!)
}
finish() { # [keep]: keep the directory, for api-up.sh to look into
  trap '' TERM INT
  kill -KILL "${children[@]}" 2>/dev/null; wait
  rm -rf "$dir/etcd"
  [ "${1:-}" = keep ] || { rm -rf "$dir"; rmdir "$STATE/api" "$STATE" 2>/dev/null; }
  exit
}
trap finish TERM INT

start etcd etcd --name api --data-dir "$dir/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls "http://127.0.0.1:$etcd" --advertise-client-urls "http://127.0.0.1:$etcd" \
  --listen-peer-urls http://127.0.0.1:0 --initial-advertise-peer-urls http://127.0.0.1:0 --initial-cluster api=http://127.0.0.1:0
start apiserver kube-apiserver --etcd-servers "http://127.0.0.1:$etcd" \
  --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --endpoint-reconciler-type none --secure-port "$api" --allow-privileged=true \
  --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" --client-ca-file "$PKI/ca.crt" \
  --service-account-issuer https://kubernetes.default.svc.cluster.local \
  --service-account-key-file "$PKI/sa.pub" --service-account-signing-key-file "$PKI/sa.key" \
  --service-cluster-ip-range 10.0.0.0/16 --authorization-mode RBAC --profiling=false
# at the default 20 requests per second the controllers need 4 s longer to start
start controllers kube-controller-manager --kubeconfig "$dir/controllers.kubeconfig" --leader-elect=false \
  --use-service-account-credentials --service-account-private-key-file "$PKI/sa.key" --root-ca-file "$PKI/ca.crt" \
  --cluster-signing-cert-file "$PKI/ca.crt" --cluster-signing-key-file "$PKI/ca.key" --cert-dir "$dir" \
  --flex-volume-plugin-dir "$dir/flexvolumes" --secure-port "$controllers" \
  --kube-api-qps 500 --kube-api-burst 1000 --bind-address 127.0.0.1 --profiling=false

while :; do
  for child in "${children[@]}"; do
    kill -0 "$child" 2>/dev/null || { if [ -e "$dir/kubeconfig" ]; then finish; else finish keep; fi; }
  done
  [ ! -e "$dir/parent" ] || alive "$dir/parent" || finish
  [ -d "$dir" ] || finish
  sleep 0.2
done
