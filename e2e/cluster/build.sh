#!/bin/bash
# build.sh [--check | --prune] [GROUP...]
# Builds the cluster's programs and images from Go modules; what is there already is left alone.
#
#   api     etcd, kube-apiserver, kube-controller-manager, kubectl: enough for api-up.sh
#   nodes   api and scheduler, kubelet, kube-proxy, containerd, runc, CNI plugins, CoreDNS, tools and images: up.sh
#   helm    helm
#   all     everything (the default)
#
#   --check   build nothing; exit 0 if everything asked for is there
#   --prune   afterwards remove what other versions of these sources have left in the cache
#
# stdout: the directory that holds bin/ and images/. A first build of everything takes 10 to 20 minutes on two cores
# and 6 GB of disk (Go's own caches included), later ones only what changed. Cached in
# ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}/cluster/<hash of the sources>/, so a second clone builds nothing.
set -euo pipefail
. "$(dirname "$0")/env.sh"

check='' prune=''
while [[ ${1:-} == --* ]]; do
  case $1 in
    --check) check=1 ;;
    --prune) prune=1 ;;
    *) die "unknown option '$1'; try --help" ;;
  esac
  shift
done

api=(kube-apiserver etcd kube-controller-manager kubectl freeports)
nodes=(kube-scheduler kubelet kube-proxy containerd ctr containerd-shim-runc-v2 runc
  cni/bridge cni/loopback cni/host-local cni/portmap coredns toolbox netns-forward pause)
images=(images/pause.tar images/coredns.tar images/toolbox.tar)
wanted=()
for group in "${@:-all}"; do
  case $group in
    api) wanted+=("${api[@]/#/bin/}") ;;
    nodes) wanted+=("${api[@]/#/bin/}" "${nodes[@]/#/bin/}" "${images[@]}") ;;
    helm) wanted+=(bin/helm) ;;
    all) wanted+=("${api[@]/#/bin/}" "${nodes[@]/#/bin/}" bin/helm "${images[@]}") ;;
    *) die "unknown group '$group', expected api, nodes, helm or all" ;;
  esac
done
missing=()
for w in "${wanted[@]}"; do [ -e "$BUILT/$w" ] || missing+=("$w"); done

finish() {
  if [ -n "$prune" ]; then
    find "$CACHE" -mindepth 1 -maxdepth 1 -type d ! -path "$BUILT" ! -name programs -exec rm -rf {} +
    find "$CACHE/programs" -type f -links 1 -delete
  fi
  echo "$BUILT"
  exit 0
}
[ ${#missing[@]} -gt 0 ] || finish
[ -z "$check" ] || die "not built yet: ${missing[*]}"
alone "$CACHE/.lock"
"$HERE/install-deps.sh" build
command -v go >/dev/null || die "needs Go 1.25 or newer on the PATH (https://go.dev/dl) to build ${#missing[@]} programs"
mkdir -p "$BUILT/bin/cni" "$BUILT/images" "$CACHE/programs"
work=$(mktemp -d "$CACHE/.build-XXXXXX"); trap 'rm -rf "$work"' EXIT

export GOFLAGS="-buildvcs=false -trimpath" CGO_ENABLED=0
version() { sed -nE "s#^(require)?[[:space:]]*$2 v([^ ]+).*#\2#p" "$HERE/go/$1/go.mod"; }
K8S=$(version k8s k8s.io/kubernetes) CONTAINERD=$(version containerd github.com/containerd/containerd)
RUNC=$(version runc github.com/opencontainers/runc)

# recipe PROGRAM: how it is built. Without a version, clients and feature gates would see "v0.0.0-master".
recipe() {
  local p rest
  ldflags='' flags=() cgo=0
  case $1 in
    kube* | etcd)
      module=k8s package=k8s.io/kubernetes/cmd/$1
      rest=${K8S#*.}
      for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
        ldflags+=" -X $p.gitVersion=v$K8S -X $p.gitMajor=${K8S%%.*} -X $p.gitMinor=${rest%%.*} -X $p.gitTreeState=clean"
        ldflags+=" -X $p.gitCommit=none -X $p.buildDate=2026-01-01T00:00:00Z"
      done
      # Kubernetes requires etcd's client of the same version as the server: one module serves both
      if [ "$1" = etcd ]; then package=go.etcd.io/etcd/server/v3 ldflags=''; fi ;;
    containerd | ctr | containerd-shim-runc-v2)
      module=containerd package=github.com/containerd/containerd/cmd/$1 flags=(-tags "no_btrfs,no_zfs,no_devmapper,no_aufs")
      ldflags="-X github.com/containerd/containerd/version.Version=$CONTAINERD" ;;
    runc)   # containerd always asks for a seccomp profile, and libseccomp is C
      module=runc package=github.com/opencontainers/runc flags=(-tags "seccomp,netgo,osusergo") cgo=1
      ldflags="-X main.version=$RUNC -extldflags -static" ;;
    cni/host-local) module=cni package=github.com/containernetworking/plugins/plugins/ipam/host-local ;;
    cni/portmap) module=cni package=github.com/containernetworking/plugins/plugins/meta/portmap ;;
    cni/*) module=cni package=github.com/containernetworking/plugins/plugins/main/${1#cni/} ;;
    coredns) module=coredns package=. ;;
    helm) module=helm package=helm.sh/helm/v4/cmd/helm ;;
    pause) module=k8s package=pause.c ;;
    *) module=tools package=./$1 ;;
  esac
}

compile() { # PROGRAM OUTPUT
  if [ "$1" = pause ]; then
    gcc -Os -static -DVERSION=jaegerstack -o "$2" \
      "$(cd "$HERE/go/k8s" && go mod download -json k8s.io/kubernetes | jq -r .Dir)/build/pause/linux/pause.c"
    return
  fi
  (cd "$HERE/go/$module" && CGO_ENABLED=$cgo nice -n "$NICE" go build -ldflags "-s -w $ldflags" "${flags[@]}" -o "$2" "$package")
}

# A program is kept under the hash of its own module and recipe, so that a change elsewhere costs a hard link.
program() { # PROGRAM
  local module package ldflags flags cgo key kept from=$EPOCHSECONDS
  recipe "$1"
  key=$(cd "$HERE/go/$module" && { echo "$module $package $ldflags ${flags[*]} $cgo $(uname -m)"; find . -type f -print0 | sort -z | xargs -0 sha256sum; } | sha256sum | cut -c1-16)
  kept=$CACHE/programs/${1//\//-}-$key
  if [ ! -e "$kept" ]; then
    compile "$1" "$work/program" || die "$1 does not build (see above); go env GOPROXY is '$(go env GOPROXY)'"
    mv "$work/program" "$kept"
    say "built $1 in $((EPOCHSECONDS - from)) s, $(($(stat -c %s "$kept") >> 20)) MB"
  fi
  ln -f "$kept" "$BUILT/bin/$1"
}

image() { # IMAGE
  local root=$work/$1; mkdir -p "$root/tmp"; chmod 1777 "$root/tmp"
  case $1 in
    pause) cp "$BUILT/bin/pause" "$root/"; set -- pause "$PAUSE_IMAGE" /pause ;;
    coredns) cp "$BUILT/bin/coredns" "$root/"; set -- coredns "$COREDNS_IMAGE" /coredns ;;
    toolbox)
      mkdir -p "$root/bin" "$root/etc"; cp "$BUILT/bin/toolbox" "$(command -v busybox)" "$root/bin/"
      for a in sh ls cat nslookup wget ip ping sleep env nc id grep; do ln -s busybox "$root/bin/$a"; done
      set -- toolbox "$TOOLBOX_IMAGE" /bin/toolbox ;;
  esac
  "$HERE/mkimage.sh" "$2" "$work/image.tar" "$root" "$3"
  mv "$work/image.tar" "$BUILT/images/$1.tar"
}

say "building ${#missing[@]} programs and images into $BUILT"
for w in "${missing[@]}"; do
  case $w in bin/*) program "${w#bin/}" ;; images/*) image "$(basename "$w" .tar)" ;; esac
done
say "complete"
finish
