#!/bin/bash
# prometheus.sh
# Prints a directory with prometheus and promtool: that of the PATH, or Debian's package unpacked under
# ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}/prometheus. Unpacked, not installed: installing it would start a server on port
# 9090 of every address. Ends with 3, and says so, where neither can be had.
set -euo pipefail
. "$(dirname "$0")/cluster/env.sh"
CACHE=$(dirname "$CACHE")/prometheus

if installed=$(command -v promtool) && command -v prometheus >/dev/null; then
  dirname "$installed"
  exit 0
fi
if [ ! -x "$CACHE/usr/bin/prometheus" ]; then
  for tool in apt-get dpkg-deb; do
    command -v $tool >/dev/null || { say "no prometheus and promtool on the PATH, and no $tool to get Debian's"; exit 3; }
  done
  mkdir -p "$(dirname "$CACHE")"
  work=$(mktemp -d "$CACHE-XXXXXX"); trap 'rm -rf "$work"' EXIT
  download() { (cd "$work" && apt-get download -qq prometheus >log 2>&1); }
  # a package list may be years old or absent: refresh it when the first try fails
  download || { apt-get update -qq >>"$work/log" 2>&1 && download; } ||
    { cat "$work/log" >&2; say "no prometheus and promtool on the PATH, and apt-get cannot download Debian's"; exit 3; }
  dpkg-deb -x "$work"/prometheus_*.deb "$work/root"
  rm -rf "$CACHE"
  mv "$work/root" "$CACHE" || [ -x "$CACHE/usr/bin/prometheus" ] # or another run was faster
  chmod 755 "$CACHE"
fi
echo "$CACHE/usr/bin"
