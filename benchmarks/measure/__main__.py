"""Measures the peers and ours in turn; started by peers.sh, which says what the arguments mean."""
import argparse, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import agents, collectors, embedded, report, stores, targets
from run import Run

HERE = os.path.dirname(os.path.abspath(__file__))
STORES = stores.ROWS + embedded.ROWS
ROWS = {row.name: row for row in agents.ROWS + collectors.ROWS + STORES}
USUAL = agents.ROWS + collectors.ROWS
TARGETS = {t.name: t for t in targets.EVERYTHING}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--rounds", type=int)
    options.add_argument("--out")
    options.add_argument("--targets", default="")
    options.add_argument("--list", action="store_true")
    options.add_argument("--report", action="store_true", help="prints the tables of the samples that are there, measures nothing")
    options.add_argument("--publish", metavar="FILE", help="puts the tables between the marks of a document such as docs/performance.md")
    options.add_argument("--stores", action="store_true", help="the rows of storages instead of those of agents and collectors")
    options.add_argument("rows", nargs="*")
    given = options.parse_args()
    if given.list:
        print(*(f"{row.name:26} {row.says}" for row in ROWS.values()), "", *(f"{t.name:26} {t.title}" for t in TARGETS.values()), sep="\n")
        return
    rows = given.rows or ([row.name for row in STORES] if given.stores else [])
    check("row", rows, ROWS)
    only = [t for t in given.targets.split(",") if t]
    check("target", only, TARGETS)
    out = os.path.abspath(given.out or os.path.join(HERE, "..", "target", "stores" if given.stores else "peers"))
    if not given.report:
        run = Run(given.quick, given.rounds or (1 if given.quick or given.stores else 3), out, only)
        run.take([ROWS[name] for name in rows] or USUAL)
    text = report.of(os.path.join(out, "samples.jsonl"))
    with open(os.path.join(out, "report.md"), "w") as f:
        f.write(text)
    print(text)
    if given.publish:
        publish(given.publish, "peers.sh stores" if given.stores else "peers.sh", text)


def publish(path, mark, text):
    """Between `<!-- mark -->` and `<!-- /mark -->`."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    with open(path) as f:
        before, rest = f.read().split(begin)
    _, after = rest.split(end)
    with open(path, "w") as f:
        f.write(before + begin + "\n" + text + "\n" + end + after)


def check(what, names, known):
    for name in names:
        if name not in known:
            sys.exit(f'unknown {what} "{name}", expected some of {", ".join(known)}')


main()
