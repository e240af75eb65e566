#!/bin/bash
# install.sh TARGET: the Node clients with their modules. Called by ../build.sh; ends with 3 where Node is missing.
set -euo pipefail
cd "$(dirname "$0")"
for program in node npm; do
  command -v "$program" >/dev/null || { echo "needs Node 20 or newer ($program) on the PATH" >&2; exit 3; }
done
node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' || { echo "Node $(node --version) is too old, needs 20 or newer" >&2; exit 3; }
cp ./*.js package.json package-lock.json ../order.json "$1/"
cd "$1" && npm ci --silent --ignore-scripts --no-audit --no-fund
