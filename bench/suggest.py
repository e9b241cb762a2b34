"""Suggestions for one person beside their peers: `python bench/suggest.py [--people N]` (one million, unless told).

200 people ask for the best 20 under hard rules, among their own community and public members. Peers at 100,000: FAISS
flat (inner product of skills; with and without an id filter; no rules; optional) and NumPy broadcasting. Every question
is asked three times and its least time counts, for everyone alike. Times are CPU time of the one thread that asks: on a
quiet machine that is the time one waits."""

import argparse
import time

import members
import numpy as np
import peers_numpy
import report

from querbeet_engine import scoring, suggestions

ASKERS, K, SMALL = 200, 20, 100_000


def pool_of(size):
    pool = members.people(size, 1)
    pool.columns["public"] = (np.random.default_rng(5).random(size) < 0.3).astype(np.int32)
    return pool


def latencies(ask, askers=ASKERS):
    """Milliseconds of each question."""
    least = np.full(askers, np.inf)
    for _ in range(3):
        for asker in range(askers):
            start = time.thread_time()
            ask(asker)
            least[asker] = min(least[asker], time.thread_time() - start)
    return least * 1e3


def row(what, size, spent, memory="", **more):
    p50, p95, p99 = np.quantile(spent, (0.5, 0.95, 0.99))
    figures = {"p50 ms": float(p50), "p95 ms": float(p95), "p99 ms": float(p99), "max ms": float(spent.max())}
    return {"what": what, "pool": size, **figures, "MiB": memory, "build s": more.get("build", "")}


def engine(askers, pool):
    start = time.perf_counter()
    index = suggestions.Index(askers, pool, members.profile(), group="community", public="public")
    build = time.perf_counter() - start
    home = askers.columns["community"]
    spent = latencies(lambda asker: index.best(asker, K, groups=[int(home[asker])]))
    return index, row("engine", pool.size, spent, round(index.nbytes / 2**20), build=build)


def changes(index, pool):
    """Milliseconds to take in one changed profile."""
    some = [pool.take(np.array([person])) for person in range(200)]
    spent = []
    for person, facts in enumerate(some):
        start = time.thread_time()
        index.change(person + 1000, facts)
        spent.append(time.thread_time() - start)
    return row("engine, one profile changed", pool.size, np.array(spent) * 1e3)


def exact(index, askers, pool):
    """Whether the answers are those of scoring everyone, for the first askers."""
    some = askers.take(np.arange(20))
    scored = scoring.build(some, pool, members.profile())
    for asker in range(20):
        visible = (pool.columns["public"] == 1) | (pool.columns["community"] == some.columns["community"][asker])
        edges = (scored.mentee == asker) & visible[scored.mentor]
        expected = np.sort(scored.fit[edges])[::-1][:K]
        found = index.best(asker, K, groups=[int(some.columns["community"][asker])])
        if not np.array_equal((found.fit_mentee + found.fit_mentor) // 2, expected):
            return False
    return True


def numpy_row(askers, pool):
    rows, everyone = peers_numpy.table(askers.take(np.arange(5))), peers_numpy.table(pool)

    def ask(asker):
        one = {name: column[asker : asker + 1] for name, column in rows.items()}
        return peers_numpy.best(peers_numpy.fits(one, everyone), K)

    return row("NumPy broadcasting", pool.size, latencies(ask, 5))


def faiss_rows(askers, pool):
    """FAISS over 0/1 vectors of skills; nothing if it is not installed."""
    try:
        import faiss
    except ImportError:
        return []
    faiss.omp_set_num_threads(1)
    vectors, questions = (dense(people.skills(name)) for people, name in ((pool, "offers"), (askers, "wishes")))
    index = faiss.IndexFlatIP(members.SKILLS)
    index.add(vectors)
    visible = np.flatnonzero((pool.columns["public"] == 1) | (pool.columns["community"] == 3))
    limited = faiss.SearchParameters(sel=faiss.IDSelectorBatch(visible))
    plain = latencies(lambda asker: index.search(questions[asker : asker + 1], K), 20)
    filtered = latencies(lambda asker: index.search(questions[asker : asker + 1], K, params=limited), 20)
    size = round(vectors.nbytes / 2**20)
    return [row("FAISS flat", pool.size, plain, size), row("FAISS flat, id filter", pool.size, filtered, size)]


def dense(held):
    vectors = np.zeros((held.size, members.SKILLS), np.float32)
    vectors[held.owners(), held.skill] = 1
    return vectors


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    chosen = parser.parse_args()
    askers, small = members.people(ASKERS, 2), pool_of(SMALL)
    index, first = engine(askers, small)
    first["exact"] = exact(index, askers, small)
    rows = [first, *({**each, "exact": ""} for each in (*faiss_rows(askers, small), numpy_row(askers, small)))]
    pool = pool_of(chosen.people)
    index, large = engine(askers, pool)
    rows += [{**each, "exact": ""} for each in (large, changes(index, pool))]
    p95 = large["p95 ms"]
    targets = [
        (11, f"p95 at most 8 ms of one core at {chosen.people:,}", round(p95, 2), p95 <= 8),
        (11, "equal to scoring everyone", first["exact"], first["exact"]),
    ]
    filtered = [each["p50 ms"] for each in rows if each["what"] == "FAISS flat, id filter"]
    if filtered:
        ratio = filtered[0] / first["p50 ms"]
        targets.append((11, "at least 50 times FAISS flat with filter at 100,000 (p50)", round(ratio, 1), ratio >= 50))
    report.show("suggest", rows, targets)
    print(f"most memory held: {report.memory()} MiB")


if __name__ == "__main__":
    main()
