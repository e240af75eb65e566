#!/usr/bin/env bash
# images.sh: builds the images of JaegerStack as OCI archives, without a container engine and without a
# registry. A cluster imports them (e2e/cluster/load-image.sh, `ctr images import`, `docker load`).
#
#   build/images.sh [--out DIR] [--only agent,query] [--version V] [--no-aot] [--skip-package]
#
# An image has three layers: the runtime (jlinked Java 25 and the C library, the same for all images, so a
# node keeps it once), the application's jars, and its AOT cache. It runs as uid 65532 with a read-only root.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.mvn/find-jdk.sh"
. "$root/build/image/oci.sh"
. "$root/build/image/components.sh"

out=$root/build/out/images only= version= aot=true package=true
usage() { sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift ;;
    --only) only=$2; shift ;;
    --version) version=$2; shift ;;
    --no-aot) aot=false ;;
    --skip-package) package=false ;;
    -h | --help) usage; exit 0 ;;
    *) echo "images.sh: unknown argument \"$1\", expected one of the flags below" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
started=$SECONDS
say() { printf '%4ds %s\n' $((SECONDS - started)) "$*"; }

# Modules that jdeps finds, and those that are found by name only: DNS, elliptic curves, jar file systems.
MODULES=java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

work=$root/build/out/work
mkdir -p "$work" "$out"
exec 9> "$work/.lock"
! command -v flock > /dev/null || flock -n 9 || { say "waiting for another build of images"; flock 9; }
rm -rf "$out"/.oci-* "$out"/*.part "$work"/*.part   # of a run that was interrupted
[ -n "$version" ] || version=$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' "$root/pom.xml" | head -1)
components=${only:-$ALL_COMPONENTS}

# sources_changed: whether anything that is built is newer than the last packaging
sources_changed() {
  [ -e "$work/packaged" ] || return 0
  [ -n "$(find "$root"/{pom.xml,crds,operator,runtime-*} -newer "$work/packaged" -type f \
    ! -path '*/target/*' ! -path '*/node_modules/*' ! -path '*/dist/*' -print -quit)" ]
}
if $package && sources_changed; then
  say "packaging the applications"
  touch "$work/packaging"
  modules=$(for c in ${components//,/ }; do printf '%s,' "$(component_module "$c")"; done)
  "$root/mvnw" -q -f "$root/pom.xml" -pl "${modules%,}" -am -DskipTests -Dspotless.check.skip=true package
  [ -n "$only" ] || mv "$work/packaging" "$work/packaged"
fi

# The runtime layer: Java, and the shared libraries that it names.
runtime_rootfs() {
  local fs=$1 lib
  rm -rf "$fs"; mkdir -p "$fs"/{opt,etc,tmp,proc,dev,app}
  "$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-debug --no-header-files --no-man-pages --output "$fs/opt/java"
  for lib in $(find "$fs/opt/java" -name '*.so' -o -path '*/bin/java' | xargs ldd 2>/dev/null | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | grep -v "^$fs" | sort -u) $(ldd "$fs/opt/java/bin/java" | sed -n 's/^\s*\(\/[^ ]*ld-linux[^ ]*\) .*/\1/p'); do
    install -D -m 755 "$(readlink -f "$lib")" "$fs$lib"
  done
  printf 'root:x:0:0:root:/:/sbin/nologin\njaegerstack:x:65532:65532:JaegerStack:/tmp:/sbin/nologin\n' > "$fs/etc/passwd"
  printf 'root:x:0:\njaegerstack:x:65532:\n' > "$fs/etc/group"
  printf 'hosts: files dns\n' > "$fs/etc/nsswitch.conf"
  chmod 1777 "$fs/tmp"
}

runtime_key=$("$JAVA_HOME/bin/java" -version 2>&1 | cat - <(echo "$MODULES") "${BASH_SOURCE[0]}" | sha256sum | cut -c1-16)
if [ ! -e "$work/runtime-$runtime_key.tar" ]; then
  say "linking the runtime"
  rm -rf "$work"/runtime-*
  runtime_rootfs "$work/runtime"
  oci_layer "$work/runtime" "$work/runtime-$runtime_key.tar"
fi

# zstd-jni has its library for 18 platforms in its jar, 7 of its 7 MB. This one's goes to where Java looks before it unpacks anything; the rest stays out.
native_out_of_zstd() { # application-directory
  local jar classes arch
  arch=$(uname -m)
  for jar in "$1"/lib/zstd-jni-*.jar; do
    [ -e "$jar" ] || continue
    classes=$(mktemp -d)
    unzip -qoj "$jar" "linux/${arch/x86_64/amd64}/*.so" -d "$1/native"
    unzip -qo "$jar" 'com/*' META-INF/MANIFEST.MF -d "$classes"
    (cd "$classes" && find com -type f | LC_ALL=C sort > list &&
      "$JAVA_HOME/bin/jar" --create --file "$jar" --date 2010-01-01T00:00:00Z --manifest META-INF/MANIFEST.MF @list)
    rm -rf "$classes"
  done
}

# The application layer: jars, native libraries taken out of them (a read-only root has no place to unpack to), flags.
application_rootfs() { # component directory
  local fs=$2 module jar
  module=$(component_module "$1")
  rm -rf "$fs"; mkdir -p "$fs/app/native"
  cp -r "$root/$module/target/app/." "$fs/app/"
  for jar in "$fs"/app/lib/netty-transport-native-epoll-*linux-x86_64*.jar; do
    [ -e "$jar" ] && unzip -qoj "$jar" 'META-INF/native/*.so' -d "$fs/app/native"
  done
  native_out_of_zstd "$fs/app"
  component_jvm_args "$1" > "$fs/app/jvm.args"
  chmod -R a+rX "$fs"
  find "$fs/app" -exec touch -h -d "@$OCI_EPOCH" {} +   # the AOT cache remembers the jars' times
}

# The AOT layer: what the JVM would load and link at start, from a training run in the image's own file system.
aot_rootfs() { # component application-directory directory
  local fs=$3 stage=$work/stage-$1
  rm -rf "$fs" "$stage"; mkdir -p "$fs/app" "$stage"
  tar -xf "$work/runtime-$runtime_key.tar" -C "$stage"
  cp -a "$2/app/." "$stage/app/"
  find "$stage/app" -exec touch -h -d "@$OCI_EPOCH" {} +
  if "$root/build/image/train.sh" "$1" "$stage" > "$work/train-$1.log" 2>&1 && [ -s "$stage/app/app.aot" ]; then
    mv "$stage/app/app.aot" "$fs/app/"
    chmod 644 "$fs/app/app.aot"
  else
    echo "images.sh: the training run of $1 left no AOT cache: see $work/train-$1.log" >&2
    return 1
  fi
  rm -rf "$stage"
}

mb() { [ -e "$1" ] && echo "$(($(stat -c %s "$1") >> 20)) MB" || echo -; }
sizes() {
  printf '%-12s %9s %9s %9s  %s\n' "$1" "$(mb "$work/runtime-$runtime_key.tar")" "$(mb "$work/app-$1.tar")" \
    "$($aot && mb "$work/aot-$1.tar" || echo -)" "$(mb "$out/$1.tar")" >> "$out/sizes.txt"
}
printf '%-12s %9s %9s %9s  %s\n' image runtime jars aot archive > "$out/sizes.txt"
for c in ${components//,/ }; do
  app=$work/app-$c
  application_rootfs "$c" "$app"
  oci_layer "$app" "$work/app-$c.tar"
  key=$(cat "$work/app-$c.tar" "$root"/build/image/*.sh <(echo "$runtime_key $version $aot") | sha256sum | cut -c1-16)
  if [ -e "$out/$c.tar" ] && [ "$(cat "$work/$c.key" 2> /dev/null)" = "$key" ]; then
    say "$c: unchanged"
    sizes "$c"
    continue
  fi
  layers=("$work/runtime-$runtime_key.tar" "$work/app-$c.tar")
  if $aot; then
    say "$c: training run"
    aot_rootfs "$c" "$app" "$work/aot-$c"
    oci_layer "$work/aot-$c" "$work/aot-$c.tar"
    layers+=("$work/aot-$c.tar")
  fi
  oci_archive "jaegerstack/$c:$version" "$out/$c.tar" "$(component_config "$c" "$version")" "${layers[@]}"
  echo "$key" > "$work/$c.key"
  sizes "$c"
  say "$c: $out/$c.tar"
done
cat "$out/sizes.txt"
