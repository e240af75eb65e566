#!/usr/bin/env bash
# measure.sh [IMAGES_DIR] [RUNS]: starts each image's process in the image's own file system and an empty network, RUNS
# times (5), and prints the median time from exec to readiness (/health answers 200), with the AOT cache and without, and the
# memory of the idle process: resident, and private (RssAnon). Linux, root or user namespaces.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "${1-}" != inside ]; then
  images=$(cd "${1:-$here/../out/images}" && pwd) runs=${2:-5}
  map=(); [ "$(id -u)" = 0 ] || map=(--map-root-user)
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  printf '%-12s %14s %14s %10s %10s\n' image 'ready, AOT' 'ready, no AOT' RSS RssAnon
  for c in agent collector query all-in-one; do
    mkdir -p "$work/layout" "$work/fs"
    tar -xf "$images/$c.tar" -C "$work/layout"
    manifest=$(jq -r '.manifests[0].digest' "$work/layout/index.json")
    for layer in $(jq -r '.layers[].digest' "$work/layout/blobs/${manifest/://}"); do tar -xf "$work/layout/blobs/${layer/://}" -C "$work/fs"; done
    unshare "${map[@]}" --mount --net --pid --fork --kill-child=KILL bash "${BASH_SOURCE[0]}" inside "$c" "$work/fs" "$runs"
    rm -rf "$work/layout" "$work/fs"
  done
  exit
fi

component=$2 fs=$3 runs=$4
mount --make-rprivate /
mount -t proc proc "$fs/proc"
mount --bind /dev "$fs/dev"
ip link set lo up
case $component in agent) port=14271 ;; query) port=16687 ;; *) port=14269 ;; esac
grep -v -- '^-XX:AOTCache=' "$fs/app/jvm.args" > "$fs/tmp/plain.args"

start() { # ARGS_FILE: prints milliseconds to readiness, resident and private kB
  local from pid
  from=$(date +%s%N)
  SPAN_STORAGE_TYPE=memory chroot "$fs" /opt/java/bin/java -Xmx128m "@$1" > /dev/null 2>&1 &
  pid=$!
  until [ "$(curl -s -o /dev/null -m 1 -w '%{http_code}' "http://127.0.0.1:$port/health")" = 200 ]; do sleep 0.01; done
  echo "$((($(date +%s%N) - from) / 1000000)) $(awk '/^VmRSS/ {r = $2} /^RssAnon/ {a = $2} END {print r, a}' "$fs/proc/$pid/status")"
  kill -TERM $pid
  wait $pid || true
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

for _ in $(seq "$runs"); do start /app/jvm.args; done > "$fs/tmp/aot"
for _ in $(seq "$runs"); do start /tmp/plain.args; done > "$fs/tmp/plain"
printf '%-12s %11s ms %11s ms %7d MB %7d MB\n' "$component" "$(median < "$fs/tmp/aot")" "$(median < "$fs/tmp/plain")" \
  $(($(cut -d' ' -f2 "$fs/tmp/aot" | median) / 1024)) $(($(cut -d' ' -f3 "$fs/tmp/aot" | median) / 1024))
