#!/bin/bash
# build.sh [APP...]
# Builds the applications that the end-to-end tests trace: otgrpc (the default) with its image, and the client programs
# go, java, node and python. Cached in ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}/apps/<app>-<hash of its sources>/; what
# is there is not built again.
# stdout: for each app a directory that holds, of otgrpc, the program and otgrpc.tar (docker-archive of jaegerstack/e2e-otgrpc:1);
# of the others what README.md says. Ends with 3, and says so, when a language's tools are not on this machine.
set -euo pipefail
APPS=$(cd "$(dirname "$0")" && pwd)
. "$APPS/../cluster/env.sh"
CACHE=$(dirname "$CACHE")/apps

[ $# -gt 0 ] || set -- otgrpc
for app in "$@"; do
  [ -e "$APPS/$app/go.mod" ] || [ -e "$APPS/$app/install.sh" ] || die "unknown app '$app', expected otgrpc, go, java, node or python"
done
client() { [ -e "$APPS/$1/install.sh" ]; } # APP: whether it is one of the client programs
shared() { if client "$1"; then echo "$APPS/order.json"; else echo "$HERE/mkimage.sh"; fi; } # APP: its source outside of its folder
built() { # APP: its directory in the cache
  (cd "$APPS/$1" && find . -type f ! -name '*_test.go' ! -name '*.md' ! -path './k8s/*' ! -path '*/__pycache__/*' -print0 | sort -z |
    xargs -0 sha256sum "$(shared "$1")" | sed -E "s# .*/(mkimage.sh|order.json)# \1#" | sha256sum | cut -c1-16) | sed "s#^#$CACHE/$1-#"
}
complete() { if client "$1"; then [ -e "$(built "$1")/order.json" ]; else [ -e "$(built "$1")/$1.tar" ]; fi; } # APP: whether it is in the cache
with_image() { # APP TARGET: a Go program and its image
  command -v go >/dev/null || die "needs Go 1.26 or newer on the PATH (https://go.dev/dl) to build $1"
  "$HERE/install-deps.sh" image
  (cd "$APPS/$1" && CGO_ENABLED=0 nice -n "$NICE" go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$2/$1" .) ||
    die "$1 does not build (see above); go env GOPROXY is '$(go env GOPROXY)'"
  mkdir -p "$work/root"
  cp "$2/$1" "$work/root/"
  "$HERE/mkimage.sh" "jaegerstack/e2e-$1:1" "$2/$1.tar" "$work/root" "/$1"
  rm -rf "$work/root"
}

missing=()
for app in "$@"; do complete "$app" || missing+=("$app"); done
if [ ${#missing[@]} -gt 0 ]; then
  alone "$CACHE/.lock"
  work=$(mktemp -d "$CACHE/.build-XXXXXX"); trap 'rm -rf "$work"' EXIT
  for app in "${missing[@]}"; do
    say "building $app"
    mkdir -p "$work/$app"
    if client "$app"; then nice -n "$NICE" "$APPS/$app/install.sh" "$work/$app" >&2; else with_image "$app" "$work/$app"; fi
    target=$(built "$app"); rm -rf "$target"; mv "$work/$app" "$target"
    say "built $app, $(du -sm "$target" | cut -f1) MB"
  done
fi
for app in "$@"; do built "$app"; done
