#!/usr/bin/env bash
# push.sh REGISTRY ARCHIVE.tar...: pushes image archives as REGISTRY/<name>:<tag>, with crane from the PATH, or
# built as a Go module where there is none. A registry on 127.0.0.1 or localhost is spoken to over plain HTTP.
set -euo pipefail
CRANE=v0.20.6
registry=${1:?"push.sh REGISTRY ARCHIVE.tar..."}; shift
crane=$(command -v crane || true)
if [ -z "$crane" ]; then
  bin=${JAEGERSTACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jaegerstack}/crane-$CRANE
  crane=$bin/crane
  [ -x "$crane" ] || { command -v go > /dev/null || { echo "push.sh: neither crane nor Go is here; install one of them" >&2; exit 1; }
    GOBIN=$bin go install "github.com/google/go-containerregistry/cmd/crane@$CRANE"; }
fi
plain=()
case $registry in 127.0.0.1 | 127.0.0.1[:/]* | localhost | localhost[:/]*) plain=(--insecure) ;; esac
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
for archive; do
  rm -rf "$work/layout"; mkdir "$work/layout"
  if tar -xf "$archive" -C "$work/layout" index.json 2> /dev/null; then
    name=$(jq -r '.manifests[0].annotations["io.containerd.image.name"]' "$work/layout/index.json")
    tar -xf "$archive" -C "$work/layout"
    source=$work/layout
  else
    name=$(tar -xOf "$archive" manifest.json | jq -r '.[0].RepoTags[0]')
    source=$archive
  fi
  name=${name#docker.io/}
  "$crane" push "${plain[@]}" "$source" "$registry/$name" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  echo "pushed $registry/$name"
done
