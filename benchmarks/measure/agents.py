"""The rows about agents: UDP in, gRPC or relay out."""
import os, time

import machine
from machine import compilers, cpu, generate, memory
from run import Row

PORT = 6831
SPAN_PACKETS = {10: "10 spans, 3.9 kB", 1: "1 span, 0.4 kB", 150: "150 spans, 57 kB"}


class Agent:
    """One agent and the sink behind it."""

    def __init__(self, run, target, extra=()):
        self.run, self.target = run, target
        self.sink = machine.Sink(run.log("sink"))
        try:
            self.asked = time.time()
            self.process = machine.start(target.command + list(extra), machine.TARGET_CORE, run.log(target.name), target.env)
        except OSError:
            machine.stop(self.sink.process)
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        machine.stop(self.process)
        machine.stop(self.sink.process)

    def await_ready(self):
        machine.await_(lambda: machine.http(self.target.ready, 1) is not None, 30, f"{self.target.name} to be ready")

    def warm(self, cpu_seconds, most, spans=10):
        machine.warm(self.process, lambda: generate("udp", "-rate", 200_000, "-spans", spans, "-secs", 2), cpu_seconds, most)
        self.sink.settled(self.sink.counts(), 1 << 60)

    def measured(self, spans, *generator):
        """One load, and what became of it."""
        machine.reset_peak(self.process)
        busy, drops, before = machine.machine_busy(), machine.kernel_drops(PORT), self.sink.counts()
        used, compiled = cpu(self.process), compilers(self.process)
        load = generate("udp", "-spans", spans, *generator)
        after = self.sink.settled(before, load["spans"])
        now, busy_now = cpu(self.process), machine.machine_busy()
        kernel = (machine.kernel_drops(PORT) - drops) * spans
        got = after["spans"] - before["spans"]
        seconds = sum(now) - sum(used)
        return {"spans_per_packet": spans, "offered_per_s": load["spans_per_s"], "sent": load["spans"], "received": got, "dropped_kernel": kernel,
                "dropped_elsewhere": load["spans"] - got - kernel, "received_pct": 100 * got / load["spans"], "cpu_s": seconds,
                "cpu_user_s": now[0] - used[0], "compilers_cpu_s": compilers(self.process) - compiled, "cpu_per_million": seconds / got * 1e6 if got else None, "memory": memory(self.process),
                "generator_cpu_s": load["cpu_s"], "sink_cpu_s": after["cpu_s"] - before["cpu_s"], "sink_wrong": after["wrong"],
                "requests": after["requests"] - before["requests"],
                "others_busy_pct": 100 * (1 - (busy_now[1] - busy[1]) / max(1, busy_now[0] - busy[0]))}


class Rates(Row):
    name, says = "agent-rates", "CPU and loss of agents at rates of packets of 10 spans"

    def targets(self, run):
        return run.chosen("AGENTS")

    def measure(self, run, target):
        with Agent(run, target) as agent:
            agent.await_ready()
            agent.warm(run.seconds(15, 6) if target.ours else 1, run.seconds(40, 12))
            for rate in run.among((10_000, 50_000, 100_000, 200_000, 400_000), (200_000, 400_000)):
                run.sample(self, target, rate=rate, **agent.measured(10, "-rate", rate, "-secs", run.seconds(6, 3)))


class Sizes(Row):
    name, says = "agent-sizes", "the same at 200,000 spans/s in packets of 57 kB, and at 50,000 in packets of one span"

    def targets(self, run):
        return run.chosen("AGENTS", quick_ours=True)

    def measure(self, run, target):
        with Agent(run, target, target.buffer) as agent:
            agent.await_ready()
            agent.warm(run.seconds(10, 4) if target.ours else 1, run.seconds(30, 8), 150)
            run.sample(self, target, rate=200_000, **agent.measured(150, "-rate", 200_000, "-secs", run.seconds(6, 3)))
            if not run.quick:
                run.sample(self, target, rate=50_000, **agent.measured(1, "-rate", 50_000, "-secs", 6))


class Bursts(Row):
    name, says = "agent-bursts", "bursts of 1,000 packets of 3.9 kB back to back, socket buffer of 4 MiB where it can be set; then of 4,000"

    def targets(self, run):
        return run.chosen("AGENTS", quick_ours=True)

    def measure(self, run, target):
        with Agent(run, target, target.buffer) as agent:
            agent.await_ready()
            agent.warm(run.seconds(8, 3) if target.ours else 1, run.seconds(20, 6))
            for packets in run.among((1_000, 4_000), (1_000,)):
                run.sample(self, target, burst=packets, **agent.measured(10, "-burst", packets, "-bursts", run.among(5, 3)))


class Memory(Row):
    name, says = "agent-memory", "memory of agents idle, and while ten times as much is offered as the best peer takes"

    def targets(self, run):
        return run.chosen("AGENTS", quick_ours=True)

    def measure(self, run, target):
        with Agent(run, target) as agent:
            agent.await_ready()
            time.sleep(run.seconds(8, 4))
            idle = memory(agent.process)
            spent = agent.measured(10, "-rate", 1_000_000, "-secs", run.seconds(15, 4))
            run.sample(self, target, idle=idle, overload=spent)


class Start(Row):
    name, says = "agent-start", "from exec to the first packet that is at the sink"

    def targets(self, run):
        return run.chosen("AGENTS", quick_ours=True)

    def measure(self, run, target):
        for _ in range(run.among(3, 1)):
            with Agent(run, target) as agent:
                first = generate("first", "-addr", f"127.0.0.1:{PORT}", "-http", machine.COUNTS, "-secs", 20)
                took = None if first["at"] is None else 1000 * (first["at"] - agent.asked)
                run.sample(self, target, ms=took, cpu_s=sum(cpu(agent.process)))
            os.sync()


ROWS = [Rates(), Sizes(), Bursts(), Memory(), Start()]
