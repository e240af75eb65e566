#!/usr/bin/env bash
# train.sh COMPONENT ROOTFS: runs the component in its own file system and a network of its own, gives it a little
# of its usual work, ends it as Kubernetes would, and leaves /app/app.aot in ROOTFS. Called by images.sh.
set -euo pipefail
component=$1 fs=$2 here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "${3-}" != inside ]; then
  map=(); [ "$(id -u)" = 0 ] || map=(--map-root-user)
  exec unshare "${map[@]}" --mount --net --pid --fork --kill-child=KILL bash "${BASH_SOURCE[0]}" "$component" "$fs" inside
fi

mount --make-rprivate /
mount -t proc proc "$fs/proc"
mount --bind /dev "$fs/dev"
ip link set lo up

{ printf -- '-XX:AOTCacheOutput=/app/app.aot\n-Xmx256m\n'; grep -v -- '^-XX:AOTCache=' "$fs/app/jvm.args"; } > "$fs/tmp/train.args"

status() { curl -s -o /dev/null -m 2 -w '%{http_code}' "http://127.0.0.1:$1" || true; }
await() { # port/path: until it answers 200, at most 60 s
  for _ in $(seq 300); do [ "$(status "$1")" = 200 ] && return; sleep 0.2; done
  echo "nothing answers 200 on $1" >&2
  return 1
}
# collector PROTOCOL PORT: something that takes what an agent sends; its process id is in ${collectors[PROTOCOL]}.
declare -A collectors
collector() {
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$fs/app/runtime-agent.jar:$fs/app/lib/*" "$here/training/Collector.java" "$1" "$2" &
  collectors[$1]=$!
  for _ in $(seq 300); do { : > "/dev/tcp/127.0.0.1/$2"; } 2> /dev/null && return; sleep 0.2; done
  echo "no collector for training on port $2" >&2
  return 1
}
forwarded() { # SPANS: until the agent has passed on so many, at most 60 s
  for _ in $(seq 300); do
    [ "$(curl -s -m 2 http://127.0.0.1:14271/metrics | sed -n 's/^jaegerstack_ledger_forwarded_total{.*hop="agent.reporter".*} \([0-9]*\).*/\1/p')" = "$1" ] && return
    sleep 0.2
  done
  echo "the agent has not passed on $1 spans" >&2
  return 1
}
packets() { for _ in $(seq 20); do cat "$here/training/compact.bin" > /dev/udp/127.0.0.1/6831; done; }
batches() { for _ in $(seq 20); do curl -s -m 5 -o /dev/null -H 'Content-Type: application/x-thrift' --data-binary "@$here/training/batch.bin" http://127.0.0.1:14268/api/traces; done; }
questions() {
  for path in /search /api/services '/api/traces?service=training&limit=20' /api/traces/1 '/api/operations?service=training'; do
    curl -s -m 5 -o /dev/null --compressed "http://127.0.0.1:16686$path"
  done
}

work() {
  case $component in
    agent)   # over the relay, and once nobody speaks that any more, over gRPC
      await 14271/health; packets; status '5778/sampling?service=training'; forwarded 200
      kill "${collectors[relay]}"; packets; forwarded 400 ;;
    collector) await 14269/health; batches; status 14269/metrics ;;
    query) await 16687/health; questions; questions; status 16687/metrics ;;
    operator) await 8080/live; sleep 8 ;;   # it looks for its API server meanwhile, and makes itself ready to watch
    all-in-one) await 14269/health; packets; batches; questions; questions; status 14269/metrics ;;
  esac
}

args=()
if [ "$component" = operator ]; then   # there is no API server here: all up to the first answer is trained, and no more
  args=(--leader-election.enabled=false)
  cat > "$fs/tmp/train.kubeconfig" <<'CONFIG'
apiVersion: v1
kind: Config
current-context: none
contexts: [{name: none, context: {cluster: none, user: none}}]
clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
users: [{name: none, user: {token: none}}]
CONFIG
fi
if [ "$component" = agent ]; then   # trained with what it is given in a cluster: no two settings are read in quite the same way
  collector relay 14277; collector grpc 14250
  args=(--reporter.type=relay --reporter.relay.host-port=127.0.0.1:14277 --reporter.grpc.host-port=127.0.0.1:14250 --reporter.relay.compression=zstd)
fi
KUBECONFIG=/tmp/train.kubeconfig SPAN_STORAGE_TYPE=memory chroot "$fs" /opt/java/bin/java @/tmp/train.args "${args[@]}" &
pid=$!
work
kill -TERM $pid
code=0; wait $pid || code=$?
rm -f "$fs/tmp/train.args" "$fs/tmp/train.kubeconfig"
echo "exit code $code"
[ "$component" != agent ] || [ $code = 0 ]   # all that it was given was taken
[ -s "$fs/app/app.aot" ]
