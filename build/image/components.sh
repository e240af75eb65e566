# What differs between the images. Sourced.
ALL_COMPONENTS=operator,agent,collector,query,all-in-one

component_module() {
  case $1 in
    operator) echo operator ;;
    agent | collector | query | all-in-one) echo "runtime-$1" ;;
    *) echo "unknown image \"$1\", expected one of $ALL_COMPONENTS" >&2; return 2 ;;
  esac
}

component_ports() {
  case $1 in
    operator) echo 8080/tcp ;;
    agent) echo 6831/udp 6832/udp 5775/udp 5778/tcp 4317/tcp 4318/tcp 14271/tcp ;;
    collector) echo 14250/tcp 14267/tcp 14268/tcp 9411/tcp 4317/tcp 4318/tcp 14269/tcp ;;
    query) echo 16685/tcp 16686/tcp 16687/tcp ;;
    all-in-one) echo 6831/udp 6832/udp 5775/udp 5778/tcp 14250/tcp 14267/tcp 14268/tcp 9411/tcp 4317/tcp 4318/tcp 14269/tcp 16685/tcp 16686/tcp ;;
  esac
}

# Share of the container's memory that the heap may take, in percent; of an agent's small container the JVM's own part is larger, and an all-in-one
# keeps stored spans beside its heap: up to 40 % of its memory (spec.storage.memory.maxBytes), and 48 MiB of pages of the local storage.
component_heap_percent() {
  case $1 in
    agent) echo 40 ;;
    all-in-one) echo 38 ;;
    *) echo 60 ;;
  esac
}

# MiB of buffers outside the heap, which the JVM would else let grow to the heap's size, past the container's limit. A
# collector, query or all-in-one holds 32 MiB of gRPC requests that are not whole (`collector.queue-bytes`; at most half of the
# number here), and up to 32 KiB for each connection that stops within a frame, until it is closed: 96 is the former and at least 2,000 of the latter, and with
# 60% for the heap leaves 109 of the collector's default 512 to the JVM itself. More connections than that at once, on several ports or over HTTP,
# are not in it (docs/limits.md). An agent and an operator read from few peers.
component_direct_megabytes() {
  case $1 in
    agent | operator) echo 32 ;;
    *) echo 96 ;;
  esac
}

# The heap's young part, where a component has one that suits it. The JVM's own starts so small in a collector that what lives for a
# moment becomes old, and then nothing asks for the old part to be collected until all of the heap is resident: 311 MiB under load. With 24 MiB, and survivors
# that hold what a queue holds, it stays at 127, at less CPU. An agent's begins with 6 MiB,
# since more would be resident in one that is idle, and grows with the old part: one that decodes for gRPC in overload has a tenth less goodput without.
# An all-in-one with its own storage holds 16,384 spans until they are a block, and up to three such heads: survivors of 32 MiB hold them, so that they never
# become old. The young part is a third of the heap that a JVM begins with, so it begins with all of it; what is not used is not resident.
# Under 10,000 spans/s, MiB at the peak: 254, where it was 392 to 410; a sixteenth less CPU.
component_young_args() {
  case $1 in
    agent) printf '%s\n' -XX:NewSize=6m -XX:SurvivorRatio=2 -XX:TargetSurvivorRatio=90 ;;
    all-in-one) printf '%s\n' -XX:InitialRAMPercentage="$(component_heap_percent all-in-one)" -XX:SurvivorRatio=1 -XX:TargetSurvivorRatio=90 ;;
    collector) printf '%s\n' -Xmn24m -XX:SurvivorRatio=3 -XX:TargetSurvivorRatio=90 ;;
  esac
}

# What else keeps an agent small, and quick to its first packet:
# - MinRAMPercentage: below about 250 MiB it is this, and not MaxRAMPercentage, that bounds the heap; the JVM's own is 50.
# - MemLimit: the optimising compiler takes 20 MiB for one method of Netty's datagrams, and 10 for another, for a second or two, and all others less than 7.
#   Those stay with the other compiler's code; at 1,000,000 spans/s offered as many arrive.
# - AOTRecordTraining, AOTReplayTraining: profiles in the AOT cache make the compilers begin with what was hot in the training run, beside the start
#   on the same core: 0.08 s of its 0.5 s of CPU, and 1.8 MiB of pages that are written to.
component_small_args() {
  case $1 in
    agent) printf '%s\n' -XX:MinRAMPercentage="$(component_heap_percent agent)" -XX:CompileCommand=quiet '-XX:CompileCommand=MemLimit,*.*,7M~stop' \
      -XX:-AOTRecordTraining -XX:-AOTReplayTraining ;;
  esac
}

# ArchiveRelocationMode=0: the AOT cache is used where it was made for, so its pages stay the file's, shared by all pods of a node,
# instead of being rewritten into each process: 11 MiB less private memory, and less CPU at start. A taken address is no error.
# TrimNativeHeapInterval (ms): what compilers took from the C library goes back to the system.
component_jvm_args() {
  local special
  special=$(component_young_args "$1"; component_small_args "$1")
  cat <<ARGS
-XX:AOTCache=/app/app.aot
-XX:+UnlockDiagnosticVMOptions
-XX:ArchiveRelocationMode=0
-XX:TrimNativeHeapInterval=5000
-XX:+UseSerialGC${special:+
$special}
-XX:+UseCompactObjectHeaders
-XX:MaxRAMPercentage=$(component_heap_percent "$1")
-XX:MaxDirectMemorySize=$(component_direct_megabytes "$1")m
-XX:ReservedCodeCacheSize=48m
-XX:+ExitOnOutOfMemoryError
-XX:-UsePerfData
-Xss512k
-Djava.library.path=/app/native
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-jar
/app/$(component_module "$1").jar
ARGS
}

component_config() { # component version
  local ports
  ports=$(component_ports "$1" | tr ' ' '\n' | jq -R . | jq -sc 'map({(.): {}}) | add')
  jq -nc --argjson ports "$ports" --arg title "jaegerstack-$1" --arg version "$2" '{config: {
    User: "65532:65532", WorkingDir: "/", Env: ["PATH=/opt/java/bin"], ExposedPorts: $ports,
    Entrypoint: ["/opt/java/bin/java", "@/app/jvm.args"],
    Labels: {"org.opencontainers.image.title": $title, "org.opencontainers.image.version": $version,
      "org.opencontainers.image.licenses": "Apache-2.0"}}}'
}
