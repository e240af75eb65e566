# The steps of ./quickstart, one function each. Sourced; uses its variables.
cluster=$root/e2e/cluster
own=quickstart                       # name of the cluster that ./quickstart starts
namespace=jaegerstack-quickstart stack=tracing apps=jaegerstack-quickstart-shop
mark=jaegerstack.io/made-by=quickstart      # label of the namespaces that down may delete
state=${JAEGERSTACK_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/jaegerstack}/quickstart
images=$root/build/out/images
started=$SECONDS ui= trace= expected=

say() { printf '%4ds  %s\n' $((SECONDS - started)) "$*"; }
die() { echo "quickstart: $*" >&2; exit 1; }
kubectl() { command "${kubectl_binary:-kubectl}" --kubeconfig "$kubeconfig" --context "$context" "$@"; }

# --- 1 cluster
use_or_start_cluster() {
  mkdir -p "$state"
  if [ -z "$context" ]; then
    [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] && command -v go > /dev/null ||
      die "a cluster of its own needs Linux, root and Go; use the one you have: ./quickstart --context NAME --load 'kind load image-archive'"
    kubeconfig=$(CLUSTER=$own NODES=1 "$cluster/up.sh")
    context=jaegerstack-$own
    kubectl_binary=$("$cluster/build.sh" 2> /dev/null)/bin/kubectl
    loader="env CLUSTER=$own $cluster/load-image.sh"
  fi
  command -v "${kubectl_binary:-kubectl}" > /dev/null || kubectl_binary=$("$cluster/build.sh" api)/bin/kubectl
  kubectl version --request-timeout 10s > "$state/version.txt" 2>&1 ||
    die "no answer from the cluster of context $context in $kubeconfig: $(tail -1 "$state/version.txt")"
}

# --- 2 images
build_images() {
  "$root/build/images.sh" --out "$images"
  application=$("$root/e2e/apps/build.sh")/otgrpc.tar
  version=$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' "$root/pom.xml" | head -1)
}

# --- 3 loading: only what this cluster has not been given yet
archives() { ls "$images"/*.tar "$application"; }
load_images() {
  local digest
  digest=$(archives | xargs sha256sum | sha256sum | cut -c1-16)
  if [ "$(cat "$state/loaded-$context" 2> /dev/null)" = "$digest$(cluster_id)" ]; then return; fi
  if [ -n "$loader" ]; then
    archives | xargs $loader > "$state/load.log" 2>&1 || { tail -5 "$state/load.log" >&2; die "'$loader' failed, see $state/load.log"; }
  elif [ -n "$registry" ]; then
    "$root/build/quickstart/push.sh" "$registry" $(archives)
  fi
  echo "$digest$(cluster_id)" > "$state/loaded-$context"
}
cluster_id() { kubectl get namespace kube-system -o 'jsonpath={.metadata.uid}'; }

# --- 4 operator
prefix() { if [ -n "$registry" ]; then echo "$registry/jaegerstack"; else echo jaegerstack; fi; }
install_operator() {
  if [ "$(kubectl get namespace jaegerstack-system -o name 2> /dev/null)" ] && [ ! -e "$state/operator-$context" ]; then
    say "the operator of context $context was there before, and is used as it is"
    return
  fi
  touch "$state/operator-$context"   # so that down takes away only what quickstart has installed
  kubectl apply --server-side -k "$root/deploy/kustomize/base" > "$state/apply.log"
  if [ -n "$registry" ]; then
    kubectl -n jaegerstack-system set image deployment/jaegerstack-operator "operator=$(prefix)/operator:$version" > /dev/null
    kubectl -n jaegerstack-system set env deployment/jaegerstack-operator "JAEGERSTACK_IMAGE_PREFIX=$(prefix)" > /dev/null
  fi
  kubectl -n jaegerstack-system rollout status deployment/jaegerstack-operator --timeout 180s > "$state/rollout.log" 2>&1 || {
    kubectl -n jaegerstack-system describe pods > "$state/operator.txt" 2>&1
    kubectl -n jaegerstack-system logs deployment/jaegerstack-operator --tail 20 >&2 || true
    die "the operator did not become ready: see $state/operator.txt"
  }
}

# --- 5 stack
own_namespace() { # NAME [LABEL]: makes it, or finds the one made before; never takes one that somebody else has made
  if kubectl get namespace "$1" > /dev/null 2>&1; then
    [ -n "$(kubectl get namespace -l "$mark" --field-selector "metadata.name=$1" -o name)" ] ||
      die "namespace $1 of context $context was not made by quickstart, and is left alone: rename or remove it"
  else
    kubectl create namespace "$1" > /dev/null
    kubectl label namespace "$1" "$mark" ${2:+"$2"} > /dev/null
  fi
}
apply_stack() {
  own_namespace "$namespace" pod-security.kubernetes.io/enforce=privileged   # agents need the node's network
  kubectl apply -n "$namespace" -f "$root/deploy/examples/quickstart.yaml" > /dev/null
  kubectl -n "$namespace" wait "jaegerstack/$stack" --for=condition=Ready --timeout 180s > /dev/null || {
    kubectl -n "$namespace" describe "jaegerstack/$stack" >&2
    die "the stack did not become ready; its conditions are above"
  }
}

# --- 6 application
run_application() {
  own_namespace "$apps"
  kubectl -n "$apps" delete job shop-client --ignore-not-found > /dev/null
  local part
  for part in server client; do
    sed "s|image: jaegerstack/|image: $(prefix)/|" "$root/e2e/apps/otgrpc/k8s/$part.yaml" | kubectl apply -n "$apps" -f - > /dev/null
  done
  kubectl -n "$apps" wait job/shop-client --for=condition=Complete --timeout 180s > /dev/null || {
    kubectl -n "$apps" get pods >&2
    kubectl -n "$apps" logs job/shop-client --tail 20 >&2 || true
    die "the sample application did not complete"
  }
  kubectl -n "$apps" logs job/shop-client | grep '"traceId"' | tail -1 > "$state/trace.json" || true
  trace=$(jq -r .traceId "$state/trace.json") expected=$(jq '.spans | length' "$state/trace.json")
  [ -n "$trace" ] || die "the sample application named no trace: kubectl -n $apps logs job/shop-client"
}

# --- 7 reading
free_port() { # from $port on
  local p
  for p in $(seq "$port" $((port + 50))); do
    (exec 3<> "/dev/tcp/127.0.0.1/$p") 2> /dev/null || { echo "$p"; return; }
  done
  die "no free port from $port to $((port + 50))"
}
forward_ui() {
  local local_port
  if [ -e "$state/forward.pid" ] && kill -0 "$(cat "$state/forward.pid")" 2> /dev/null &&
    [ "$(cat "$state/forward.context")" = "$context" ] && curl -sf -m 3 -o /dev/null "$(cat "$state/forward.url")/api/services"; then
    ui=$(cat "$state/forward.url")
    return
  fi
  stop_forwarder
  local_port=$(free_port)
  # in a session of its own, and started anew where the pod behind it is replaced; down ends the whole session
  setsid bash -c 'while :; do "$@"; sleep 1; done' forward \
    "${kubectl_binary:-kubectl}" --kubeconfig "$kubeconfig" --context "$context" -n "$namespace" \
    port-forward --address 127.0.0.1 "service/$stack-query" "$local_port:16686" > "$state/forward.log" 2>&1 < /dev/null &
  echo $! > "$state/forward.pid"
  started_at $! > "$state/forward.started"
  echo "$context" > "$state/forward.context"
  echo "http://127.0.0.1:$local_port" > "$state/forward.url"
  ui=http://127.0.0.1:$local_port
  for _ in $(seq 100); do curl -sf -m 3 -o /dev/null "$ui/api/services" && return; sleep 0.2; done
  tail -3 "$state/forward.log" >&2
  die "the query service does not answer on $ui"
}
started_at() { awk '{print $22}' "/proc/$1/stat" 2> /dev/null || ps -o lstart= -p "$1" 2> /dev/null; }
stop_forwarder() { # the process that was started, not another one that has its number by now
  local pid
  [ -e "$state/forward.pid" ] || return 0
  pid=$(cat "$state/forward.pid")
  if [ -n "$(started_at "$pid")" ] && [ "$(started_at "$pid")" = "$(cat "$state/forward.started" 2> /dev/null)" ]; then
    kill -TERM -- "-$pid" 2> /dev/null || true
    for _ in $(seq 50); do kill -0 -- "-$pid" 2> /dev/null || break; sleep 0.1; done
    kill -KILL -- "-$pid" 2> /dev/null || true
  fi
  rm -f "$state"/forward.*
}
read_trace_back() {
  local spans=0
  for _ in $(seq 60); do
    spans=$(curl -s -m 5 "$ui/api/traces/$trace" | jq '.data[0].spans | length' 2> /dev/null || echo 0)
    [ "$spans" = "$expected" ] && { say "read back trace $trace with its $spans spans"; return; }
    sleep 0.5
  done
  die "trace $trace has $spans spans at $ui/api/traces/$trace, the application made $expected"
}

# --- down
remove_from_cluster() {
  command -v "${kubectl_binary:-kubectl}" > /dev/null || kubectl_binary=$("$cluster/build.sh" api)/bin/kubectl
  say "removing the sample application and the stack from $context"
  kubectl delete namespace -l "$mark" --ignore-not-found > /dev/null
  if [ -e "$state/operator-$context" ]; then
    if [ -n "$(kubectl get jaegerstack -A -o name 2> /dev/null)" ]; then
      say "other stacks are in $context: the operator stays; kubectl delete -k deploy/kustomize/base removes it with them"
    else
      say "removing the operator"
      kubectl delete -k "$root/deploy/kustomize/base" --ignore-not-found > /dev/null
    fi
  fi
  rm -rf "$state"
}
remove_cluster() {
  say "removing the cluster"
  CLUSTER=$own "$cluster/down.sh"
  rm -rf "$state"
}
