# The steps of ./quickstart, one function each. Sourced by it; uses the variables that it has read from its arguments.
#
# What quickstart has done to a cluster is noted in that cluster: the label $mark on the namespaces that it has made, the
# annotations below for images. So neither a second clone nor a lost state folder takes anything of somebody else's away.
# The state folder of this machine holds, for each context apart, the forwarder to the UI and logs.
cluster=$root/e2e/cluster                      # scripts of the cluster of its own
own=${QUICKSTART_CLUSTER:-quickstart}          # and its name; tests have one of another name
system=jaegerstack-system                      # namespace of the operator
namespace=jaegerstack-quickstart stack=tracing # the stack of deploy/examples/quickstart.yaml
apps=jaegerstack-quickstart-shop               # namespace of the sample application
mark=jaegerstack.io/made-by                    # label, with the value quickstart
given_note=jaegerstack.io/given-images         # annotation of $namespace: IMAGE@DIGEST of every image that was given to the cluster
content_note=jaegerstack.io/image-content      # annotation of a workload: digest of the image that its pods were last started with
images=$root/build/out/images
started=$SECONDS ui= trace= expected= kubectl_binary=

states=${JAEGERSTACK_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/jaegerstack}/quickstart
if [ -z "$context" ]; then
  state=$states/own-$own
else
  state=$states/context-${context//[^A-Za-z0-9._-]/_}-$(echo "$context ${kubeconfig:-${KUBECONFIG:-}}" | cksum | cut -d' ' -f1)
fi
export KUBECACHEDIR=$state/kube-cache          # or kubectl leaves a folder in ~/.kube for every cluster there ever was

. "$root/build/image/oci.sh"
. "$root/build/quickstart/pods.sh"
. "$root/build/quickstart/forwarder.sh"

say() { printf '%4ds  %s\n' $((SECONDS - started)) "$*"; }
die() { echo "quickstart: $*" >&2; exit 1; }

# --- kubectl, of this context
find_kubectl() { # that of the PATH, or else one that is built
  if command -v kubectl > /dev/null; then kubectl_binary=$(command -v kubectl); else kubectl_binary=$("$cluster/build.sh" api)/bin/kubectl; fi
}
kubectl() { command "${kubectl_binary:-kubectl}" ${kubeconfig:+--kubeconfig "$kubeconfig"} --context "$context" "$@"; }
require_answer() {
  kubectl version --request-timeout 10s > "$state/version.txt" 2>&1 ||
    die "no answer from the cluster of context $context: $(tail -1 "$state/version.txt")"
}

# --- before anything that takes minutes; what else a cluster of its own needs is installed with it
require_tools() {
  local tool
  for tool in curl ${context:+jq}; do command -v "$tool" > /dev/null || die "$tool is not on the PATH: install it"; done
  [ -z "$loaded" ] || return 0                 # else images are built
  command -v go > /dev/null || die "go is not on the PATH; the sample application is built with it"
  # shellcheck disable=SC1091
  (. "$root/.mvn/find-jdk.sh") && "$root/runtime-query/build-ui.sh" --check || exit 1   # they say what is missing
}

# --- 1 cluster
use_or_start_cluster() {
  mkdir -p "$state"
  if [ -n "$context" ]; then
    find_kubectl
  else
    [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] ||
      die "a cluster of its own needs Linux and root; use the one you have: ./quickstart --context NAME --load 'kind load image-archive'"
    kubeconfig=$(CLUSTER=$own NODES=1 "$cluster/up.sh")
    context=jaegerstack-$own
    kubectl_binary=$("$cluster/build.sh" 2> /dev/null)/bin/kubectl
    loader="env CLUSTER=$own $cluster/load-image.sh"
  fi
  require_answer
}

# --- 2 images
declare -A archive=() content=()               # by image name, such as jaegerstack/agent:0.1.0: its archive, and its digest
tag=                                           # of images in the registry: another one for other content
build_images() {
  local file name
  [ -z "$loaded" ] || return 0
  "$root/build/images.sh" --out "$images"
  for file in "$images"/*.tar "$("$root/e2e/apps/build.sh")/otgrpc.tar"; do
    name=$(archive_name "$file")
    archive[$name]=$file content[$name]=$(archive_digest "$file")
  done
  tag=$(printf '%s\n' "${content[@]}" | sort | sha256sum | cut -c1-12)
}
image() { # NAME:TAG of an archive: what pods call it
  if [ -n "$registry" ]; then echo "$registry/${1%:*}:$tag"; else echo "$1"; fi
}

# --- 3 loading: only what this cluster has not been given yet
load_images() {
  local name given now=() new=()
  own_namespace "$namespace" "pod-security.kubernetes.io/enforce: privileged"   # agents need the node's network
  given=$(annotation namespace "$namespace" "$given_note")
  for name in "${!archive[@]}"; do
    now+=("$(image "$name")@${content[$name]}")
    [[ " $given " == *" $(image "$name")@${content[$name]} "* ]] || new+=("${archive[$name]}")
  done
  [ ${#new[@]} -gt 0 ] || return 0
  if [ -n "$registry" ]; then
    "$root/build/quickstart/push.sh" --tag "$tag" "$registry" "${new[@]}"
  else
    # shellcheck disable=SC2086 # a command with its arguments
    $loader "${new[@]}" > "$state/load.log" 2>&1 || { tail -5 "$state/load.log" >&2; die "'$loader' failed, see $state/load.log"; }
    say "gave the cluster ${#new[@]} images"
  fi
  kubectl annotate --overwrite namespace "$namespace" "$given_note=${now[*]}" > /dev/null
}

# --- namespaces that quickstart has made
whose() { # NAMESPACE: prints nobody, quickstart or somebody
  kubectl get namespace "$1" --ignore-not-found -o json |
    jq -rs --arg mark "$mark" 'if . == [] then "nobody" elif .[0].metadata.labels[$mark] == "quickstart" then "quickstart" else "somebody" end'
}
own_namespace() { # NAMESPACE ['LABEL: VALUE']: makes it, or finds the one made before; never takes one of somebody else's
  local maker
  maker=$(whose "$1")
  case $maker in
    quickstart) ;;
    nobody) printf '%s\n' 'apiVersion: v1' 'kind: Namespace' "metadata: {name: $1, labels: {$mark: quickstart${2:+, $2}}}" | kubectl create -f - > /dev/null ;;
    *) die "namespace $1 of context $context was not made by quickstart, and is left alone: rename or remove it" ;;
  esac
}
annotation() { # KIND NAME KEY
  kubectl get "$1" "$2" -o json | jq -r --arg key "$3" '.metadata.annotations[$key] // ""'
}

# --- 4 operator
operator_version=                              # of the images that it makes workloads of, where quickstart has chosen it
install_operator() {
  local maker running
  maker=$(whose "$system")
  running=$(kubectl get deployments -A -l app.kubernetes.io/name=jaegerstack-operator -o 'jsonpath={.items[*].metadata.namespace}')
  if [ "$maker" = somebody ] || { [ "$maker" = nobody ] && [ -n "$running" ]; }; then
    say "the operator in namespace ${running:-$system} was there before, and is used as it is"
    return
  fi
  own_namespace "$system"                      # so that down takes it away again
  operator_version=${registry:+$tag}
  restart_outdated "$system"
  kubectl apply --server-side -k "$(operator_manifests)" > "$state/apply.log"
  kubectl -n "$system" rollout status deployment/jaegerstack-operator --timeout 180s > "$state/rollout.log" 2>&1 || {
    kubectl -n "$system" describe pods > "$state/operator.txt" 2>&1
    kubectl -n "$system" logs deployment/jaegerstack-operator --tail 20 >&2 || true
    die "the operator did not become ready: see $state/operator.txt"
  }
  note_content "$system"
}
operator_manifests() { # the folder to install from; with a registry, one that lies over the base and names its images
  local base=$root/deploy/kustomize/base over=$state/operator
  if [ -z "$registry" ]; then echo "$base"; return; fi
  mkdir -p "$over"
  cat > "$over/kustomization.yaml" <<END
resources: ["$(realpath --relative-to "$over" "$base")"]
images: [{name: jaegerstack/operator, newName: "$registry/jaegerstack/operator", newTag: "$tag"}]
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: jaegerstack-operator, namespace: $system}
    spec:
      template:
        spec:
          containers:
          - name: operator
            env: [{name: JAEGERSTACK_IMAGE_PREFIX, value: "$registry/jaegerstack"}, {name: JAEGERSTACK_IMAGE_VERSION, value: "$tag"}]
END
  echo "$over"
}

# --- 5 stack
apply_stack() {
  restart_outdated "$namespace"
  kubectl apply -n "$namespace" -f "$root/deploy/examples/quickstart.yaml" > /dev/null
  [ -z "$operator_version" ] || await_version "$namespace" "$operator_version"
  kubectl -n "$namespace" wait "jaegerstack/$stack" --for=condition=Ready --timeout 180s > /dev/null || {
    kubectl -n "$namespace" describe "jaegerstack/$stack" >&2
    die "the stack did not become ready; its conditions are above"
  }
  await_rollouts "$namespace"
  note_content "$namespace"
}

# --- 6 application
run_application() {
  local part log
  own_namespace "$apps"
  restart_outdated "$apps"
  kubectl -n "$apps" delete job shop-client --ignore-not-found > /dev/null
  for part in server client; do
    sed "s|image: jaegerstack/e2e-otgrpc:1|image: $(image jaegerstack/e2e-otgrpc:1)|" "$root/e2e/apps/otgrpc/k8s/$part.yaml" |
      kubectl apply -n "$apps" -f - > /dev/null
    [ "$part" = client ] || await_rollouts "$apps"
  done
  note_content "$apps"
  kubectl -n "$apps" wait job/shop-client --for=condition=Complete --timeout 180s > /dev/null || {
    kubectl -n "$apps" get pods >&2
    kubectl -n "$apps" logs job/shop-client --tail 20 >&2 || true
    die "the sample application did not complete"
  }
  log=$(kubectl -n "$apps" logs job/shop-client)   # a line of JSON per trace
  grep '"traceId"' <<< "$log" | tail -1 > "$state/trace.json" ||
    die "the sample application named no trace: kubectl -n $apps logs job/shop-client"
  trace=$(jq -r .traceId "$state/trace.json") expected=$(jq '.spans | length' "$state/trace.json")
}

# --- 7 reading
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
other_stacks() { # names of the stacks that are there; fails unless the cluster has said so
  local crd
  crd=$(kubectl get crd jaegerstacks.jaegerstack.io --ignore-not-found -o name) || return 1
  [ -z "$crd" ] || kubectl get jaegerstacks -A -o name
}
remove_from_cluster() {
  local name maker others
  mkdir -p "$state"
  find_kubectl
  require_answer
  say "removing the sample application and the stack from $context"
  for name in "$apps" "$namespace"; do
    maker=$(whose "$name")
    [ "$maker" != quickstart ] || kubectl delete namespace "$name" > /dev/null
  done
  maker=$(whose "$system")
  [ "$maker" = quickstart ] || return 0
  others=$(other_stacks) || die "cannot tell whether other stacks are in $context (see above): the operator stays; try again"
  if [ -n "$others" ]; then
    say "other stacks are in $context: the operator stays; kubectl delete -k deploy/kustomize/base removes it with them"
  else
    say "removing the operator"
    kubectl delete -k "$root/deploy/kustomize/base" --ignore-not-found > /dev/null
  fi
}
remove_cluster() {
  say "removing the cluster"
  CLUSTER=$own "$cluster/down.sh"
}
forget() { # this context's part of the state folder; the rest where it is empty by then
  rm -rf "$state"
  rmdir "$states" "$(dirname "$states")" 2> /dev/null || true
}
