#!/bin/bash
# build.sh [APP...]
# Builds the applications that the end-to-end tests trace (default: all of them, that is otgrpc) and their images.
# Cached in ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}/apps/<app>-<hash of its sources>/; what is there is not built again.
# stdout: for each app a directory that holds APP (the program) and APP.tar (docker-archive of jaegerstack/e2e-APP:1).
set -euo pipefail
APPS=$(cd "$(dirname "$0")" && pwd)
. "$APPS/../cluster/env.sh"
CACHE=$(dirname "$CACHE")/apps

[ $# -gt 0 ] || set -- otgrpc
for app in "$@"; do
  [ -e "$APPS/$app/go.mod" ] || die "unknown app '$app', expected otgrpc"
done
built() { # APP: its directory in the cache
  (cd "$APPS/$1" && find . -type f ! -name '*_test.go' ! -name '*.md' ! -path './k8s/*' -print0 | sort -z | xargs -0 sha256sum "$HERE/mkimage.sh" |
    sed "s# .*/mkimage.sh# mkimage.sh#" | sha256sum | cut -c1-16) | sed "s#^#$CACHE/$1-#"
}
missing=()
for app in "$@"; do [ -e "$(built "$app")/$app.tar" ] || missing+=("$app"); done
if [ ${#missing[@]} -gt 0 ]; then
  alone "$CACHE/.lock"
  "$HERE/install-deps.sh" image
  command -v go >/dev/null || die "needs Go 1.26 or newer on the PATH (https://go.dev/dl) to build ${missing[*]}"
  work=$(mktemp -d "$CACHE/.build-XXXXXX"); trap 'rm -rf "$work"' EXIT
  for app in "${missing[@]}"; do
    say "building $app"
    mkdir -p "$work/$app" "$work/root"
    (cd "$APPS/$app" && CGO_ENABLED=0 nice -n "$NICE" go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$work/$app/$app" .) ||
      die "$app does not build (see above); go env GOPROXY is '$(go env GOPROXY)'"
    cp "$work/$app/$app" "$work/root/"
    "$HERE/mkimage.sh" "jaegerstack/e2e-$app:1" "$work/$app/$app.tar" "$work/root" "/$app"
    target=$(built "$app"); rm -rf "$target" "$work/root"; mv "$work/$app" "$target"
    say "built $app, $(($(stat -c %s "$target/$app.tar") >> 20)) MB"
  done
fi
for app in "$@"; do built "$app"; done
