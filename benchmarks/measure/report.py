"""Tables of the medians of all samples, and the goals."""
import json, os, platform
from statistics import median

import goals, targets
from stores import EASY, MORE

TITLES = {t.name: t.title for t in targets.EVERYTHING}


class Samples:
    """All samples of a file; asks for figures by row, target and what else a sample says."""

    def __init__(self, path):
        with open(path) as lines:
            everything = [json.loads(line) for line in lines]
        self.failed = [s for s in everything if "failed" in s and "at" not in s]
        self.all = [s for s in everything if "at" in s]

    def of(self, row, target=None, **also):
        return [s for s in self.all if s["row"] == row and target in (None, s["target"]) and all(s.get(k) == v for k, v in also.items())]

    def values(self, figure, row, target, **also):
        """The figure in every sample that has it; `a.b` is inside of `a`."""
        found = (self.value(figure, sample) for sample in self.of(row, target, **also))
        return [value for value in found if value is not None]

    def having(self, figure, row, target, **also):
        return [sample for sample in self.of(row, target, **also) if self.value(figure, sample) is not None]

    @staticmethod
    def value(figure, sample):
        value = sample
        for part in figure.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def median(self, figure, row, target, **also):
        values = self.values(figure, row, target, **also)
        return median(values) if values else None

    def targets(self, row):
        names = {s["target"] for s in self.of(row)}
        return [name for name in TITLES if name in names]


def shown(value, digits=1):
    if value is None:
        return "–"
    return f"{value:,.{digits}f}".replace(",", " ") if isinstance(value, float) else f"{value:,}".replace(",", " ")


def table(title, head, rows):
    if not rows:
        return ""
    lines = [f"### {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cells) + " |" for cells in rows if any(c not in ("–", "") for c in cells[1:])]
    return "\n".join(lines) + "\n"


def rates(s):
    row = "agent-rates"
    all_ = sorted({x["rate"] for x in s.of(row)})
    cell = lambda t, r: pair(s, row, t, rate=r)
    return table("Agents, packets of 10 spans: CPU-s per million spans received / % received", ["spans/s offered", *map(str, all_)],
                 [[TITLES[t], *(cell(t, r) for r in all_)] for t in s.targets(row)])


def pair(s, row, target, **also):
    cost, share = s.median("cpu_per_million", row, target, **also), s.median("received_pct", row, target, **also)
    return "–" if share is None else f"{shown(cost, 2)} / {share:.1f}"


def lost(s):
    row = "agent-rates"
    all_ = sorted({x["rate"] for x in s.of(row)})
    cell = lambda t, r: "–" if s.median("sent", row, t, rate=r) is None else " + ".join(
        f"{100 * s.median(f, row, t, rate=r) / s.median('sent', row, t, rate=r):.1f}" for f in ("dropped_kernel", "dropped_elsewhere"))
    return table("Agents: % of spans dropped by the kernel + by the agent", ["spans/s offered", *map(str, all_)],
                 [[TITLES[t], *(cell(t, r) for r in all_)] for t in s.targets(row)])


def sizes(s):
    a, b = "agent-sizes", "agent-bursts"
    rows = []
    for t in s.targets(a) or s.targets(b):
        burst = lambda n: shown(s.median("received_pct", b, t, burst=n))
        rows.append([TITLES[t], pair(s, a, t, spans_per_packet=150), pair(s, a, t, spans_per_packet=1), burst(1000), burst(4000)])
    return table("Agents, other packets: CPU-s per million / % received; % received of bursts",
                 ["", "57 kB at 200k spans/s", "1 span at 50k", "1,000 × 3.9 kB", "4,000 × 3.9 kB"], rows)


def agent_memory(s):
    row, start = "agent-memory", "agent-start"
    cell = lambda t, f: shown(s.median(f, row, t))
    return table("Agents: memory in MiB and start in ms",
                 ["", "idle RSS", "idle RssAnon", "idle private", "RSS in overload (peak)", "offered spans/s", "first packet at the sink: first / median", "CPU-s by then"],
                 [[TITLES[t], cell(t, "idle.rss"), cell(t, "idle.anon"), cell(t, "idle.private"), cell(t, "overload.memory.peak"), cell(t, "overload.offered_per_s"),
                   f"{shown((s.values('ms', start, t) or [None])[0], 0)} / {shown(s.median('ms', start, t), 0)}", shown(s.median("cpu_s", start, t), 2)]
                  for t in s.targets(row) or s.targets(start)])


def saturated(s):
    row = "collector-saturated"
    cell = lambda t, **also: shown(s.median("cpu_per_million", row, t, **also), 2)
    wire = lambda t, w, n: cell(t, wire=w, spans_per_request=n, rate=None, codec=None)
    return table("Collectors, a storage that forgets, warm: CPU-s per million spans",
                 ["", "api_v2 10 / 100", "OTLP 10 / 100", "relay none / zstd", "api_v2, 1,000 requests/s of 10", "OTLP, the same", "RSS after api_v2 100"],
                 [[TITLES[t], f"{wire(t, 'jaeger', 10)} / {wire(t, 'jaeger', 100)}", f"{wire(t, 'otlp', 10)} / {wire(t, 'otlp', 100)}",
                   f"{wire(t, 'relay', 10)} / {cell(t, wire='relay', codec='zstd')}", cell(t, wire="jaeger", rate=10_000), cell(t, wire="otlp", rate=10_000),
                   shown(s.median("memory.rss", row, t, wire="jaeger", spans_per_request=100))] for t in s.targets(row)])


def cold(s):
    row, start = "collector-cold", "collector-start"
    return table("Collectors: from cold",
                 ["", "first 10 s, CPU-s per million", "acknowledged/s in them", "CPU-s of the start", "first answer, ms: first / median", "idle RSS", "idle RssAnon"],
                 [[TITLES[t], shown(s.median("cpu_per_million", row, t), 2), shown(s.median("acknowledged_per_s", row, t), 0), shown(s.median("start_cpu_s", row, t), 2),
                   f"{shown((s.values('ms', start, t) or [None])[0], 0)} / {shown(s.median('ms', start, t), 0)}",
                   shown(s.median("idle.rss", start, t)), shown(s.median("idle.anon", start, t))] for t in s.targets(row) or s.targets(start)])


def overload(s):
    row = "collector-overload"
    rows = []
    for t in s.targets(row):
        for wire in ("jaeger", "otlp"):
            if s.of(row, t, wire=wire):
                total = lambda f: sum(s.values(f, row, t, wire=wire))
                rows.append([f"{TITLES[t]}, {wire}", *(shown(total(f)) for f in ("acknowledged", "failed", "stored", "lost")), shown(s.median("memory.peak", row, t, wire=wire))])
    return table("Collectors in overload: spans, sums of all rounds", ["", "acknowledged", "requests refused", "stored", "acknowledged and lost", "peak RSS, MiB"], rows)


def written(s):
    tables = []
    for server in ("elasticsearch", "cassandra"):
        row = f"store-write-{server}"
        cell = lambda t, f, rate, digits=1: shown(s.median(f, row, t, rate=rate), digits)
        tables.append(table(f"Collectors into {server.capitalize()}, api_v2, 100 spans a request",
                            ["", f"{EASY:,} spans/s offered: CPU-s per million stored", f"{MORE:,} offered: the same", "stored a second", "acknowledged and lost", "RSS, MiB"],
                            [[TITLES[t], cell(t, "cpu_per_million", EASY), cell(t, "cpu_per_million", MORE), cell(t, "stored_per_s", MORE, 0), cell(t, "lost", MORE, 0),
                              cell(t, "memory.rss", MORE)] for t in s.targets(row)]))
    return "\n".join(filter(None, tables))


QUESTIONS = ("service", "operation", "tag", "unique tag", "absent tag", "duration", "limit 1500", "trace", "cold trace")
ASKED = (("store-query-elasticsearch", "Queries over Elasticsearch: ms over HTTP"), ("store-query-cassandra", "Queries over Cassandra: ms over HTTP"),
         ("store-embedded", "Embedded stores, whole all-in-one: ms over HTTP"), ("store-inside", "Our embedded stores by themselves: ms"))


def asked(s):
    tables = []
    for row, title in ASKED:
        questions = [q for q in QUESTIONS if s.of(row, question=q)]
        cell = lambda t, q: "–" if s.median("ms_p95", row, t, question=q) is None else " / ".join(shown(s.median(f, row, t, question=q), 2) for f in ("ms_p50", "ms_p95"))
        tables.append(table(f"{title}, p50 / p95", ["", "spans", *questions],
                            [[TITLES[t], shown(s.median("spans", row, t), 0), *(cell(t, q) for q in questions)] for t in s.targets(row)]))
    return "\n".join(filter(None, tables))


def embedded(s):
    row, inside = "store-embedded", "store-inside"
    cell = lambda row, t, f, digits=1: shown(s.median(f, row, t), digits)
    return "\n".join(filter(None, (
        table("Our embedded stores by themselves: spans of ten tags made in their process", ["", "spans", "written per CPU-second", "bytes kept a span", "peak RSS with the benchmark, MiB"],
              [[TITLES[t], cell(inside, t, "spans", 0), cell(inside, t, "spans_per_cpu_s", 0), cell(inside, t, "bytes_per_span"), cell(inside, t, "peak", 0)] for t in s.targets(inside)]),
        table("Embedded stores, whole all-in-one: spans in over api_v2",
              ["", "spans", "taken a second", "CPU-s per million", "RSS, MiB", "growth of RSS, bytes a span", "bytes a span on disk"],
              [[TITLES[t], cell(row, t, "spans", 0), cell(row, t, "taken_per_s", 0), cell(row, t, "cpu_per_million", 2), cell(row, t, "memory.rss"), cell(row, t, "rss_bytes_per_span", 0),
                cell(row, t, "disk_bytes_per_span", 0)] for t in s.targets(row)]))))


def of(path):
    s = Samples(path)
    loads = [x["load1"] for x in s.all]
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    rounds = max((x["round"] for x in s.all), default=0) + 1
    head = [f"{len(s.all)} samples, {rounds} rounds, medians; {os.cpu_count()} cores of {cpu}, Linux {platform.release()}; "
            f"load average {min(loads):.1f}–{max(loads):.1f}, median {median(loads):.1f} (the run's own share is about 2)." if loads else "no samples", ""]
    head += [f"Not measured: {x['row']} of {x['target']}: {x['failed']}" for x in s.failed]
    parts = (part(s) for part in (rates, lost, sizes, agent_memory, saturated, cold, overload, written, embedded, asked))
    return "\n".join([*head, goals.table(s), *(part for part in parts if part)])
