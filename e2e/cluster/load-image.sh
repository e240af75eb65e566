#!/bin/bash
# load-image.sh ARCHIVE.tar...
# Imports images (docker-archive or OCI archive) into the containerd of every node of the cluster $CLUSTER (default e2e).
# Pods use them with imagePullPolicy IfNotPresent or Never.
# stdout: the full name of every image as containerd knows it. The same archive again changes nothing.
set -euo pipefail
. "$(dirname "$0")/env.sh"
need_root
[ $# -gt 0 ] || die "no archive given; try --help"
nodes=$(cat "$RUN/nodes" 2>/dev/null) || die "no cluster '$CLUSTER' in $STATE; start it: CLUSTER=$CLUSTER up.sh"
[ "$nodes" -gt 0 ] || die "cluster '$CLUSTER' has no nodes to load images into; start it with NODES=1 or 2"

# names ARCHIVE: as the archive says them, from a docker-archive's or else an OCI archive's index
names() {
  tar -xOf "$1" manifest.json 2>/dev/null | jq -r '.[].RepoTags[]?' && return
  tar -xOf "$1" index.json 2>/dev/null | jq -r '.manifests[].annotations | .["io.containerd.image.name"] // .["org.opencontainers.image.ref.name"] // empty'
}
# full NAME: with registry, as pods' image names are read (jaegerstack/agent:1 is docker.io/jaegerstack/agent:1)
full() {
  local first=${1%%/*}
  if [ "$first" = "$1" ]; then echo "docker.io/library/$1"
  elif [[ $first == *[.:]* || $first == localhost ]]; then echo "$1"
  else echo "docker.io/$1"; fi
}
ctr() { # NODE ARGUMENTS...: in the node's mount namespace, where containerd's socket is
  local pid; pid=$(pid_in "$RUN/n$1.pid"); shift
  nsenter -t "$pid" --mount /run/cluster/programs/bin/ctr -a /run/containerd/containerd.sock -n k8s.io "$@"
}
has() { [ -n "$(ctr "$1" images ls -q "name==$2")" ]; }   # NODE NAME
for archive in "$@"; do
  [ -r "$archive" ] || die "cannot read '$archive'"
  found=$(names "$archive" || true)
  [ -n "$found" ] || die "'$archive' is neither a docker-archive nor an OCI archive that names its image (io.containerd.image.name)"
done
for archive in "$@"; do
  mapfile -t found < <(names "$archive")
  for n in $(seq "$nodes"); do
    ctr "$n" images import - >/dev/null < "$archive" || die "node n$n could not import $archive; see $RUN/log/n$n-containerd.log"
    for name in "${found[@]}"; do
      wanted=$(full "$name")
      if [ "$name" != "$wanted" ] && has "$n" "$name"; then ctr "$n" images tag --force "$name" "$wanted" >/dev/null; fi
      has "$n" "$wanted" || die "node n$n has imported $archive, but not as $wanted"
    done
  done
  for name in "${found[@]}"; do say "loaded $(full "$name") into $nodes node(s)"; full "$name"; done
done
