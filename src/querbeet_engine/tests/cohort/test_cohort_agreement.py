"""The same values as SciPy, HiGHS and other libraries on random cohorts."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

import querbeet_engine as engine


def cohort(seed, n=60, m=15, strict=False):
    rng = np.random.default_rng(seed)
    pairs = np.unique(rng.integers(0, [n, m], (n * 6, 2)), axis=0)
    views = [rng.permutation(len(pairs)) if strict else rng.integers(1, 10**6, len(pairs)) for _ in range(2)]
    return engine.Problem(
        n_mentees=n,
        n_mentors=m,
        mentee=pairs[:, 0],
        mentor=pairs[:, 1],
        fit=rng.integers(1, 10**6, len(pairs)),
        fit_mentee=views[0],
        fit_mentor=views[1],
        capacity_mentee=np.ones(n, int) if strict else rng.integers(1, 3, n),
        capacity_mentor=rng.integers(0, 6, m),
    )


def lp_optimum(problem, bonus=0):
    """HiGHS on the linear program: the best total, each mentee's first place worth a bonus."""
    import highspy

    n, m, edges = problem.n_mentees, problem.n_mentors, problem.n_edges
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = edges + n, 2 * n + m
    lp.col_cost_ = np.concatenate([-problem.fit, np.full(n, -bonus)]).astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(edges + n), np.ones(edges + n)
    limits = np.concatenate([problem.capacity_mentee, problem.capacity_mentor, np.zeros(n)])
    lp.row_lower_, lp.row_upper_ = np.full(2 * n + m, -highspy.kHighsInf), limits.astype(float)
    rows = [[i, n + j, n + m + i] for i, j in zip(problem.mentee, problem.mentor, strict=True)]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate([np.arange(0, 3 * edges + 1, 3), 3 * edges + np.arange(1, n + 1)])
    lp.a_matrix_.index_ = np.array([r for row in rows for r in row] + [n + m + i for i in range(n)], np.int32)
    lp.a_matrix_.value_ = np.array([1.0, 1.0, -1.0] * edges + [1.0] * n)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(lp)
    solver.run()
    return round(-solver.getInfo().objective_function_value)


@pytest.mark.parametrize("seed", range(6))
def test_total_and_coverage_equal_the_linear_program_of_highs(seed):
    problem = cohort(seed)
    assert engine.solve(problem, "total").total == lp_optimum(problem)
    first = engine.solve(problem, ("coverage", "total"))
    assert first.served * 10**9 + first.total == lp_optimum(problem, bonus=10**9)


@pytest.mark.parametrize("seed", range(6))
def test_one_to_one_totals_equal_those_of_scipy(seed):
    fits = np.random.default_rng(seed).integers(1, 10**6, (40, 30))
    rows, columns = np.divmod(np.arange(fits.size), 30)
    problem = engine.Problem(n_mentees=40, n_mentors=30, mentee=rows, mentor=columns, fit=fits.ravel())
    best = linear_sum_assignment(fits, maximize=True)
    for names in (("total",), ("coverage", "total")):
        assert engine.solve(problem, names).total == fits[best].sum()


def preferences(problem):
    """Best first, by name, for libraries of stable matching."""
    edges = list(range(problem.n_edges))
    ours = [
        sorted((e for e in edges if problem.mentee[e] == i), key=lambda e: -problem.fit_mentee[e])
        for i in range(problem.n_mentees)
    ]
    theirs = [
        sorted((e for e in edges if problem.mentor[e] == j), key=lambda e: -problem.fit_mentor[e])
        for j in range(problem.n_mentors)
    ]
    return ours, theirs


@pytest.mark.parametrize("seed", range(3))
def test_stable_pairs_equal_those_of_matching(seed):
    games = pytest.importorskip("matching.games")
    problem = cohort(seed, strict=True)
    ours, theirs = preferences(problem)
    open_ = {int(j) for j in np.flatnonzero(problem.capacity_mentor)}
    named = [[f"h{problem.mentor[e]}" for e in row if problem.mentor[e] in open_] for row in ours]
    game = games.HospitalResident.create_from_dictionaries(
        {f"r{i}": row for i, row in enumerate(named) if row},
        {f"h{j}": [f"r{problem.mentee[e]}" for e in row] for j, row in enumerate(theirs) if j in open_},
        {f"h{j}": int(problem.capacity_mentor[j]) for j in open_},
    )
    found = {(r.name, h.name) for h, people in game.solve().items() for r in people}
    stable = engine.solve(problem, "stable").edges
    assert {(f"r{problem.mentee[e]}", f"h{problem.mentor[e]}") for e in stable} == found


@pytest.mark.parametrize("seed", range(3))
def test_stable_pairs_equal_those_of_algmatch(seed):
    algmatch = pytest.importorskip("algmatch")
    problem = cohort(seed, strict=True)
    ours, theirs = preferences(problem)
    open_ = {int(j) for j in np.flatnonzero(problem.capacity_mentor)}
    rows = {
        i + 1: [int(problem.mentor[e]) + 1 for e in row if problem.mentor[e] in open_] for i, row in enumerate(ours)
    }
    columns = {
        j + 1: {
            "capacity": int(problem.capacity_mentor[j]),
            "preferences": [int(problem.mentee[e]) + 1 for e in theirs[j]],
        }
        for j in open_
    }
    game = algmatch.HospitalResidentsProblem(
        dictionary={"residents": rows, "hospitals": columns}, optimised_side="residents"
    )
    found = {(r, h) for r, h in game.get_stable_matching()["resident_sided"].items() if h}
    stable = engine.solve(problem, "stable").edges
    assert {(f"r{problem.mentee[e] + 1}", f"h{problem.mentor[e] + 1}") for e in stable} == found


@pytest.mark.parametrize("seed", range(3))
def test_totals_equal_those_of_the_lemon_network_simplex(seed):
    pylmcf = pytest.importorskip("pylmcf")
    problem = cohort(seed)
    n, m = problem.n_mentees, problem.n_mentors
    tail = np.concatenate([problem.mentee, np.arange(n), n + np.arange(m)]).astype(np.int64)
    head = np.concatenate([n + problem.mentor, np.full(n + m, n + m)]).astype(np.int64)
    room = np.concatenate([np.ones(problem.n_edges), problem.capacity_mentee, problem.capacity_mentor]).astype(np.int64)
    cost = np.concatenate([10**6 - problem.fit, np.full(n, 10**6), np.zeros(m)]).astype(np.int64)
    order = np.lexsort((head, tail))
    graph = pylmcf.Graph(n + m + 1, tail[order], head[order])
    graph.set_node_supply(
        np.concatenate([problem.capacity_mentee, np.zeros(m), [-problem.capacity_mentee.sum()]]).astype(np.int64)
    )
    graph.set_edge_capacities(room[order])
    graph.set_edge_costs(cost[order])
    graph.solve()
    supply = int(problem.capacity_mentee.sum())
    assert engine.solve(problem, "total").total == supply * 10**6 - graph.total_cost()
