#!/bin/bash
# faketime.sh
# Prints the path of libfaketime.so.1, with which a process has a wall clock of its own: the system's, or that of Debian's package,
# unpacked under ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}/faketime. Ends with 3, and says so, where neither can be had.
set -euo pipefail
LIBRARY=libfaketime.so.1
CACHE=${JAEGERSTACK_CACHE:-$HOME/.cache/jaegerstack}/faketime
none() { echo "no $LIBRARY, and $1" >&2; exit 3; }
find_in() { find "$1"/usr/lib*/*/faketime "$1"/usr/lib*/faketime -name "$LIBRARY" -print -quit 2>/dev/null || true; }

found=$(find_in "")
[ -n "$found" ] || found=$(find_in "$CACHE")
if [ -z "$found" ]; then
  for tool in apt-get dpkg-deb; do
    command -v $tool >/dev/null || none "no $tool to get Debian's"
  done
  mkdir -p "$(dirname "$CACHE")"
  work=$(mktemp -d "$CACHE-XXXXXX"); trap 'rm -rf "$work"' EXIT
  download() { (cd "$work" && apt-get download -qq libfaketime >log 2>&1); }
  # a package list may be years old or absent: refresh it when the first try fails
  download || { apt-get update -qq >>"$work/log" 2>&1 && download; } || none "apt-get cannot download Debian's: $(cat "$work/log")"
  dpkg-deb -x "$work"/libfaketime_*.deb "$work/root"
  rm -rf "$CACHE"
  mv "$work/root" "$CACHE" || true # another run was faster
  found=$(find_in "$CACHE")
  [ -n "$found" ] || none "Debian's package has none"
fi
echo "$found"
