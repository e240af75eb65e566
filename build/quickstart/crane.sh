#!/usr/bin/env bash
# crane.sh: prints the path of crane, which pushes images and serves a registry: that of the PATH, or else one built as a
# Go module and cached in ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}.
set -euo pipefail
VERSION=v0.20.6
if command -v crane; then exit; fi
bin=${JAEGERSTACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jaegerstack}/crane-$VERSION
if [ ! -x "$bin/crane" ]; then
  command -v go > /dev/null || { echo "crane.sh: neither crane nor Go is on the PATH; install one of them" >&2; exit 1; }
  GOBIN=$bin go install "github.com/google/go-containerregistry/cmd/crane@$VERSION" >&2
fi
echo "$bin/crane"
