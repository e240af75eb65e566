#!/bin/bash
# build.sh [APP...]
# Builds the applications that the end-to-end tests trace: otgrpc (the default) with its image, the client programs go,
# java, node and python; and Jaeger itself, whose programs jaeger17, jaeger67 and jaeger76 name as tools of their modules.
# Cached in ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}/apps/<app>-<hash of its sources>/; what is there is not built again.
# stdout: for each app a directory that holds, of otgrpc, the program and otgrpc.tar (docker-archive of jaegerstack/e2e-otgrpc:1);
# of the others what README.md says. Ends with 3, and says so, when a language's tools are not on this machine.
set -euo pipefail
APPS=$(cd "$(dirname "$0")" && pwd)
. "$APPS/../cluster/env.sh"
CACHE=$(dirname "$CACHE")/apps

[ $# -gt 0 ] || set -- otgrpc
for app in "$@"; do
  [ -e "$APPS/$app/go.mod" ] || [ -e "$APPS/$app/install.sh" ] || die "unknown app '$app', expected otgrpc, go, java, node, python, jaeger17, jaeger67 or jaeger76"
done
client() { [ -e "$APPS/$1/install.sh" ]; } # APP: whether it is one of the client programs
stock() { [ -e "$APPS/$1/go.mod" ] && grep -q '^tool' "$APPS/$1/go.mod"; } # APP: whether it stands for a version of Jaeger
shared() { # APP: its source outside of its folder
  if client "$1"; then printf '%s\0' "$APPS/order.json"; elif ! stock "$1"; then printf '%s\0' "$HERE/mkimage.sh"; fi
}
built() { # APP: its directory in the cache
  (cd "$APPS/$1" && { shared "$1"; find . -type f ! -name '*_test.go' ! -name '*.md' ! -path './k8s/*' ! -path '*/__pycache__/*' -print0 | sort -z; } |
    xargs -0 sha256sum | sed -E "s# .*/(mkimage.sh|order.json)# \1#" | sha256sum | cut -c1-16) | sed "s#^#$CACHE/$1-#"
}
complete() { # APP: whether it is in the cache
  if client "$1"; then [ -e "$(built "$1")/order.json" ]; elif stock "$1"; then [ -e "$(built "$1")/built" ]; else [ -e "$(built "$1")/$1.tar" ]; fi
}
with_tools() { # APP TARGET: Jaeger's programs of one version, and the module's own where it has one
  command -v go >/dev/null || { say "needs Go 1.26 or newer on the PATH (https://go.dev/dl) to build $1"; exit 3; }
  local packages=(tool)
  if compgen -G "$APPS/$1/*.go" >/dev/null; then packages+=(.); fi
  (cd "$APPS/$1" && CGO_ENABLED=0 nice -n "$NICE" go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$2/" "${packages[@]}") ||
    die "$1 does not build (see above); go env GOPROXY is '$(go env GOPROXY)'"
  ls "$2" > "$work/built"; mv "$work/built" "$2/"
}
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
    if client "$app"; then nice -n "$NICE" "$APPS/$app/install.sh" "$work/$app" >&2
    elif stock "$app"; then with_tools "$app" "$work/$app"
    else with_image "$app" "$work/$app"; fi
    target=$(built "$app"); rm -rf "$target"; mv "$work/$app" "$target"
    say "built $app, $(du -sm "$target" | cut -f1) MB"
  done
fi
for app in "$@"; do built "$app"; done
