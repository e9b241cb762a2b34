"""One method on one made-up cohort in its own process: `python cohort_methods.py METHOD N`, one line of JSON.

Seconds are processor time (other work on the machine does not count), the best of three runs (of one above five
seconds), compiled code warmed, making the cohort not counted;
megabytes are the peak above what was there before, on Linux.
"""

import json
import sys
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

SCALE = 1_000_000
LONG = 5.0


def cohort(n, seed=1, ratio=5, shortest=10, longest=50, most_places=8):
    """n mentees, n / 5 mentors with 1 to 8 places; 10 to 50 candidates each, popular mentors more often (log-normal).

    Rows are mentees in order, best mentor first. Fits are what each side sees, in millionths.
    """
    rng = np.random.default_rng(seed)
    m = max(n // ratio, 2)
    wished = rng.integers(min(shortest, m), min(longest, m) + 1, n)
    share = np.cumsum(rng.lognormal(0, 0.8, m))
    mentee = np.repeat(np.arange(n), (wished * 1.3).astype(int) + 2)
    mentor = np.minimum(np.searchsorted(share / share[-1], rng.random(len(mentee))), m - 1)
    first = np.sort(np.unique(mentee * m + mentor, return_index=True)[1])
    mentee, mentor = mentee[first], mentor[first]
    rank = np.arange(len(mentee)) - np.searchsorted(mentee, np.arange(n))[mentee]
    mentee, mentor = mentee[rank < wished[mentee]], mentor[rank < wished[mentee]]
    quality, promise = rng.random(m), rng.random(n)
    by_mentee = np.rint(SCALE * (0.4 * quality[mentor] + 0.6 * rng.random(len(mentee)))).astype(np.int64)
    by_mentor = np.rint(SCALE * (0.2 * promise[mentee] + 0.8 * rng.random(len(mentee)))).astype(np.int64)
    order = np.lexsort((-by_mentee, mentee))
    mentee, mentor, by_mentee, by_mentor = (a[order] for a in (mentee, mentor, by_mentee, by_mentor))
    return {
        "n": n, "m": m, "mentee": mentee.astype(np.int32), "mentor": mentor.astype(np.int32),
        "by_mentee": by_mentee, "by_mentor": by_mentor, "fit": (by_mentee + by_mentor) // 2,
        "places": rng.integers(1, most_places + 1, m),
    }  # fmt: skip


def engine(names):
    """Our engine from arrays to a checked-out Solution, the problem's validation included."""
    import querbeet_engine as q

    def run(c):
        problem = q.Problem(
            n_mentees=c["n"], n_mentors=c["m"], mentee=c["mentee"], mentor=c["mentor"], fit=c["fit"],
            fit_mentee=c["by_mentee"], fit_mentor=c["by_mentor"], capacity_mentor=c["places"],
        )  # fmt: skip
        answer = q.preview(problem) if names == "preview" else q.solve(problem, names)
        fits = problem.fit[answer.edges]
        return {
            "served": answer.served, "total": answer.total, "worst": int(fits.min()), "gap": answer.gap,
            "proven": answer.proven, "blocking": answer.certificate["blocking_pairs"],
        }  # fmt: skip

    return run


def preferences(c):
    ours = [row.tolist() for row in np.split(c["mentor"], np.searchsorted(c["mentee"], np.arange(1, c["n"])))]
    order = np.lexsort((-c["by_mentor"], c["mentor"]))
    cuts = np.searchsorted(c["mentor"][order], np.arange(1, c["m"]))
    return ours, [row.tolist() for row in np.split(c["mentee"][order], cuts)]


def matching(c):
    from matching.games import HospitalResident

    ours, theirs = preferences(c)
    before = time.process_time()
    game = HospitalResident.create_from_dictionaries(
        {f"r{i}": [f"h{j}" for j in row] for i, row in enumerate(ours)},
        {f"h{j}": [f"r{i}" for i in row] for j, row in enumerate(theirs) if row},
        {f"h{j}": int(c["places"][j]) for j, row in enumerate(theirs) if row},
    )
    built = time.process_time()
    found = []
    threading.stack_size(2**30 - 2**12)  # it recurses once for each proposal
    sys.setrecursionlimit(10**7)
    thread = threading.Thread(target=lambda: found.append(game.solve()))
    thread.start()
    thread.join()
    done = time.process_time()
    served = sum(len(people) for people in found[0].values())
    return {"served": served, "seconds": done - before, "solve_seconds": done - built}


def algmatch(c):
    from algmatch import HospitalResidentsProblem

    ours, theirs = preferences(c)
    tables = {
        "residents": {i + 1: [j + 1 for j in row] for i, row in enumerate(ours)},
        "hospitals": {
            j + 1: {"capacity": int(c["places"][j]), "preferences": [i + 1 for i in row]}
            for j, row in enumerate(theirs)
        },
    }
    before = time.process_time()
    game = HospitalResidentsProblem(dictionary=tables, optimised_side="residents")
    built = time.process_time()
    answer = game.get_stable_matching()
    done = time.process_time()
    served = sum(1 for mentor in answer["resident_sided"].values() if mentor)
    return {"served": served, "seconds": done - before, "solve_seconds": done - built}


def highs(c):
    import highspy

    n, m, edges = c["n"], c["m"], len(c["fit"])
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = edges, n + m
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = -c["fit"].astype(float), np.zeros(edges), np.ones(edges)
    lp.row_lower_ = np.full(n + m, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate([np.ones(n), c["places"]]).astype(float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 2 * edges + 1, 2)
    lp.a_matrix_.index_ = np.stack([c["mentee"], n + c["mentor"]], 1).ravel().astype(np.int32)
    lp.a_matrix_.value_ = np.ones(2 * edges)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(lp)
    solver.run()
    return {"total": round(-solver.getInfo().objective_function_value)}


def lemon(c):
    import pylmcf

    n, m, edges = c["n"], c["m"], len(c["fit"])
    tail = np.concatenate([c["mentee"], np.arange(n), n + np.arange(m)]).astype(np.int64)
    head = np.concatenate([n + c["mentor"], np.full(n + m, n + m)]).astype(np.int64)
    room = np.concatenate([np.ones(edges + n), c["places"]]).astype(np.int64)
    cost = np.concatenate([SCALE - c["fit"], np.full(n, SCALE), np.zeros(m)]).astype(np.int64)
    order = np.lexsort((head, tail))
    before = time.process_time()
    graph = pylmcf.Graph(n + m + 1, tail[order], head[order])
    graph.set_node_supply(np.concatenate([np.ones(n), np.zeros(m), [-n]]).astype(np.int64))
    graph.set_edge_capacities(room[order])
    graph.set_edge_costs(cost[order])
    graph.solve()
    return {"total": n * SCALE - graph.total_cost(), "seconds": time.process_time() - before}


def scipy_sparse(c):
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    start = np.concatenate([[0], np.cumsum(c["places"])])
    copies = c["places"][c["mentor"]]
    row, base = np.repeat(c["mentee"], copies), np.repeat(start[c["mentor"]], copies)
    column = base + np.arange(len(row)) - np.repeat(np.cumsum(copies) - copies, copies)
    n, slots = c["n"], start[-1]
    cost = np.concatenate([-np.repeat(c["fit"], copies) - 1.0, np.full(n, -1.0)])
    shape = (n, slots + n)
    table = csr_matrix((cost, (np.append(row, np.arange(n)), np.append(column, slots + np.arange(n)))), shape=shape)
    rows, columns = min_weight_full_bipartite_matching(table)
    return {"total": int(-np.asarray(table[rows, columns]).sum() - n)}


def scipy_dense(c):
    from scipy.optimize import linear_sum_assignment

    start = np.concatenate([[0], np.cumsum(c["places"])])
    table = np.zeros((c["n"], start[-1]))
    for place in range(int(c["places"].max())):
        open_ = c["places"][c["mentor"]] > place
        table[c["mentee"][open_], start[c["mentor"][open_]] + place] = c["fit"][open_]
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {"total": int(table[rows, columns].sum())}


def mentor_match(c):
    """One round of mentor-match 7.0.1: as many mentors as mentees, one place each, the same pairs and fits."""
    from matching.match import Match
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import match_and_assign_participants
    from matching.rules.rule import Disqualify, Rule

    fits = {(i, j): fit for i, j, fit in zip(*(c[k].tolist() for k in ("mentee", "mentor", "fit")), strict=True)}

    class Fit(Rule):
        def apply(self, match):
            return fits.get((match.mentee.email, match.mentor.email), 0)

    unknown = Disqualify(lambda match: (match.mentee.email, match.mentor.email) not in fits)
    before = time.process_time()
    mentees = [Mentee(grade=0, email=i) for i in range(c["n"])]
    mentors = [Mentor(grade=0, email=j) for j in range(c["m"])]
    grid = [[Match(b, a, [Fit(), unknown]).calculate_match() for a in mentees] for b in mentors]
    match_and_assign_participants(grid)
    pairs = [(a.email, b.email) for a in mentees for b in a.mentors]
    seconds = time.process_time() - before
    return {"served": len(pairs), "total": sum(fits[pair] for pair in pairs), "seconds": seconds}


METHODS = {
    "stable": lambda: engine(("stable",)),
    "total": lambda: engine(("total",)),
    "coverage": lambda: engine(("coverage", "total")),
    "fair": lambda: engine(("coverage", "worst-off", "total")),
    "leximin": lambda: engine(("coverage", "leximin")),
    "balanced": lambda: engine(("coverage", "pairs", "balanced", "total")),
    "preview": lambda: engine("preview"),
    "one-to-one": lambda: engine(("coverage", "total")),
    "matching": lambda: matching,
    "algmatch": lambda: algmatch,
    "highs": lambda: highs,
    "lemon": lambda: lemon,
    "scipy-sparse": lambda: scipy_sparse,
    "scipy-dense": lambda: scipy_dense,
    "mentor-match": lambda: mentor_match,
}


def memory(what):
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))
    except OSError:
        return float("nan")


def fresh_peak():
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def made(name, n):
    if name not in ("one-to-one", "mentor-match"):
        return cohort(n)
    c = cohort(n, ratio=1)
    return {**c, "places": np.ones(c["m"], int)}


def main():
    name, n = sys.argv[1], int(sys.argv[2])
    method = METHODS[name]()
    method(made(name, 60))
    c = made(name, n)
    best, before = None, memory("VmRSS")
    fresh_peak()
    for _ in range(3):
        start = time.process_time()
        found = method(c)
        found = {"seconds": time.process_time() - start, **found}
        best = found if best is None or found["seconds"] < best["seconds"] else best
        if found["seconds"] > LONG:
            break
    print(
        json.dumps({"method": name, "n": n, "edges": len(c["fit"]), **best, "mb": round(memory("VmHWM") - before, 1)})
    )


if __name__ == "__main__":
    main()
