"""The goals, each against the best peer of the same run."""
from statistics import median

import stores

PEER_AGENTS = ("agent62", "agent67", "otelcol", "otelcol-batch")
PEER_COLLECTORS = ("collector62", "collector76", "otelcol-nop", "jaeger2-nop")
JAEGERS = ("collector62", "collector76")


class Goal:
    """`ours` and `bound` are functions of the samples; a bound is kept where ours is at most that much (or `least`: at least)."""

    def __init__(self, what, ours, bound, unit="", least=False):
        self.what, self.ours, self.bound, self.unit, self.least = what, ours, bound, unit, least

    def line(self, samples):
        ours, bound = self.ours(samples), self.bound(samples)
        if ours is None or bound is None:
            return f"| {self.what} | {number(bound)} | {number(ours)} | | not measured |"
        met = ours >= bound if self.least else ours <= bound
        return f"| {self.what} | {'≥' if self.least else '≤'} {number(bound)} {self.unit} | {number(ours)} | {self.ours.behind(samples)} | {'met' if met else '**missed**'} |"


def number(value):
    return "–" if value is None else f"{value:,.0f}".replace(",", " ") if abs(value) >= 100 or value == int(value) else f"{value:.2f}"


class Figure:
    """One figure of a target in a row; `of` makes one value of those of all samples."""

    def __init__(self, of, name, row, target, also):
        self.of, self.name, self.row, self.target, self.also = of, name, row, target, also

    def __call__(self, samples):
        values = samples.values(self.name, self.row, self.target, **self.also)
        return self.of(values) if values else None

    def behind(self, samples):
        """How many questions, or else measurements, and the machine's load then."""
        found = samples.having(self.name, self.row, self.target, **self.also)
        return f"{sum(s.get('asked', 1) for s in found)}, {median(s['load1'] for s in found):.1f}"


def figure(name, row, target, **also):
    return Figure(median, name, row, target, also)


def best(name, row, peers, share, **also):
    """`share` of the lowest that a peer had."""
    def bound(s):
        found = [v for v in (s.median(name, row, p, **also) for p in peers) if v is not None]
        return share * min(found) if found else None
    return bound


def lowest(name, row, target, **also):
    return Figure(min, name, row, target, also)


def total(name, row, target):
    return Figure(sum, name, row, target, {})


def constant(value):
    return lambda s: value


def agent_goals():
    cost = "cpu_per_million", "agent-rates"
    for target, part, words in (("ours-relay", 1 / 6, "relay, a sixth"), ("ours-relay-zstd", 1 / 4, "relay compressed, a quarter"), ("ours-grpc", 1 / 2, "grpc, half")):
        for rate in (200_000, 400_000):
            yield Goal(f"agent, {words} of the best peer's, {rate // 1000}k spans/s", figure(*cost, target, rate=rate), best(*cost, PEER_AGENTS, part, rate=rate), "CPU-s/M")
    for target in ("ours-relay", "ours-relay-zstd", "ours-grpc"):
        yield Goal(f"{target}: received at 400k spans/s", lowest("received_pct", "agent-rates", target, rate=400_000), constant(100), "%", least=True)
        yield Goal(f"{target}: bursts of 1,000 packets", lowest("received_pct", "agent-bursts", target, burst=1000), constant(100), "%", least=True)
        yield Goal(f"{target}: 57 kB packets at 200k spans/s", lowest("received_pct", "agent-sizes", target, spans_per_packet=150), constant(100), "%", least=True)
        yield Goal(f"{target}: RSS in 10× overload", figure("overload.memory.peak", "agent-memory", target), constant(96), "MiB")
        yield Goal(f"{target}: private memory idle (RssAnon)", figure("idle.anon", "agent-memory", target), constant(24), "MiB")
        yield Goal(f"{target}: start to first packet", figure("ms", "agent-start", target), constant(600), "ms")


def collector_goals():
    cost = "cpu_per_million", "collector-saturated"
    for wire, name, peers, halves in (("jaeger", "api_v2", JAEGERS, {10: 0.5, 100: 0.25}), ("otlp", "OTLP", ("collector76",), {10: 0.5, 100: 0.3})):
        for spans, part in halves.items():
            which = {"wire": wire, "spans_per_request": spans, "rate": None}
            yield Goal(f"collector, {name}, {spans} spans a request, {part} of Jaeger's", figure(*cost, "ours", **which), best(*cost, peers, part, **which), "CPU-s/M")
            yield Goal(f"the same, below the OTel collector's", figure(*cost, "ours", **which), best(*cost, ("otelcol-nop",), 1, **which), "CPU-s/M")
    relay = {"wire": "relay", "codec": None}
    yield Goal("collector, relay in", figure(*cost, "ours", **relay), constant(1.5), "CPU-s/M")
    yield Goal("the same, a fifth of Jaeger's gRPC", figure(*cost, "ours", **relay), best(*cost, JAEGERS, 0.2, wire="jaeger", spans_per_request=10, rate=None), "CPU-s/M")
    low = {"wire": "jaeger", "rate": 10_000}
    yield Goal("collector at 10,000 spans/s in 1,000 requests/s, 0.7 of Jaeger's", figure(*cost, "ours", **low), best(*cost, JAEGERS, 0.7, **low), "CPU-s/M")
    yield Goal("collector, first 10 s from cold, at most Jaeger's", figure("cpu_per_million", "collector-cold", "ours"), best("cpu_per_million", "collector-cold", JAEGERS, 1), "CPU-s/M")
    yield Goal("collector, start to first answered request", figure("ms", "collector-start", "ours"), constant(1000), "ms")
    yield Goal("collector, RSS loaded", figure("memory.rss", "collector-saturated", "ours", wire="jaeger", spans_per_request=100), constant(150), "MiB")
    yield Goal("collector in overload: acknowledged and lost", total("lost", "collector-overload", "ours-memory"), constant(0), "spans")


def store_goals():
    for server in ("elasticsearch", "cassandra"):
        row, ours, theirs = f"store-write-{server}", f"ours-{server}", (f"collector76-{server}",)
        for rate in stores.RATES:
            yield Goal(f"collector into {server}, {rate:,} spans/s offered, a third of Jaeger's", figure("cpu_per_million", row, ours, rate=rate), best("cpu_per_million", row, theirs, 1 / 3, rate=rate), "CPU-s/M")
        yield Goal(f"{server}: spans stored a second, at least Jaeger's", figure("stored_per_s", row, ours, rate=stores.MORE), best("stored_per_s", row, theirs, 1, rate=stores.MORE), "spans/s", least=True)
        yield Goal(f"{server}: acknowledged and lost", total("lost", row, ours), constant(0), "spans")
        row, ours, theirs = f"store-query-{server}", f"ours-query-{server}", (f"query76-{server}",)
        for question in ("service", "operation", "tag", "unique tag", "duration", "limit 1500", "trace"):
            which = {"question": question}
            yield Goal(f"query over {server}, {question}, p95 at most Jaeger's", figure("ms_p95", row, ours, **which), best("ms_p95", row, theirs, 1, **which), "ms")


SEARCHES = ("service", "operation", "tag", "unique tag", "duration")


def embedded_goals():
    row, memory, local = "store-inside", "ours-inside-memory", "ours-inside-local"
    asked = lambda target, question: figure("ms_p95", row, target, question=question)
    yield Goal("memory: bytes held", figure("bytes_per_span", row, memory), constant(200), "a span")
    for question in SEARCHES:
        yield Goal(f"memory: search by {question}, limit 20 with loading, p95", asked(memory, question), constant(2), "ms")
    yield Goal("local: written, with log and compaction", figure("spans_per_cpu_s", row, local), constant(150_000), "spans/CPU-s", least=True)
    yield Goal("local: on disk", figure("bytes_per_span", row, local), constant(120), "bytes a span")
    for question in SEARCHES:
        yield Goal(f"local: search by {question}, limit 20 with loading, p95", asked(local, question), constant(2), "ms")
    yield Goal("local: trace by id, warm, p95", asked(local, "trace"), constant(0.1), "ms")
    yield Goal("local: trace by id, cold, p95", asked(local, "cold trace"), constant(3), "ms")
    yield Goal("local: RSS under load, whole all-in-one", figure("memory.rss", "store-embedded", "ours-all-local"), constant(334), "MiB")  # 350 MB
    for ours, theirs, name in (("ours-all-memory", "jaeger76-memory", "memory"), ("ours-all-local", "jaeger76-badger", "local")):
        for question in (*SEARCHES, "trace"):
            which = {"question": question}
            yield Goal(f"{name} over HTTP, {question}, p95 at most Jaeger's", figure("ms_p95", "store-embedded", ours, **which), best("ms_p95", "store-embedded", (theirs,), 1, **which), "ms")


def table(samples):
    lines = ["### Goals", "", "| goal | bound | ours | n, load | |", "|---|---|---|---|---|"]
    measured = {s["row"] for s in samples.all}
    agents, collectors, stores = (any(row.startswith(kind) for row in measured) for kind in ("agent", "collector", "store"))
    goals = [*(agent_goals() if agents else ()), *(collector_goals() if collectors else ()), *((*store_goals(), *embedded_goals()) if stores else ())]
    return "\n".join([*lines, *(goal.line(samples) for goal in goals)]) + "\n"
