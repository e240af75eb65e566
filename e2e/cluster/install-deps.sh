#!/bin/bash
# install-deps.sh [api | run | build | image]...
# Installs the Debian packages that the scripts here need and that are missing (default: run build).
# Prints nothing when there is nothing to do. Where it cannot install (no root, no apt) it names what is missing.
set -euo pipefail
. "$(dirname "$0")/env.sh"

# Sets of what must be there (a command, or a file) and the package that brings it; read by name.
api='openssl=openssl setpriv=util-linux flock=util-linux'
run="$api ip=iproute2 nsenter=util-linux unshare=util-linux sysctl=procps jq=jq"
case $PROXY_MODE in nftables) run+=' nft=nftables' ;; *) run+=' iptables=iptables' ;; esac
image='jq=jq flock=util-linux'
# shellcheck disable=SC2034
build="$image gcc=gcc busybox=busybox-static /usr/include/seccomp.h=libseccomp-dev /usr/include/stdio.h=libc6-dev"

packages=()
for set in "${@:-run build}"; do
  for s in $set; do
    case $s in api | run | build | image) ;; *) die "unknown set '$s', expected api, run, build or image" ;; esac
    for need in ${!s}; do
      what=${need%=*}
      command -v "$what" >/dev/null || [ -e "$what" ] || packages+=("${need#*=}")
    done
  done
done
[ ${#packages[@]} -gt 0 ] || exit 0
mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  die "missing: ${packages[*]} (Debian's package names); install them, or run this as root on Debian"
fi

say "installing ${packages[*]}"
log=$(mktemp); trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -qq --no-install-recommends "${packages[@]}" >"$log" 2>&1; }
# a package list may be years old or absent: refresh it when the first try fails
install || { apt-get update -qq >>"$log" 2>&1 && install; } || { cat "$log" >&2; die "apt-get could not install ${packages[*]}"; }
