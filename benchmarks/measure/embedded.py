"""The rows about stores inside the process: bytes of memory and disk for a span, CPU, and searches; as whole programs and by themselves."""
import json, os, random, subprocess, time
from statistics import median, quantiles

import machine
from collectors import Collector
from machine import cpu, memory
from run import Row
from stores import HOUR, Asked, fill


class Whole(Row):
    name, says = "store-embedded", "stores inside the process, as whole programs: bytes for a span, CPU, and questions over HTTP"

    def targets(self, run):
        return run.chosen("EMBEDDED")

    def measure(self, run, target):
        target.clear()
        with Collector(run, target) as process:
            process.await_ready()
            machine.warm(process.process, lambda: fill(2, "-spread", HOUR, "-most", 20_000, spans=10), run.seconds(15, 5), run.seconds(30, 10))
            before, used, begun = memory(process.process), sum(cpu(process.process)), time.time()
            wanted, taken = run.among(*target.spans), 0
            while taken < wanted and time.time() - begun < run.seconds(150, 60):
                load = fill(15, "-spread", HOUR, "-most", wanted - taken, spans=10)
                taken += load["spans"]
                if not load["spans"]:
                    raise RuntimeError(f"nothing is taken: {load['error']}")
            took, spent, after = time.time() - begun, sum(cpu(process.process)) - used, memory(process.process)
            run.sample(self, target, spans=taken, taken_per_s=taken / took, cpu_per_million=spent / taken * 1e6, memory=after,
                       rss_bytes_per_span=(after["rss"] - before["rss"]) * 2**20 / taken, disk_bytes_per_span=target.on_disk() / taken if target.directory else None)
            time.sleep(run.seconds(10, 3))
            asked = Asked()
            asked.times(run, self, target, process.process, run.among(200, 60), spans=taken)
            run.sample(self, target, memory_searched=memory(process.process))
            seen = asked.seen()["traces"]
        if target.directory:
            self.cold(run, target, seen)
            target.clear()

    def cold(self, run, target, traces):
        """Traces by their ids in a program started anew that has answered others, each after the kernel forgot the files. What a program maps it may keep."""
        pick = random.Random(11)
        with Collector(run, target) as process:
            process.await_ready()
            asked, took = Asked(), []
            for _ in range(run.among(200, 60)):
                asked.ask(f"/api/traces/{pick.choice(traces)}")
            for _ in range(run.among(100, 30)):
                forget(target.directory)
                took.append(asked.ask(f"/api/traces/{pick.choice(traces)}")[0])
            run.sample(self, target, question="cold trace", asked=len(took), ms_p50=median(took), ms_p95=quantiles(took, n=20)[-1])


def forget(directory):
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                file = os.open(os.path.join(folder, name), os.O_RDONLY)
            except FileNotFoundError:  # merged away
                continue
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


class Inside(Row):
    name, says = "store-inside", "our stores by themselves, spans made in their process: written per CPU-second, bytes kept, questions warm and cold"

    def targets(self, run):
        return run.chosen("INSIDE")

    def measure(self, run, target):
        target.clear()
        spans = run.among(*target.spans)
        done = subprocess.run([*target.command, str(spans), *filter(None, [target.directory])], capture_output=True, text=True, timeout=900,
                              preexec_fn=lambda: os.sched_setaffinity(0, {machine.TARGET_CORE}))
        if done.returncode != 0:
            raise RuntimeError(f"ended with {done.returncode}: {done.stderr.strip()[-500:]}")
        for line in done.stdout.splitlines():
            if line.startswith("{"):
                run.sample(self, target, **{"spans": spans, **json.loads(line)})
        target.clear()


ROWS = [Inside(), Whole()]
