"""What must hold for every problem: the referee agrees, names and useless edges change nothing, seeds repeat."""

import random

import numpy as np
import pytest
from cohort_cases import LISTS, keys, random_problem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import querbeet_engine as engine

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def problems(draw, most=8):
    n, m = draw(st.integers(1, most)), draw(st.integers(1, most))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), unique=True, max_size=40))
    numbers = st.lists(st.integers(0, draw(st.sampled_from([2, 50, 10**6]))), min_size=len(pairs), max_size=len(pairs))
    return engine.Problem(
        n_mentees=n,
        n_mentors=m,
        mentee=[i for i, _ in pairs],
        mentor=[j for _, j in pairs],
        fit=draw(numbers),
        fit_mentee=draw(numbers),
        fit_mentor=draw(numbers),
        capacity_mentee=draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)),
        capacity_mentor=draw(st.lists(st.integers(0, 4), min_size=m, max_size=m)),
    )


def changed(problem, **changes):
    given_ = {name: getattr(problem, name) for name in problem.__dataclass_fields__}
    return engine.Problem(**{**given_, **changes})


@FEW
@given(problems(), st.sampled_from(LISTS), st.integers(0, 2**63))
def test_the_referee_finds_nothing(problem, names, seed):
    solution = engine.solve(problem, names, seed=seed)
    assert engine.check(problem, solution) == []


@FEW
@given(problems(), st.sampled_from(LISTS), st.integers(0, 99))
def test_the_same_seed_gives_the_same_bytes(problem, names, seed):
    one, two = (engine.solve(problem, names, seed=seed) for _ in range(2))
    assert one.edges.tobytes() == two.edges.tobytes()
    assert (one.values, one.bounds, one.served, one.total) == (two.values, two.bounds, two.served, two.total)


@FEW
@given(problems(), st.sampled_from(LISTS[:-1]))
def test_seeds_choose_among_equals_only(problem, names):
    answers = [engine.solve(problem, names, seed=seed) for seed in range(4)]
    found = {str(keys(problem, answer.objectives[:2], answer.edges)) for answer in answers}
    assert len(found) == 1


def test_seeds_do_choose():
    everybody = engine.Problem(n_mentees=6, n_mentors=1, mentee=range(6), mentor=[0] * 6, fit=[5] * 6)
    for names in (("coverage", "total"), ("stable",)):
        assert len({int(engine.solve(everybody, names, seed=seed).edges[0]) for seed in range(40)}) > 3


@FEW
@given(problems(), st.sampled_from(LISTS[:-1]), st.randoms())
def test_other_row_numbers_for_people_and_edges_change_no_value(problem, names, r):
    rows, columns, order = (
        r.sample(range(size), size) for size in (problem.n_mentees, problem.n_mentors, problem.n_edges)
    )
    order = np.array(order, int)
    mixed = changed(
        problem,
        mentee=np.array(rows)[problem.mentee][order],
        mentor=np.array(columns)[problem.mentor][order],
        **{name: getattr(problem, name)[order] for name in ("fit", "fit_mentee", "fit_mentor")},
        capacity_mentee=problem.capacity_mentee[np.argsort(rows)],
        capacity_mentor=problem.capacity_mentor[np.argsort(columns)],
        parts=None,
    )
    one, two = engine.solve(problem, names), engine.solve(mixed, names)
    if one.proven and two.proven:
        assert one.values == two.values
    assert one.values[0] == two.values[0]


@FEW
@given(problems(), st.sampled_from(LISTS))
def test_an_edge_to_somebody_without_a_place_changes_nothing(problem, names):
    more = changed(
        problem,
        n_mentors=problem.n_mentors + 1,
        mentee=[*problem.mentee, 0],
        mentor=[*problem.mentor, problem.n_mentors],
        capacity_mentor=[*problem.capacity_mentor, 0],
        parts=None,
        **{name: [*getattr(problem, name), 10**6] for name in ("fit", "fit_mentee", "fit_mentor")},
    )
    assert engine.solve(problem, names).values == engine.solve(more, names).values


@pytest.mark.parametrize("names", LISTS[:-1], ids="-".join)
def test_forbidding_what_was_not_chosen_and_pinning_what_was_changes_no_value(names):
    for seed in range(40):
        problem = random_problem(seed, extras=False)
        before = engine.solve(problem, names)
        unused = np.setdiff1d(np.arange(problem.n_edges), before.edges)
        if len(unused):
            edge = int(random.Random(seed).choice(list(unused)))
            after = engine.solve(changed(problem, forbidden=[(problem.mentee[edge], problem.mentor[edge])]), names)
            assert after.values[0] == before.values[0]
        if {"worst-off", "leximin"} & set(names) or not len(before.edges):
            continue
        edge = int(before.edges[0])
        after = engine.solve(changed(problem, pinned=[(problem.mentee[edge], problem.mentor[edge])]), names)
        assert after.values == before.values


def test_a_bonus_for_staying_keeps_pairs_that_would_change():
    given_ = {"n_mentees": 2, "n_mentors": 2, "mentee": [0, 0, 1, 1], "mentor": [0, 1, 0, 1], "fit": [10, 9, 9, 10]}
    last_time = {"previous": [(0, 1), (1, 0)]}
    fresh = engine.solve(engine.Problem(**given_, **last_time))
    sticky = engine.solve(engine.Problem(**given_, **last_time, stay_bonus=2))
    assert (fresh.edges.tolist(), sticky.edges.tolist()) == ([0, 3], [1, 2])
    assert (sticky.total, sticky.values) == (18, (2, 22))
