#!/usr/bin/env bash
# push.sh [--tag TAG] REGISTRY ARCHIVE.tar...
# Pushes image archives as REGISTRY/<name>:<tag>, with the tag that the archive has or the given one. A registry on 127.0.0.1
# or localhost is spoken to over plain HTTP. Credentials are docker's: ~/.docker/config.json, or $DOCKER_CONFIG/config.json.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../image/oci.sh"
usage() { sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; }
tag=
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  --tag) tag=${2:?"push.sh: --tag wants a value"}; shift 2 ;;
esac
[ $# -ge 2 ] || { usage >&2; exit 2; }
registry=$1; shift
crane=$("$here/crane.sh")
plain=()
case $registry in 127.0.0.1 | 127.0.0.1[:/]* | localhost | localhost[:/]*) plain=(--insecure) ;; esac
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
for archive; do
  name=$(archive_name "$archive") source=$archive
  if is_layout "$archive"; then
    source=$work/layout
    rm -rf "$source"; mkdir "$source"
    tar -xf "$archive" -C "$source"
  fi
  target=$registry/${name%:*}:${tag:-${name##*:}}
  "$crane" push "${plain[@]}" "$source" "$target" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  echo "pushed $target"
done
