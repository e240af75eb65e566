"""One run: which rows and targets, how long, and where the samples go."""
import json, os, time

import machine, targets


class Row:
    """A kind of measurement: `targets` of a run, and `measure`, which takes samples of one of them."""
    name = says = ""


class Run:
    def __init__(self, quick, rounds, out, only):
        self.quick, self.rounds, self.out, self.only = quick, rounds, out, only
        self.round = 0
        self.samples = []
        os.makedirs(os.path.join(out, "logs"), exist_ok=True)
        samples = os.path.join(out, "samples.jsonl")
        if os.path.exists(samples):  # of the run before
            os.rename(samples, os.path.join(out, f"samples-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(os.path.getmtime(samples)))}.jsonl"))
        self.file = open(samples, "w", buffering=1)

    def among(self, whole, quick):
        return quick if self.quick else whole

    seconds = among

    def log(self, name):
        return os.path.join(self.out, "logs", f"{name}.log")

    def all(self, group):
        return getattr(targets, group)

    def chosen(self, group, quick_ours=False):
        """The targets of a row; with `quick_ours` a quick run has only ours, for no goal asks for the peers' figures."""
        all_ = self.all(group)
        if self.only:
            return [t for t in all_ if t.name in self.only]
        if self.quick and quick_ours:
            return [t for t in all_ if t.ours]
        return [t for t in all_ if t.quick or not self.quick]

    def sample(self, row, target, **figures):
        sample = {"row": row.name, "target": target.name, "round": self.round, "at": round(time.time(), 1), "load1": machine.load_average(), **figures}
        self.samples.append(sample)
        self.file.write(json.dumps(sample) + "\n")
        short = {k: round(v, 2) if isinstance(v, float) else v for k, v in sample.items() if not isinstance(v, dict) and k not in ("row", "target", "round", "at")}
        print(f"{time.strftime('%T')} {row.name} {target.name} {short}", flush=True)

    def take(self, rows):
        """Round by round, and in each round target by target, so that a busy time of the machine meets all of them alike."""
        for self.round in range(self.rounds):
            for row in rows:
                for target in row.targets(self):
                    try:
                        row.measure(self, target)
                    except Exception as error:  # whatever it is, the other targets are measured
                        failed = f"{type(error).__name__}: {error}"
                        self.file.write(json.dumps({"row": row.name, "target": target.name, "round": self.round, "failed": str(failed)}) + "\n")
                        print(f"{time.strftime('%T')} {row.name} {target.name} FAILED: {failed}", flush=True)
