#!/bin/sh
# Builds src/main/ui into target/classes/ui, unless that was built from the same inputs before. Called by the
# Maven profile `ui`; leave it out with -DskipUi. With -DskipTests (UI_SKIP_TESTS=true) types, lint and vitest wait for the
# next build without it. With --check it only tells whether Node is there and new enough.
set -eu
cd "$(dirname "$0")"
sources=src/main/ui
out=$PWD/target/classes/ui
built_from=$PWD/target/ui-inputs.sha256
checked=$PWD/target/ui-checked.sha256

inputs() {
  find "$sources" build-ui.sh \
    \( -name node_modules -o -name dist -o -name test-results -o -name playwright-report -o -name .vite \) -prune \
    -o -type f -print | LC_ALL=C sort | xargs sha256sum
  node --version
}

node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "The UI is built with Node 20.19 or newer and npm, and there is no node or no npm on the PATH: install them (Debian: apt-get install nodejs npm), or leave the UI out with -DskipUi." >&2
  exit 1
fi
if ! node_is_new_enough; then
  echo "The UI is built with Node 20.19 or newer, and $(command -v node) is $(node --version): install a newer one, or leave the UI out with -DskipUi." >&2
  exit 1
fi

[ "${1-}" != --check ] || exit 0

now=$(inputs)
is() { [ -f "$1" ] && [ "$now" = "$(cat "$1")" ]; } # FILE: whether it was written for these inputs
is_built() { [ -f "$out/index.html" ] && is "$built_from"; }
is_checked() { [ "${UI_SKIP_TESTS-}" = true ] || is "$checked"; }
if is_built && is_checked; then
  echo "ui: up to date"
  exit 0
fi

cd "$sources"
lock=$(sha256sum package-lock.json .npmrc)
if [ ! -f "node_modules/.lock.sha256" ] || [ "$lock" != "$(cat node_modules/.lock.sha256)" ]; then
  npm ci --ignore-scripts --prefer-offline
  printf '%s\n' "$lock" >node_modules/.lock.sha256
fi
if ! is_checked; then
  npm run check
  printf '%s\n' "$now" >"$checked"
fi
if ! is_built; then
  UI_OUT_DIR=$out npm run build
  printf '%s\n' "$now" >"$built_from"
fi
