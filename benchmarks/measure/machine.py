"""What the kernel says of a process and of a port, and starting and ending processes on a core."""
import json, os, re, signal, subprocess, time, urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
TARGET_CORE, LOAD_CORE = 0, 1
LOAD = os.environ.get("BENCH_LOAD", "load")
COUNTS = "127.0.0.1:19999"


def start(command, core, log, env=None):
    """A process pinned to one core; what it says goes to a file."""
    with open(log, "ab") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})},
                                preexec_fn=lambda: os.sched_setaffinity(0, {core}))


def stop(process, patience=15):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu(process):
    """Seconds of CPU time so far, (user, system)."""
    fields = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[11]) / TICKS, int(fields[12]) / TICKS


def compilers(process):
    """Of its CPU time, what the JVM's compilers took: it ends once a process is warm."""
    seconds = 0.0
    for task in os.listdir(f"/proc/{process.pid}/task"):
        try:
            name, fields = re.match(r"\d+ \((.*)\) (.*)", open(f"/proc/{process.pid}/task/{task}/stat").read(), re.S).groups()
        except OSError:  # it has ended
            continue
        if re.match(r"C[12] Compiler", name):
            seconds += sum(map(int, fields.split()[11:13])) / TICKS
    return seconds


def warm(process, load, cpu_seconds, most):
    """Runs `load` until the process has spent so much CPU time under it, for on a busy machine seconds say little."""
    end, from_ = time.monotonic() + most, sum(cpu(process))
    while sum(cpu(process)) - from_ < cpu_seconds and time.monotonic() < end:
        load()


def memory(process):
    """MiB: resident, its peak since the last reset, anonymous, and all that no other process shares."""
    status = open(f"/proc/{process.pid}/status").read()
    rollup = open(f"/proc/{process.pid}/smaps_rollup").read()
    of = lambda text, name: int(re.search(rf"^{name}:\s+(\d+)", text, re.M).group(1)) / 1024
    private = of(rollup, "Private_Clean") + of(rollup, "Private_Dirty")
    return {"rss": of(status, "VmRSS"), "peak": of(status, "VmHWM"), "anon": of(status, "RssAnon"), "private": private}


def reset_peak(process):
    with open(f"/proc/{process.pid}/clear_refs", "w") as f:
        f.write("5")


def kernel_drops(port):
    """Packets that the kernel dropped at the sockets of a UDP port."""
    drops = 0
    for table in ("/proc/net/udp", "/proc/net/udp6"):
        for line in open(table).read().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(f":{port:04X}"):
                drops += int(fields[-1])
    return drops


def load_average():
    return float(open("/proc/loadavg").read().split()[0])


def machine_busy():
    """Jiffies of the whole machine: (all, idle)."""
    fields = [int(f) for f in open("/proc/stat").readline().split()[1:9]]
    return sum(fields), fields[3] + fields[4]


def http(url, patience=30):
    return urllib.request.urlopen(url, timeout=patience).read().decode()


def generate(*arguments, patience=180):
    """Runs the generator on the other core and returns what it reports."""
    done = subprocess.run([LOAD, *map(str, arguments)], capture_output=True, text=True, timeout=patience,
                          preexec_fn=lambda: os.sched_setaffinity(0, {LOAD_CORE}))
    if done.returncode != 0:
        raise RuntimeError(f"load {arguments} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def counter(url, name, **labels):
    """The sum of a Prometheus counter over all series that have these labels; 0 where there is none."""
    total = 0.0
    for line in http(url).splitlines():
        match = re.match(r"([a-zA-Z_:][\w:]*)(\{.*\})? ([-+.\deENaInf]+)$", line)
        if match and match.group(1) == name and all(f'{k}="{v}"' in (match.group(2) or "") for k, v in labels.items()):
            total += float(match.group(3))
    return total


class Sink:
    """The process that takes what agents send and counts it by span."""

    def __init__(self, log):
        self.process = start([LOAD, "sink", "-grpc", "127.0.0.1:14250", "-relay", "127.0.0.1:14277", "-http", COUNTS], LOAD_CORE, log)
        await_(lambda: self.counts() is not None, 10, "the sink to answer")

    def counts(self):
        return json.loads(http(f"http://{COUNTS}/counts"))

    def settled(self, before, sent, patience=20):
        """Its counts once all spans are there, or nothing has come for two seconds."""
        last, since = self.counts(), time.monotonic()
        end = since + patience
        while last["spans"] - before["spans"] < sent and time.monotonic() - since < 2 and time.monotonic() < end:
            time.sleep(0.1)
            now = self.counts()
            if now["spans"] != last["spans"]:
                last, since = now, time.monotonic()
        return last


def await_(condition, patience, what):
    end = time.monotonic() + patience
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise TimeoutError(f"waited {patience} s for {what}")
        time.sleep(0.01)
