"""The rows about storages that are servers: what a collector spends on a span until one has it, how long a query takes."""
import http.client, json, random, time, typing, urllib.parse
from statistics import median, quantiles

import machine, servers
from collectors import ADDRESS, Collector
from machine import cpu, generate, memory
from run import Row

HOUR = 3600

# Spans a second offered: what every server here takes, and more than any does. Not as many as the generator can make, since
# it shares its core with the server.
EASY, MORE = RATES = 2_000, 20_000


class Served(Row):
    """Of targets on a server: the server is started for the first of them and ended with the row's last."""
    group = ""

    def __init__(self, server):
        self.server = server
        self.name, self.says = f"{self.name}-{server}", self.says.format(server.capitalize())

    def targets(self, run):
        return [t for t in run.chosen(self.group) if t.server == self.server]

    def prepared(self, run):
        """The server, with its schema: that is ours to make where theirs has another program for it."""
        server = servers.SERVERS[self.server](run)
        with Collector(run, self.writer(run), server.port) as collector:
            collector.await_ready()
        return server

    def writer(self, run):
        return next(t for t in run.all("WRITERS") if t.server == self.server and t.ours)


def fill(seconds, *more, spans=100):
    return generate("grpc", "-addr", ADDRESS["jaeger"], "-kind", "jaeger", "-spans", spans, "-secs", seconds, "-unique", "-pool", 1024, *more, patience=seconds + 120)


def settled(stored, expected, patience):
    """What the server has once it has all, or once nothing more has come for five seconds; and when the last of it came."""
    last, at = stored(), time.time()
    end = time.monotonic() + patience
    while last < expected and time.time() - at < 5 and time.monotonic() < end:
        time.sleep(0.25)
        now = stored()
        if now != last:
            last, at = now, time.time()
    return last, at


class Written(Served):
    name, says, group = "store-write", "collectors into {}: CPU of the collector for a million spans stored, spans stored a second, acknowledged and lost", "WRITERS"

    def measure(self, run, target):
        server = self.prepared(run)
        try:
            with Collector(run, target, server.port) as collector:
                collector.await_ready()
                machine.warm(collector.process, lambda: fill(4, "-rate", MORE), run.seconds(20, 8), run.seconds(60, 20))
                for rate in RATES:
                    run.sample(self, target, rate=rate, **self.measured(collector, server, run.seconds(20, 6), rate))
        finally:
            server.close()

    @staticmethod
    def measured(collector, server, seconds, rate):
        stored_now = lambda: server.stored(collector.target)
        settled(stored_now, float("inf"), 60)
        before, used, compiled, began = stored_now(), sum(cpu(collector.process)), machine.compilers(collector.process), time.time()
        load = fill(seconds, "-rate", rate)
        after, ended = settled(stored_now, before + load["spans"], 240)
        spent, stored = sum(cpu(collector.process)) - used, after - before
        return {"acknowledged": load["spans"], "failed": load["failed"], "error": load["error"], "stored": stored, "lost": load["spans"] - stored,
                "stored_per_s": stored / (ended - began), "cpu_s": spent, "compilers_cpu_s": machine.compilers(collector.process) - compiled,
                "cpu_per_million": spent / stored * 1e6 if stored else None, "memory": memory(collector.process)}


class Question(typing.NamedTuple):
    """One kind of request; `path` makes a different one each time."""
    name: str
    path: typing.Callable


def questions(seen):
    """What people ask, with services, tags and ids of traces that are there."""
    pick, end = random.Random(7), int(time.time() * 1e6)

    def search(limit=20, service=None, **more):
        window = {"start": end - HOUR * 1_000_000, "end": end, "lookback": "custom", "limit": limit, "service": service or pick.choice(seen["services"])}
        return "/api/traces?" + urllib.parse.urlencode({**window, **{k: v() for k, v in more.items()}})

    def once():
        service, request = pick.choice(seen["requests"])
        return search(service=service, tags=lambda: json.dumps({"request.id": request}))

    yield Question("service", lambda: search())
    yield Question("operation", lambda: search(operation=lambda: f"HTTP GET /op-{pick.randrange(20)}"))
    yield Question("tag", lambda: search(tags=lambda: json.dumps({"cache.hit": "true"})))
    yield Question("unique tag", once)
    yield Question("duration", lambda: search(minDuration=lambda: "100ms"))
    yield Question("limit 1500", lambda: search(limit=1500))
    yield Question("trace", lambda: f"/api/traces/{pick.choice(seen['traces'])}")


class Asked:
    """A query's HTTP API, over one kept connection."""

    def __init__(self, port=16686):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, path):
        """Milliseconds until the whole answer is here, and the answer."""
        begun = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        took = 1000 * (time.perf_counter() - begun)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]}")
        return took, body

    def seen(self):
        services = json.loads(self.ask("/api/services")[1])["data"]
        traces, requests = [], []
        for service in services:
            now = int(time.time() * 1e6)
            _, found = self.ask(f"/api/traces?service={service}&limit=50&start={now - HOUR * 1_000_000}&end={now}")
            for trace in json.loads(found)["data"]:
                traces.append(trace["traceID"])
                requests += [(service, t["value"]) for s in trace["spans"][:1] for t in s["tags"] if t["key"] == "request.id"]
        return {"services": services, "traces": traces, "requests": requests}

    def times(self, run, row, target, process, times, **more):
        """All kinds of questions until the process is warm, as for the other rows, then each `times` times after a tenth as many; fewer where one takes long."""
        every = list(questions(self.seen()))
        machine.warm(process, lambda: [self.ask(question.path()) for question in every], run.seconds(15, 6) if target.ours else 2, run.seconds(40, 15))
        for question in every:
            self.asked(question, max(2, times // 10), 2, run.seconds(4, 2))
            found, took = self.asked(question, times, 5, run.seconds(12, 8))
            run.sample(row, target, question=question.name, asked=len(took), traces=found / len(took), ms_p50=median(took), ms_p95=quantiles(took, n=20)[-1], **more)

    def asked(self, question, times, least, seconds):
        """How many traces were found, and the milliseconds of each question."""
        took, found, end = [], 0, time.monotonic() + seconds
        while len(took) < times and (time.monotonic() < end or len(took) < least):
            ms, body = self.ask(question.path())
            took.append(ms)
            found += body.count(b'"processes"')
        return found, took


class Read(Served):
    name, says, group = "store-query", "queries over the same spans in {}, p50 and p95 over HTTP", "READERS"
    filled = None

    def measure(self, run, target):
        first = target is self.targets(run)[0]
        if first:
            self.filled = None
            self.fill(run)
        if not self.filled:
            raise RuntimeError("the server was not filled, see the first target of this row")
        with Collector(run, target, self.filled.port) as query:
            query.await_ready()
            asked = Asked()
            asked.times(run, self, target, query.process, run.among(200, 60), spans=self.spans)
            run.sample(self, target, memory=memory(query.process), cpu_s=sum(cpu(query.process)))
        if target is self.targets(run)[-1]:
            self.filled.close()

    def fill(self, run):
        """By our collector: what it writes is what Jaeger's writes, which interoperability tests hold it to."""
        server = self.prepared(run)
        with Collector(run, self.writer(run), server.port) as collector:
            collector.await_ready()
            stored, wanted = lambda: server.stored(collector.target), run.among(200_000, 40_000)
            while stored() < wanted:
                fill(10, "-spread", HOUR, "-most", wanted - stored(), spans=10)
                settled(stored, wanted, 30)
            self.spans = stored()
        server.settle()
        self.filled = server


ROWS = [Written("elasticsearch"), Read("elasticsearch"), Written("cassandra"), Read("cassandra")]
