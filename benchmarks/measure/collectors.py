"""The rows about collectors: gRPC or relay in, a storage that forgets behind."""
import itertools, time

import machine
from machine import compilers, cpu, generate, memory
from run import Row

ADDRESS = {"jaeger": "127.0.0.1:14250", "otlp": "127.0.0.1:4317", "relay": "127.0.0.1:14277"}


class Collector:
    def __init__(self, run, target, port=""):
        """`port` is that of the target's server."""
        self.target = target
        self.asked = time.time()
        self.process = machine.start([each.replace("PORT", port) for each in target.command], machine.TARGET_CORE, run.log(target.name), target.env)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        machine.stop(self.process)

    def await_ready(self):
        machine.await_(lambda: machine.http(self.target.ready, 1) is not None, 30, f"{self.target.name} to be ready")

    def load(self, wire, spans, seconds, *more):
        if wire == "relay":
            return generate("relay", "-addr", ADDRESS[wire], "-spans", spans, "-secs", seconds, "-conns", 2, *more)
        return generate("grpc", "-addr", ADDRESS[wire], "-kind", wire, "-spans", spans, "-secs", seconds, *more)

    def warm(self, wire, cpu_seconds, most):
        """Small requests and large ones in turn, as they will be measured."""
        sizes = itertools.cycle((10, 100))
        machine.warm(self.process, lambda: self.load(wire, next(sizes), 2), cpu_seconds, most)

    def measured(self, wire, spans, seconds, *more):
        machine.reset_peak(self.process)
        busy, used, compiled = machine.machine_busy(), cpu(self.process), compilers(self.process)
        load = self.load(wire, spans, seconds, *more)
        loaded = memory(self.process)
        time.sleep(1)
        now, busy_now = cpu(self.process), machine.machine_busy()
        seconds = sum(now) - sum(used)
        return {"wire": wire, "spans_per_request": spans, "acknowledged": load["spans"], "acknowledged_per_s": load["spans_per_s"], "failed": load["failed"],
                "error": load["error"], "cpu_s": seconds, "cpu_user_s": now[0] - used[0], "compilers_cpu_s": compilers(self.process) - compiled,
                "cpu_per_million": seconds / load["spans"] * 1e6 if load["spans"] else None, "memory": loaded, "ms_p95": load.get("ms_p95"),
                "generator_cpu_s": load["cpu_s"], "others_busy_pct": 100 * (1 - (busy_now[1] - busy[1]) / max(1, busy_now[0] - busy[0]))}


class Saturated(Row):
    name, says = "collector-saturated", "CPU of collectors by protocol and size of request, then at 10,000 spans/s in 1,000 requests/s"

    def targets(self, run):
        return run.chosen("COLLECTORS")

    def measure(self, run, target):
        with Collector(run, target) as collector:
            collector.await_ready()
            for i, wire in enumerate(target.wires):
                collector.warm(wire, run.seconds(20, 4 if i else 8) if target.ours else 2, run.seconds(60, 12))
                for spans in (10,) if wire == "relay" else (10, 100):
                    run.sample(self, target, **collector.measured(wire, spans, run.seconds(6, 3)))
                if wire == "relay":
                    run.sample(self, target, codec="zstd", **collector.measured(wire, 10, run.seconds(6, 3), "-codec", "zstd"))
                elif wire == "jaeger" or not run.quick:
                    run.sample(self, target, rate=10_000, **collector.measured(wire, 10, run.seconds(10, 4), "-rate", 10_000))


class Cold(Row):
    name, says = "collector-cold", "the first ten seconds from cold, api_v2, 10 spans a request"

    def targets(self, run):
        return run.chosen("COLLECTORS")

    def measure(self, run, target):
        with Collector(run, target) as collector:
            collector.await_ready()
            started = sum(cpu(collector.process))
            run.sample(self, target, start_cpu_s=started, **collector.measured("jaeger", 10, 10))


class Start(Row):
    name, says = "collector-start", "from exec to the first request that is answered, and memory idle"

    def targets(self, run):
        return run.chosen("COLLECTORS", quick_ours=True)

    def measure(self, run, target):
        for i in range(run.among(3, 2)):
            with Collector(run, target) as collector:
                first = generate("answer", "-addr", ADDRESS["jaeger"], "-kind", "jaeger", "-secs", 30)
                took = None if first["at"] is None else 1000 * (first["at"] - collector.asked)
                started = sum(cpu(collector.process))
                if i == 0:
                    time.sleep(run.seconds(8, 4))
                run.sample(self, target, ms=took, cpu_s=started, idle=memory(collector.process) if i == 0 else None)


class Overload(Row):
    name, says = "collector-overload", "acknowledged and then lost: 64 requests of 500 spans at once into a memory storage"

    def targets(self, run):
        return run.chosen("OVERLOADED")

    def measure(self, run, target):
        for wire in ("jaeger",) if "76" in target.name else ("jaeger", "otlp"):
            with Collector(run, target) as collector:
                collector.await_ready()
                load = collector.load(wire, 500, run.seconds(8, 3), "-conns", 8, "-inflight", 8, "-pool", 128)
                stored = self.stored(target)
                run.sample(self, target, wire=wire, acknowledged=load["spans"], failed=load["failed"], error=load["error"], stored=stored,
                           lost=load["spans"] - stored, memory=memory(collector.process))

    @staticmethod
    def stored(target):
        """Spans that the storage has, once it takes no more."""
        last, since = -1, time.monotonic()
        end = since + 30
        while time.monotonic() - since < 2 and time.monotonic() < end:
            now = int(machine.counter(target.metrics, "jaeger_collector_spans_saved_by_svc_total", result="ok"))
            if now != last:
                last, since = now, time.monotonic()
            time.sleep(0.2)
        return last


ROWS = [Saturated(), Cold(), Start(), Overload()]
