"""Every objective against all choices there are, on hundreds of small problems."""

import numpy as np
import pytest
from cohort_cases import LISTS, best_keys, blocking, feasible, keys, random_problem, square

import querbeet_engine as engine

FLOWS = [names for names in LISTS if names != ("stable",)]


def by_first_mentor(problem, names):
    return "leximin" in names and "pairs" not in names and problem.capacity_mentee.max() > 1


def without_limit(solution):
    return "threshold" in solution.certificate and solution.certificate["threshold"] is None


@pytest.mark.parametrize("names", FLOWS, ids="-".join)
def test_no_choice_is_better_than_the_answer(names):
    compared = 0
    for seed in range(60):
        problem = random_problem(seed)
        solution = engine.solve(problem, names, seed=seed)
        assert engine.check(problem, solution) == []
        if by_first_mentor(problem, names) or without_limit(solution):
            continue
        compared += 1
        assert keys(problem, solution.objectives, solution.edges) == best_keys(problem, solution.objectives)
        assert solution.values == solution.bounds
        assert solution.proven
    assert compared > 10


def test_nobody_blocks_a_stable_answer_and_the_count_is_that_of_the_definition():
    for seed in range(150):
        problem = random_problem(seed)
        stable = engine.solve(problem, "stable", seed=seed)
        assert blocking(problem, stable.edges) == []
        other = engine.solve(problem, "total")
        assert other.certificate["blocking_pairs"] == len(blocking(problem, other.edges))


def test_leximin_with_several_places_is_best_for_first_mentors_and_keeps_to_its_bounds():
    def firsts(problem, edges):
        best = {}
        for edge in edges:
            i = int(problem.mentee[edge])
            best[i] = max(best.get(i, 0), int(problem.worth[edge]))
        return len(best), sorted(best.values())

    for seed in range(150):
        problem = random_problem(seed, places=(1, 2, 3), extras=False)
        solution = engine.solve(problem, ("coverage", "leximin", "total", "balanced"))
        assert engine.check(problem, solution) == []
        best = max(firsts(problem, edges) for edges in feasible(problem))
        assert firsts(problem, solution.edges) == best


def test_what_leximin_costs_with_several_places_is_bounded_but_not_called_proven():
    problem = square([[4, None, None], [None, 6, 20], [None, 5, 7]], capacity_mentee=[1, 1, 2])
    solution = engine.solve(problem, ("coverage", "leximin", "total"))
    assert (solution.values, solution.bounds) == ((3, 4, 17), (3, 4, 29))
    assert (solution.status, solution.proven, round(solution.gap, 3)) == ("partly proven", False, 0.414)
    assert engine.check(problem, solution) == []


def test_many_levels_are_told_apart_exactly_when_fits_are_few_and_in_steps_when_they_are_many(monkeypatch):
    from querbeet_engine.cohort import worst

    problem = square([[9, 5], [8, 1]])
    assert engine.solve(problem, "leximin").certificate["levels"] == 3
    monkeypatch.setattr(worst, "FINE", 2)
    monkeypatch.setattr(worst, "LEVELS", 2)
    solution = engine.solve(problem, "leximin")
    assert solution.certificate["levels"] == 2
    assert engine.check(problem, solution) == []


def test_one_objective_at_a_time_gives_the_same_as_all_in_one_sum(monkeypatch):
    from querbeet_engine.cohort import flows

    names = ("coverage", "pairs", "balanced", "total")
    problems = [random_problem(seed) for seed in range(40)]
    together = [engine.solve(problem, names).values for problem in problems]
    monkeypatch.setattr(flows, "LIMIT", 1)
    apart = [engine.solve(problem, names) for problem in problems]
    assert [solution.values for solution in apart] == together
    assert max(len(solution.certificate["stages"]) for solution in apart) == 4
    assert [engine.check(problem, solution) for problem, solution in zip(problems, apart, strict=True)] == [[]] * 40


def test_a_preview_is_allowed_and_never_passes_its_bound():
    for seed in range(100):
        problem = random_problem(seed)
        near, best = engine.preview(problem), engine.solve(problem, "total")
        assert engine.check(problem, near) == []
        assert near.values[0] <= best.values[0] <= near.bounds[0]


def test_a_preview_takes_fits_of_any_size():
    large = square([[2**33, 2**32], [2**33, 0]])
    assert engine.preview(large).values == engine.solve(large, "total").values
    nothing = square([[0, 0]])
    assert engine.preview(nothing).bounds == (0,)


def test_people_without_edges_are_no_trouble():
    problem = engine.Problem(n_mentees=2, n_mentors=0, mentee=[], mentor=[], fit=[])
    for names in LISTS:
        solution = engine.solve(problem, names)
        assert (solution.served, solution.pairs, engine.check(problem, solution)) == (0, 0, [])
    nobody = engine.Problem(n_mentees=0, n_mentors=0, mentee=[], mentor=[], fit=[])
    assert [engine.solve(nobody, names).pairs for names in LISTS] == [0] * len(LISTS)
    assert np.array_equal(engine.preview(nobody).edges, [])
