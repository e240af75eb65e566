#!/bin/bash
# api-down.sh KUBECONFIG... | --all
# Ends the API servers that api-up.sh printed these kubeconfigs for, and removes their directories.
set -uo pipefail
. "$(dirname "$0")/env.sh"
[ $# -gt 0 ] || die "no kubeconfig given; try --help"
if [ "$1" = --all ]; then set --; for dir in "$STATE"/api/*/; do [ -d "$dir" ] && set -- "$@" "${dir}kubeconfig"; done; fi
status=0
for kubeconfig in "$@"; do
  dir=$(dirname "$kubeconfig")
  [ -e "$dir/supervisor.pid" ] || { [ ! -e "$dir" ] || die "'$kubeconfig' is not a kubeconfig that api-up.sh has printed"; continue; }
  end TERM "$dir/supervisor.pid" || status=1
  rm -rf "$dir"
done
rmdir "$STATE/api" "$STATE" 2>/dev/null
exit $status
