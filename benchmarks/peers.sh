#!/usr/bin/env bash
# peers.sh [--quick] [--rounds N] [--out DIR] [--targets A,B] [ROW...]
# Builds the Go programs that do an agent's or a collector's work (Jaeger 1.62, 1.67, 1.76 and 2.13, the OpenTelemetry collector) and
# ours, runs them in turn on one core, generator and sink on another, and prints what they cost, with the goals met and missed.
#
#   --quick        fewer targets, rates and seconds: about six minutes once all is built. The whole takes about two hours
#   --rounds N     how often each figure is taken, 3 (quick and stores: 1); tables have the medians
#   --out DIR      where samples.jsonl, report.md and logs/ go (benchmarks/target/peers, or target/stores)
#   --stores       the rows of storages instead: collectors into Elasticsearch and Cassandra, queries, embedded stores; needs the
#                  JDK too. Takes about 45 minutes, with --quick 20
#   --targets A,B  only these targets; --list names rows and targets
#   --report       measures nothing: the tables of the samples that are there; with --publish FILE into a document
#   --build-only   builds, measures nothing
#   --skip-images  takes the images of the last build, and with --stores its servers
#   ROW            only these rows of measurements
#
# Go programs are cached in ${JAEGERSTACK_CACHE:-~/.cache/jaegerstack}; the first build takes about ten minutes. Needs Linux with two
# cores, Go 1.26, Python 3.10, jq, root or user namespaces: everything runs in a network namespace of its own, on the usual ports.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
cache=${JAEGERSTACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jaegerstack}/peers

build_only=false images=true stores=false arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 0 ;;
    --build-only) build_only=true ;;
    --stores) stores=true; arguments+=("$1") ;;
    --skip-images) images=false ;;
    --list) exec python3 "$here/measure" --list ;;
    --report) exec python3 "$here/measure" "${arguments[@]}" "$@" ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
say() { printf '%s  %s\n' "$(date +%T)" "$*" >&2; }
for program in go jq python3 unshare taskset; do
  command -v "$program" > /dev/null || { echo "peers.sh: needs $program on the PATH" >&2; exit 3; }
done
[ "$(nproc)" -ge 2 ] || { echo "peers.sh: needs two cores, one for the program that is measured; there is $(nproc)" >&2; exit 3; }

# built NAME DIRECTORY PACKAGE...: the directory in the cache of programs built from the module in DIRECTORY, for exactly its sources.
built() {
  local name=$1 directory=$2 key target; shift 2
  key=$({ cd "$directory" && find . -maxdepth 1 -type f \( -name 'go.*' -o -name '*.go' \) ! -name '*_test.go' -print0 | sort -z | xargs -0 sha256sum; echo "$*"; go version; } | sha256sum | cut -c1-16)
  target=$cache/$name-$key
  if [ ! -e "$target/built" ]; then
    say "building $name"
    mkdir -p "$target"
    (cd "$directory" && CGO_ENABLED=0 nice -n 10 go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$target/" "$@") ||
      { echo "peers.sh: $name does not build (see above); go env GOPROXY is '$(go env GOPROXY)'" >&2; return 1; }
    touch "$target/built"
  fi
  echo "$target"
}
jaeger=github.com/jaegertracing/jaeger/cmd
BENCH_LOAD=$(built load "$here/load" .)/load
BENCH_JAEGER62=$(built jaeger62 "$here/peers/jaeger62" $jaeger/agent $jaeger/collector)
BENCH_JAEGER67=$(built jaeger67 "$root/e2e/apps/jaeger67" $jaeger/agent)
BENCH_JAEGER76=$(built jaeger76 "$here/peers/jaeger76" $jaeger/collector $jaeger/jaeger $jaeger/query $jaeger/all-in-one)
BENCH_OTELCOL=$(built otelcol "$here/peers/otelcol" .)/otelcol
export BENCH_LOAD BENCH_JAEGER62 BENCH_JAEGER67 BENCH_JAEGER76 BENCH_OTELCOL

# Ours, as the images have it: their layers unpacked, runtime, jars, AOT cache and flags.
BENCH_OURS=$here/target/ours
export BENCH_OURS
components=(agent collector)
if $stores; then
  components=(collector query all-in-one)
  . "$root/.mvn/find-jdk.sh"
  if $images || [ ! -e "$root/runtime-storage/cassandra/server/target/class-path.txt" ]; then
    say "unpacking the servers of the integration tests"
    nice -n 10 "$root/mvnw" -q -B -f "$root/pom.xml" -pl runtime-storage/elasticsearch,runtime-storage/cassandra -am -DskipUi -DskipTests pre-integration-test >&2
  fi
  BENCH_ELASTICSEARCH=$(ls -d "$root"/runtime-storage/elasticsearch/target/elasticsearch-9.*[0-9]/)
  export BENCH_ELASTICSEARCH
fi
if $images || [ ! -e "$BENCH_OURS/${components[-1]}/app/jvm.args" ]; then
  nice -n 10 "$root/build/images.sh" --only "$(IFS=,; echo "${components[*]}")" --out "$here/target/images" >&2
fi
for component in "${components[@]}"; do
  archive=$here/target/images/$component.tar fs=$BENCH_OURS/$component
  if [ "$archive" -nt "$fs/.unpacked" ]; then
    rm -rf "$fs" "$here/target/layout"; mkdir -p "$fs" "$here/target/layout"
    tar -xf "$archive" -C "$here/target/layout"
    manifest=$(jq -r '.manifests[0].digest' "$here/target/layout/index.json")
    for layer in $(jq -r '.layers[].digest' "$here/target/layout/blobs/${manifest/://}"); do
      tar -xf "$here/target/layout/blobs/${layer/://}" -C "$fs"
    done
    rm -rf "$here/target/layout"; touch "$fs/.unpacked"
  fi
done
if $stores; then
  BENCH_EMBEDDED=$here/target/embedded app=$BENCH_OURS/all-in-one/app
  export BENCH_EMBEDDED
  rm -rf "$BENCH_EMBEDDED"
  "$JAVA_HOME/bin/javac" -d "$BENCH_EMBEDDED" -cp "$app/lib/*:$app/runtime-all-in-one.jar" "$here"/src/main/java/io/jaegerstack/benchmarks/{Embedded*,PageCacheEviction}.java
fi
if $build_only; then exit; fi

map=(); [ "$(id -u)" = 0 ] || map=(--map-root-user)
# shellcheck disable=SC2016 # expanded inside
exec unshare "${map[@]}" --mount --net --pid --fork --kill-child=KILL bash -euc '
  mount --make-rprivate /
  mount -t proc proc /proc
  ip link set lo up
  for fs in "$BENCH_OURS"/*; do mount -t proc proc "$fs/proc"; mount --bind /dev "$fs/dev"; done
  exec python3 "$0" "$@"' "$here/measure" "${arguments[@]}"
