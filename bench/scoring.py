"""Candidates of a whole community beside its peers: `python bench/scoring.py [--people N] [--dask]`.

N x N members, hard rules, two-sided fit of five parts, the best 30 of each. Peers: NumPy broadcasting (the same rules
and parts) and SciPy's sparse product (shared skills only, no rules, no fit). Every figure is the best of three runs,
one after the other in this process; ratios are taken inside this run."""

import argparse
import time
from concurrent.futures import ThreadPoolExecutor

import members
import numpy as np
import peers_numpy
import report
from scipy.sparse import csr_array

from querbeet_engine import scale, scoring

KEEP = 30
BLOCK = 200


def clocked(work, repeats=3):
    """The least seconds of a few runs, and the answer."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), answer


def ours(mentees, mentors, **how):
    return scoring.build(mentees, mentors, members.profile(), keep=KEEP, keep_mentor=0, **how)


def row(what, pairs, seconds, base):
    return {
        "what": what,
        "seconds": seconds,
        "million pairs/s": pairs / seconds / 1e6,
        "times NumPy": pairs / seconds / base,
    }


def same_as_numpy(scored, fit):
    """Whether the best fits of the first mentees are those of NumPy, to a millionth of rounding."""
    expected = peers_numpy.best(fit, KEEP)
    joint = scored.fit / 1e6
    for mentee in range(BLOCK):
        mine = np.sort(joint[scored.mentee == mentee])[::-1]
        theirs = expected[mentee][expected[mentee] >= 0]
        if len(mine) != len(theirs) or np.abs(mine - theirs).max(initial=0) > 3e-6:
            return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--dask", action="store_true", help="also on two Dask workers")
    chosen = parser.parse_args()
    n = chosen.people
    mentees, mentors = members.people(n, 1), members.people(n, 2)
    ours(members.people(50, 1), members.people(50, 2))
    tables = peers_numpy.table(mentees.take(np.arange(BLOCK))), peers_numpy.table(mentors)
    numpy_s, fit = clocked(lambda: peers_numpy.fits(*tables))
    numpy_s += clocked(lambda: peers_numpy.best(fit, KEEP))[0]
    base = BLOCK * n / numpy_s
    rows = [row("NumPy broadcasting", BLOCK * n, numpy_s, base)]
    wishes, offers = mentees.skills("wishes"), mentors.skills("offers")
    want, give = (
        csr_array((held.importance, held.skill, held.indptr), (n, members.SKILLS)) for held in (wishes, offers)
    )
    rows.append(row("SciPy sparse product (skills only)", n * n, clocked(lambda: want @ give.T.tocsr())[0], base))
    one, scored = clocked(lambda: ours(mentees, mentors, rows=n))
    rows.append(row("engine, 1 thread", n * n, one, base))
    with ThreadPoolExecutor(2) as threads:
        two, _ = clocked(lambda: ours(mentees, mentors, rows=n // 8, executor=threads))
    rows.append(row("engine, 2 threads", n * n, two, base))
    places = [("2 processes", scale.processes)] + ([("2 Dask workers", scale.dask)] if chosen.dask else [])
    areas = (np.arange(members.SKILLS) // 25).astype(np.int32)
    for name, place in places:
        with place(2) as executor:
            seconds, there = clocked(lambda e=executor: ours(mentees, mentors, rows=n // 8, areas=areas, executor=e))
        rows.append(row(f"engine, {name}", n * n, seconds, base))
        assert np.array_equal(there.mentor, scored.mentor), "another answer on other processes"
    assert same_as_numpy(scored, fit), "not the fits of NumPy"
    ratio = rows[3]["times NumPy"]
    report.show(
        "scoring", rows, [(12, "at least 15 times NumPy's pairs a second, 2 threads", round(ratio, 1), ratio >= 15)]
    )
    share = 1 - scored.removed[:, 0].sum() / (n * n)
    print(f"candidates: {share:.1%} of all pairs; most memory held: {report.memory()} MiB")


if __name__ == "__main__":
    main()
