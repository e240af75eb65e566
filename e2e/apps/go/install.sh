#!/bin/bash
# install.sh TARGET: the program go. Called by ../build.sh; ends with 3 where Go is missing.
set -euo pipefail
cd "$(dirname "$0")"
command -v go >/dev/null || { echo "needs Go 1.26 or newer on the PATH (https://go.dev/dl)" >&2; exit 3; }
CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$1/go" .
cp ../order.json "$1/"
