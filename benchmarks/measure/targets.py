"""What is measured, and how each is started: on its usual ports, in the network namespace of the run."""
import os, shutil
from dataclasses import dataclass, field

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
J62, J67, J76 = (os.environ.get(f"BENCH_JAEGER{v}", "") for v in (62, 67, 76))
OTELCOL, OURS = os.environ.get("BENCH_OTELCOL", ""), os.environ.get("BENCH_OURS", "")

# Memory limits of the operator's pods (docs/reference/custom-resources.md), of which the images' flags take their share.
LIMIT_MIB = {"agent": 192, "collector": 512, "query": 384, "all-in-one": 768}


@dataclass
class Target:
    name: str
    title: str
    command: list
    ready: str
    ours: bool = False
    quick: bool = False
    env: dict = field(default_factory=dict)
    metrics: str = ""
    wires: tuple = ("jaeger", "otlp")
    buffer: list = field(default_factory=list)
    server: str = ""
    directory: str = ""
    spans: tuple = ()

    def clear(self):
        if self.directory:
            shutil.rmtree(self.directory, ignore_errors=True)
            os.makedirs(self.directory)

    def on_disk(self):
        return sum(os.lstat(os.path.join(folder, name)).st_blocks * 512 for folder, _, names in os.walk(self.directory) for name in names)


def image(component, *arguments):
    """The image's own entry point in its own file system, told the memory limit that its pod would have."""
    return ["chroot", os.path.join(OURS, component), "/opt/java/bin/java", f"-XX:MaxRAM={LIMIT_MIB[component]}m", "@/app/jvm.args", *arguments]


QUIET = {"OTEL_TRACES_SAMPLER": "always_off"}  # Jaeger traces itself otherwise
SOCKET_4M = "--processor.jaeger-compact.server-socket-buffer-size=4194304"
REPORT = "--reporter.grpc.host-port=127.0.0.1:14250"
AGENT_READY, COLLECTOR_READY = "http://127.0.0.1:14271/", "http://127.0.0.1:14269/"


def our_agent(name, title, *arguments, quick=True):
    return Target(name, title, image("agent", REPORT, *arguments), "http://127.0.0.1:14271/health", ours=True, quick=quick,
                  buffer=[SOCKET_4M])


AGENTS = [
    Target("agent62", "Jaeger agent 1.62", [f"{J62}/agent", REPORT], AGENT_READY, buffer=[SOCKET_4M]),
    Target("agent67", "Jaeger agent 1.67", [f"{J67}/agent", REPORT], AGENT_READY, quick=True, buffer=[SOCKET_4M]),
    Target("otelcol", "OTel collector", [OTELCOL, f"--config={PEERS}/otelcol/agent.yaml"], "http://127.0.0.1:8888/metrics"),
    Target("otelcol-batch", "OTel collector, batch", [OTELCOL, f"--config={PEERS}/otelcol/agent-batch.yaml"], "http://127.0.0.1:8888/metrics", quick=True),
    our_agent("ours-grpc", "ours, grpc", "--reporter.type=grpc"),
    our_agent("ours-relay", "ours, relay", "--reporter.type=relay", "--reporter.relay.host-port=127.0.0.1:14277", "--reporter.relay.compression=none"),
    our_agent("ours-relay-zstd", "ours, relay, zstd", "--reporter.type=relay", "--reporter.relay.host-port=127.0.0.1:14277", "--reporter.relay.compression=zstd"),
]


def jaeger(name, title, program, store="blackhole", *arguments, quick=False):
    return Target(name, title, [program, *arguments], COLLECTOR_READY, quick=quick, env={**QUIET, "SPAN_STORAGE_TYPE": store},
                  metrics="http://127.0.0.1:14269/metrics")


COLLECTORS = [
    jaeger("collector62", "Jaeger collector 1.62", f"{J62}/collector", "blackhole", "--collector.otlp.enabled=true"),
    jaeger("collector76", "Jaeger collector 1.76", f"{J76}/collector", "blackhole", "--collector.otlp.enabled=true", quick=True),
    Target("otelcol-nop", "OTel collector to nop", [OTELCOL, f"--config={PEERS}/otelcol/collector-nop.yaml"], "http://127.0.0.1:8888/metrics", quick=True),
    Target("jaeger2-nop", "Jaeger 2.13, batch to nop", [f"{J76}/jaeger", f"--config=file:{PEERS}/jaeger76/jaeger2-nop.yaml"], "http://127.0.0.1:8888/metrics", env=QUIET),
    Target("ours", "ours", image("collector"), "http://127.0.0.1:14269/health", ours=True, quick=True,
           env={"SPAN_STORAGE_TYPE": "blackhole"}, metrics="http://127.0.0.1:14269/metrics", wires=("jaeger", "otlp", "relay")),
]

OVERLOADED = [
    jaeger("collector62-memory", "Jaeger collector 1.62, memory", f"{J62}/collector", "memory", "--memory.max-traces=50000", "--collector.otlp.enabled=true"),
    jaeger("collector76-memory", "Jaeger collector 1.76, memory", f"{J76}/collector", "memory", "--memory.max-traces=50000", "--collector.otlp.enabled=true", quick=True),
    Target("ours-memory", "ours, memory", image("collector"), "http://127.0.0.1:14269/health", ours=True, quick=True,
           env={"SPAN_STORAGE_TYPE": "memory"}, metrics="http://127.0.0.1:14269/metrics"),
]

# One shard and no copies, as one server has room for; what each calls usual otherwise.
ES = ["--es.server-urls=http://127.0.0.1:9200", "--es.num-shards=1", "--es.num-replicas=0"]
JAEGER_ES = [*ES, "--es.version=8", "--es.disable-health-check=true"]
CASSANDRA = ["--cassandra.servers=127.0.0.1", "--cassandra.port=PORT", "--cassandra.keyspace=jaeger_v1_test"]
OUR_CASSANDRA = [*CASSANDRA, "--cassandra.schema.create=true", "--cassandra.schema.mode=test"]
QUERY_READY = "http://127.0.0.1:16687/"


def on(server, name, title, component, storage, ready="http://127.0.0.1:14269/health", **more):
    """Ours, with a storage that is a server."""
    return Target(name, title, image(component, *storage), ready, ours=True, quick=True, server=server, env={"SPAN_STORAGE_TYPE": server},
                  metrics="http://127.0.0.1:14269/metrics", **more)


def jaeger_on(server, name, title, program, storage, ready=COLLECTOR_READY):
    return Target(name, title, [f"{J76}/{program}", *storage], ready, quick=True, server=server, env={**QUIET, "SPAN_STORAGE_TYPE": server},
                  metrics="http://127.0.0.1:14269/metrics")


WRITERS = [
    jaeger_on("elasticsearch", "collector76-elasticsearch", "Jaeger collector 1.76", "collector", JAEGER_ES),
    on("elasticsearch", "ours-elasticsearch", "ours", "collector", ES),
    jaeger_on("cassandra", "collector76-cassandra", "Jaeger collector 1.76", "collector", CASSANDRA),
    on("cassandra", "ours-cassandra", "ours", "collector", OUR_CASSANDRA),
]
READERS = [
    jaeger_on("elasticsearch", "query76-elasticsearch", "Jaeger query 1.76", "query", JAEGER_ES, QUERY_READY),
    on("elasticsearch", "ours-query-elasticsearch", "ours", "query", ES, "http://127.0.0.1:16687/health"),
    jaeger_on("cassandra", "query76-cassandra", "Jaeger query 1.76", "query", CASSANDRA, QUERY_READY),
    on("cassandra", "ours-query-cassandra", "ours", "query", CASSANDRA, "http://127.0.0.1:16687/health"),
]


def all_in_one(name, title, command, storage, spans, directory="", ours=False):
    return Target(name, title, command, "http://127.0.0.1:14269/health" if ours else COLLECTOR_READY, ours=ours, quick=True, directory=directory, spans=spans,
                  env={"SPAN_STORAGE_TYPE": storage, **({} if ours else QUIET)})


BADGER = os.path.join(os.path.dirname(PEERS), "target", "badger")
LOCAL = os.path.join(OURS, "all-in-one", "local")
EMBEDDED = [
    all_in_one("jaeger76-memory", "Jaeger all-in-one 1.76, memory", [f"{J76}/all-in-one"], "memory", (500_000, 100_000)),
    all_in_one("ours-all-memory", "ours, memory", image("all-in-one", "--memory.max-bytes=256MiB"), "memory", (500_000, 100_000), ours=True),
    all_in_one("jaeger76-badger", "Jaeger all-in-one 1.76, Badger", [f"{J76}/all-in-one", "--badger.ephemeral=false", f"--badger.directory-key={BADGER}/keys",
               f"--badger.directory-value={BADGER}/values"], "badger", (10_000_000, 500_000), directory=BADGER),
    all_in_one("ours-all-local", "ours, local", image("all-in-one", "--local.directory=/local"), "local", (10_000_000, 500_000), directory=LOCAL, ours=True),
]



# As the image's (build/image/components.sh).
HEAP = [f"-XX:MaxRAM={LIMIT_MIB['all-in-one']}m", "-XX:MaxRAMPercentage=38", "-XX:InitialRAMPercentage=38", "-XX:+UseSerialGC", "-XX:SurvivorRatio=1", "-XX:TargetSurvivorRatio=90",
        "-XX:+UseCompactObjectHeaders"]


def inside(name, title, storage, spans, directory=""):
    """Our store in a process that makes the spans itself, with the jars of the image."""
    app = os.path.join(OURS, "all-in-one", "app")
    jars = os.pathsep.join([os.environ.get("BENCH_EMBEDDED", ""), f"{app}/lib/*", f"{app}/runtime-all-in-one.jar"])
    java = [os.path.join(os.environ.get("JAVA_HOME", ""), "bin", "java"), *HEAP, "--enable-native-access=ALL-UNNAMED",
            f"-Djava.library.path={app}/native", "-cp", jars]
    return Target(name, title, [*java, "io.jaegerstack.benchmarks.EmbeddedStores", storage], "", ours=True, quick=True, directory=directory, spans=spans)


INSIDE = [
    inside("ours-inside-memory", "ours, memory, by itself", "memory", (500_000, 500_000)),
    inside("ours-inside-local", "ours, local, by itself", "local", (10_000_000, 1_000_000), os.path.join(os.path.dirname(PEERS), "target", "inside")),
]

EVERYTHING = AGENTS + COLLECTORS + OVERLOADED + WRITERS + READERS + EMBEDDED + INSIDE
