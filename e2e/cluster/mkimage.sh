#!/bin/bash
# mkimage.sh NAME:TAG OUT.tar ROOT_DIRECTORY ENTRYPOINT...
# Packs a directory as a one-layer docker-archive, with tar, sha256sum and jq only; the same input gives the same bytes.
set -euo pipefail
case ${1:-} in -h | --help) sed -n '2,3s/^# //p' "$0"; exit ;; esac
[ $# -ge 4 ] || { echo "mkimage.sh: $# arguments, expected NAME:TAG OUT.tar ROOT_DIRECTORY ENTRYPOINT..." >&2; exit 1; }
name=$1 out=$2 root=$3; shift 3
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
case $(uname -m) in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
pack() { tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner "$@"; }
pack -C "$root" -cf "$work/layer.tar" .
diff=sha256:$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
jq -nc --arg arch "$arch" --arg diff "$diff" '{architecture: $arch, os: "linux", created: "1970-01-01T00:00:00Z",
  config: {Entrypoint: $ARGS.positional, Env: ["PATH=/bin:/usr/bin"], WorkingDir: "/", User: "65532:65532"},
  rootfs: {type: "layers", diff_ids: [$diff]}, history: [{created: "1970-01-01T00:00:00Z"}]}' --args "$@" > "$work/config.json"
jq -nc --arg name "$name" '[{Config: "config.json", RepoTags: [$name], Layers: ["layer.tar"]}]' > "$work/manifest.json"
pack -C "$work" -cf "$out" manifest.json config.json layer.tar
