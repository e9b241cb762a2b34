"""Cohort matching beside its peers: `python bench/cohort.py`; `--help` names the options.

Each measurement runs in its own process, one after the other; ratios are taken inside this one run. Prints tables,
growth exponents and the targets with MET or MISSED, writes bench/results/cohort.json and a chart. Peers are optional:
the dependency group `bench` has `matching` and `algmatch`. `mentor-match` installs a module of the same name as
`matching`, so it needs an environment of its own.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
from pathlib import Path

from figures import log_chart

HERE = Path(__file__).resolve().parent
OURS = {
    "stable": (500, 1000, 3000, 10_000, 100_000),
    "total": (500, 1000, 3000, 10_000, 100_000),
    "coverage": (500, 1000, 3000, 10_000, 100_000),
    "fair": (500, 1000, 3000, 10_000),
    "leximin": (500, 1000, 3000),
    "balanced": (500, 1000, 3000, 10_000),
    "preview": (500, 1000, 3000, 10_000, 100_000),
    "one-to-one": (100, 200),
}
PEERS = {
    "lemon": (500, 1000, 3000, 10_000, 100_000),
    "highs": (500, 1000, 3000, 10_000),
    "scipy-sparse": (500, 1000, 3000, 10_000),
    "scipy-dense": (500, 1000, 3000, 10_000),
    "matching": (500, 1000, 3000, 10_000),
    "algmatch": (500, 1000, 3000, 10_000),
    "mentor-match": (100, 200),
}
AGAINST = {
    "lemon": "total", "highs": "total", "scipy-sparse": "total", "scipy-dense": "total",
    "matching": "stable", "algmatch": "stable", "mentor-match": "one-to-one",
}  # fmt: skip
TIMEOUT = 900


def measure(method, n, python):
    command = [python, str(HERE / "cohort_methods.py"), method, str(n)]
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, env=env, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(f"  {method} {n}: not measured ({(done.stderr.strip().splitlines() or ['no message'])[-1][:90]})")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def growth(rows):
    """Exponent of the time over the two largest cohorts."""
    (n1, t1), (n2, t2) = [(row["n"], row["seconds"]) for row in rows[-2:]]
    return math.log(t2 / t1) / math.log(n2 / n1)


def table(results):
    print(f"{'method':14}{'n':>8}{'seconds':>10}{'ratio':>9}{'MB':>8}  total / served")
    for method, rows in results.items():
        for row in rows:
            ours = found(results, AGAINST.get(method), row["n"])
            ratio = f"{row['seconds'] / ours['seconds']:.1f}x" if ours else ""
            what = row.get("total", row.get("served"))
            print(f"{method:14}{row['n']:>8}{row['seconds']:>10.4f}{ratio:>9}{row['mb']:>8}  {what}")
        if len(rows) > 1:
            print(f"{method:14}  grows as n^{growth(rows):.2f}")


def found(results, method, n):
    return next((row for row in results.get(method, ()) if row["n"] == n), None)


def ratio(results, slow, quick, n, key="seconds"):
    a, b = found(results, slow, n), found(results, quick, n)
    return a[key] / b["seconds"] if a and b else None


def targets(results):
    """(number, sentence, measured, met) of the targets for cohorts; None where a peer was not there."""

    def at_least(number, text, value, limit):
        return number, f"{text} >= {limit}x", value, None if value is None else value >= limit

    def at_most(number, text, value, limit):
        return number, f"{text} <= {limit}", value, None if value is None else value <= limit

    get = lambda method, n: found(results, method, n) or {}  # noqa: E731
    stable, big = get("stable", 10_000), get("stable", 100_000)
    total, lp, fair, best = (get(name, 10_000) for name in ("total", "highs", "fair", "coverage"))
    near, flow = get("preview", 100_000), get("total", 100_000)
    yield at_least(1, "stable 10k against matching end to end", ratio(results, "matching", "stable", 10_000), 1000)
    yield at_least(1, "its solve alone", ratio(results, "matching", "stable", 10_000, "solve_seconds"), 50)
    yield at_least(1, "against algmatch end to end", ratio(results, "algmatch", "stable", 10_000), 1000)
    yield at_most(1, "blocking pairs", stable.get("blocking"), 0)
    if big:
        yield at_most(2, "stable 100k over 10k", big["seconds"] / stable["seconds"], 15)
    if lp:
        yield at_most(3, "difference to the optimum of HiGHS", abs(total["total"] - lp["total"]), 0)
    for peer, limit in (("highs", 8), ("scipy-sparse", 15), ("scipy-dense", 30)):
        yield at_least(3, f"total 10k against {peer}", ratio(results, peer, "total", 10_000), limit)
    if near and flow:
        yield at_most(4, "preview 100k, certified gap in %", 100 * near["gap"], 0.02)
        yield at_most(4, "preview 100k over the flow", near["seconds"] / flow["seconds"], 0.7)
    if fair:
        yield at_most(5, "fair 10k, people fewer than the most", best["served"] - fair["served"], 0)
        yield at_most(5, "worst pair of the best total less that of fair", best["worst"] - fair["worst"], 0)
        yield at_most(5, "total lost in %", 100 * (1 - fair["total"] / best["total"]), 0.1)
        yield at_most(5, "fair 10k over one flow", fair["seconds"] / total["seconds"], 8)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="cohorts up to 1000 only")
    options.add_argument("--only", help="methods to measure again, by comma; the other rows are those kept last")
    options.add_argument("--peers", default=sys.executable, help="Python with matching and algmatch")
    options.add_argument("--mentor-match", default=sys.executable, help="Python with mentor-match and numpy")
    chosen = options.parse_args()
    pythons = {
        "lemon": chosen.peers,
        "matching": chosen.peers,
        "algmatch": chosen.peers,
        "mentor-match": chosen.mentor_match,
    }
    wanted = chosen.only.split(",") if chosen.only else [*OURS, *PEERS]
    results = json.loads((HERE / "results" / "cohort.json").read_text())["results"] if chosen.only else {}
    for method, sizes in {**OURS, **PEERS}.items():
        if method not in wanted:
            continue
        results.pop(method, None)
        for n in sizes:
            if chosen.quick and n > 1000:
                continue
            row = measure(method, n, pythons.get(method, sys.executable))
            if row is None:
                break
            print(f"  {method} {n}: {row['seconds']:.4f} s", flush=True)
            results.setdefault(method, []).append(row)
    table(results)
    verdicts = list(targets(results))
    for number, text, value, met in verdicts:
        shown = "not measured" if value is None else f"{value:.4g}"
        print(f"target {number}: {text}: {shown} {'' if met is None else 'MET' if met else 'MISSED'}")
    if not chosen.quick:
        keep(results, verdicts)


def keep(results, verdicts):
    out = HERE / "results"
    out.mkdir(exist_ok=True)
    report = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "seconds": "processor time",
        "results": results,
        "targets": [dict(zip(("target", "what", "measured", "met"), row, strict=True)) for row in verdicts],
    }
    (out / "cohort.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    lines = {
        name: [(row["n"], row["seconds"]) for row in rows] for name, rows in results.items() if rows[-1]["n"] > 200
    }
    picture = HERE.parent / "docs" / "explanation" / "engine-cohort.svg"
    log_chart(picture, "Cohort matching: time by size, one run", "mentees", "seconds", lines)


if __name__ == "__main__":
    main()
