#!/bin/bash
# test.sh
# Checks that the cluster $CLUSTER (default e2e), brought up with NODES=1 or more, does what the project's tests rely on.
# It works in the namespace cluster-check and removes that afterwards. Exit 1 if a check has failed.
set -uo pipefail
. "$(dirname "$0")/env.sh"
need_root
nodes=$(cat "$RUN/nodes" 2>/dev/null || echo 0)
[ "$nodes" -gt 0 ] || die "no cluster '$CLUSTER' with nodes; start it: CLUSTER=$CLUSTER NODES=2 up.sh"
export CLUSTER
ns=cluster-check passed=0 failed=0 work=$(mktemp -d)
k() { "$HERE/k" -n $ns "$@"; }
enter() { "$HERE/enter.sh" "$@"; }
toolbox=$RUN/built/bin/toolbox
cleanup() {
  "$HERE/k" delete mutatingwebhookconfiguration $ns --ignore-not-found --wait=false >/dev/null 2>&1
  "$HERE/k" delete namespace $ns --ignore-not-found >/dev/null 2>&1
  rm -rf "$work"
}
trap cleanup EXIT

pass() { passed=$((passed + 1)); printf '%6ss  pass  %s\n' "$(elapsed)" "$*"; }
fail() { failed=$((failed + 1)); printf '%6ss  FAIL  %s\n' "$(elapsed)" "$*"; }
try() { # CLAIM COMMAND...: the command succeeds within some tries
  local claim=$1 out; shift
  for _ in $(seq 40); do out=$("$@" 2>&1) && { pass "$claim"; return; }; sleep 0.5; done
  fail "$claim: $(tail -2 <<<"$out")"
}
is() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1: is '$2', expected '$3'"; fi; }   # CLAIM ACTUAL EXPECTED

cleanup; mkdir -p "$work"
is "$nodes nodes are Ready" "$(k get nodes -o 'jsonpath={range .items[*]}{.status.conditions[?(@.type=="Ready")].status} {end}')" "$(printf 'True %.0s' $(seq "$nodes"))"
k create namespace $ns >/dev/null
try "a namespace gets its service account" k get serviceaccount default
k apply -f "$HERE/manifests/check.yaml" >/dev/null || die "manifests/check.yaml could not be applied"
try "Deployment becomes available" k rollout status deployment/echo --timeout=20s
for set in agent hostport client; do try "DaemonSet $set rolls out" k rollout status daemonset/$set --timeout=20s; done
service=$(k get service echo -o 'jsonpath={.spec.clusterIP}')
port=$(k get service echo -o 'jsonpath={.spec.ports[0].nodePort}')
pod=$(k get pod -l app=echo -o 'jsonpath={.items[0].status.podIP}')

arrives() { # POD AGENT-POD TEXT: a datagram fired at status.hostIP reaches the agent of the same node
  k exec "$1" -- sh -c "toolbox udpfire \$HOST_IP:16831 $3" && k logs "$2" | grep "$3"
}
for client in $(k get pod -l app=client -o name); do
  node=$(k get "$client" -o 'jsonpath={.spec.nodeName}') ip=$(k get "$client" -o 'jsonpath={.status.hostIP}')
  agent=$(k get pod -l app=agent --field-selector "spec.nodeName=$node" -o name)
  try "ClusterIP from a pod on $node" k exec "$client" -- toolbox get "http://$service/"
  try "Service name from a pod on $node" k exec "$client" -- toolbox get "http://echo.$ns.svc.cluster.local/"
  try "UDP hostPort with hostNetwork, found through status.hostIP, on $node" arrives "$client" "$agent" "span-from-$node"
  try "UDP hostPort without hostNetwork, on $node" k exec "$client" -- toolbox udpsend "$ip:17000" x
  try "NodePort on $node" k exec "$client" -- toolbox get "http://$ip:$port/"
done
try "ClusterIP from a node" nsenter --net="/run/netns/$NAME-n1" "$toolbox" get "http://$service/"
try "ClusterIP from enter.sh" enter "$toolbox" get "http://$service/"
try "pod address from enter.sh" enter "$toolbox" get "http://$pod:8080/"
try "Service name from enter.sh" enter "$toolbox" get "http://echo.$ns.svc/"
forwarded=$("$HERE/forward.sh" "$CLUSTER" 0 "$ns/echo:80") &&
  try "Service from this machine, by forward.sh" "$toolbox" get "http://$forwarded/"
is "forward.sh again gives the same port" "$("$HERE/forward.sh" "$CLUSTER" 0 "$ns/echo:80")" "$forwarded"
"$HERE/forward.sh" --stop "$CLUSTER" "${forwarded##*:}"
is "forward.sh --stop ends it" "$("$toolbox" get "http://$forwarded/" 2>&1 | grep -c 'connection refused')" 1
"$toolbox" http 127.0.0.1:0 >"$work/http" & here=$!
until [ -s "$work/http" ]; do sleep 0.05; done
into=$("$HERE/forward.sh" --into "$CLUSTER" 0 "$(cat "$work/http")")
try "this machine from a pod, by forward.sh --into" k exec daemonset/client -- toolbox get "http://$into/"
"$HERE/forward.sh" --stop --into "$CLUSTER" "${into##*:}"
kill $here; wait $here 2>/dev/null
both() { for _ in $(seq 12); do enter "$toolbox" get "http://$service/"; done | cut -d' ' -f3 | sort -u | wc -l | grep -x 2; }
try "both replicas answer through the Service" both
try "kubectl logs" k logs daemonset/agent
k port-forward service/echo :80 >"$work/port-forward" 2>&1 & forward=$!
ported() { "$toolbox" get "http://$(sed -n 's/^Forwarding from \(127[^ ]*\) .*/\1/p' "$work/port-forward")/"; }
try "kubectl port-forward" ported
kill $forward; wait $forward 2>/dev/null

# on shutdown a native sidecar outlives the main container
k wait --for=condition=Ready pod/sidecar --timeout=30s >/dev/null
for c in agent main; do k logs -f sidecar -c $c >"$work/$c.log" 2>&1 & done
sleep 1; k delete pod sidecar >/dev/null; wait
main=$(awk '/main exit/ {print $1}' "$work/main.log") sidecar=$(awk '/sidecar got/ {print $1}' "$work/agent.log")
if [ -n "$main" ] && [[ "$sidecar" > "$main" ]]; then pass "a native sidecar gets SIGTERM after the main container has ended"
else fail "native sidecar: SIGTERM at '$sidecar', main container ended at '$main'"; fi

openssl ecparam -name prime256v1 -genkey -noout -out "$work/tls.key"
openssl req -new -key "$work/tls.key" -subj /CN=webhook -out "$work/tls.csr"
openssl x509 -req -in "$work/tls.csr" -CA "$RUN/pki/ca.crt" -CAkey "$RUN/pki/ca.key" -CAserial "$work/serial" -CAcreateserial \
  -out "$work/tls.crt" -extfile <(echo "subjectAltName=DNS:webhook.$ns.svc") 2>/dev/null
k create secret tls webhook --cert="$work/tls.crt" --key="$work/tls.key" >/dev/null
sed "s|@CA@|$(base64 -w0 "$RUN/pki/ca.crt")|; s|@NAMESPACE@|$ns|" "$HERE/manifests/check-webhook.yaml" | k apply -f - >/dev/null
k rollout status deployment/webhook --timeout=60s >/dev/null
try "a pod is created through a mutating webhook" k run hooked --labels=hooked=yes --image=localhost/toolbox:1 -- run p 0
is "the webhook behind a Service has mutated it" "$(k get pod hooked -o 'jsonpath={.metadata.annotations.jaegerstack-test/mutated}')" yes

cadvisor() { k get --raw /api/v1/nodes/n1/proxy/metrics/cadvisor | grep "$1{container=\"client\""; }
try "container memory in the kubelet's metrics" cadvisor container_memory_working_set_bytes
try "container CPU in the kubelet's metrics" cadvisor container_cpu_usage_seconds_total
limit() { k exec deployment/echo -- cat /sys/fs/cgroup/memory/memory.limit_in_bytes | grep -x $((64 << 20)); }
try "the memory limit is in the cgroup" limit
killed() { k get pod oom -o 'jsonpath={.status.containerStatuses[0].state.terminated.reason}' | grep -x OOMKilled; }
try "a container above its memory limit is OOMKilled" killed
restricted() { k get pod restricted -o 'jsonpath={.status.phase}' | grep -x Succeeded; }
try "a restricted pod writes its volumes, not its root" restricted

echo "$passed passed, $failed failed"
[ $failed = 0 ]
