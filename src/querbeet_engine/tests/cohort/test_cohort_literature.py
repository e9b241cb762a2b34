"""Examples and theorems of the literature, by name."""

import itertools

import numpy as np
import pytest
from cohort_cases import blocking, feasible, random_problem, square

import querbeet_engine as engine


def from_ranks(cells):
    """A marriage problem from rows of (his rank of her, her rank of him)."""
    n = len(cells)
    pairs = list(itertools.product(range(n), range(n)))
    return engine.Problem(
        n_mentees=n,
        n_mentors=n,
        mentee=[i for i, _ in pairs],
        mentor=[j for _, j in pairs],
        fit=[1] * len(pairs),
        fit_mentee=[n - cells[i][j][0] for i, j in pairs],
        fit_mentor=[n - cells[i][j][1] for i, j in pairs],
    )


def partners(problem, edges):
    return [int(problem.mentor[edge]) for edge in sorted(edges, key=lambda edge: problem.mentee[edge])]


def swapped(problem):
    """The same people with mentors asking."""
    return engine.Problem(
        n_mentees=problem.n_mentors,
        n_mentors=problem.n_mentees,
        mentee=problem.mentor,
        mentor=problem.mentee,
        fit=problem.fit,
        fit_mentee=problem.fit_mentor,
        fit_mentor=problem.fit_mentee,
        capacity_mentee=problem.capacity_mentor,
        capacity_mentor=problem.capacity_mentee,
    )


def strict(seed):
    """Distinct fits on both sides, one place each for mentees."""
    problem = random_problem(seed, places=(1,), extras=False)
    order = np.random.default_rng(seed).permutation(problem.n_edges)
    return engine.Problem(
        n_mentees=problem.n_mentees,
        n_mentors=problem.n_mentors,
        mentee=problem.mentee,
        mentor=problem.mentor,
        fit=problem.fit,
        fit_mentee=order,
        fit_mentor=order[::-1],
        capacity_mentor=problem.capacity_mentor,
    )


def test_gale_and_shapley_1962_example_1_gives_every_asking_side_its_first_choice():
    problem = from_ranks([[(1, 3), (2, 2), (3, 1)], [(3, 1), (1, 3), (2, 2)], [(2, 2), (3, 1), (1, 3)]])
    assert partners(problem, engine.solve(problem, "stable").edges) == [0, 1, 2]
    other = swapped(problem)
    assert partners(other, engine.solve(other, "stable").edges) == [1, 2, 0]


def test_gale_and_shapley_1962_example_2_has_one_stable_set_of_marriages():
    problem = from_ranks(
        [
            [(1, 3), (2, 3), (3, 2), (4, 3)],
            [(1, 4), (4, 1), (3, 3), (2, 2)],
            [(2, 2), (1, 4), (3, 4), (4, 1)],
            [(4, 1), (2, 2), (3, 1), (1, 4)],
        ]
    )
    stable = []
    for mentors in itertools.permutations(range(4)):
        edges = np.array([4 * i + j for i, j in enumerate(mentors)])
        if not blocking(problem, edges):
            stable.append(list(mentors))
    assert stable == [[2, 3, 0, 1]]
    assert partners(problem, engine.solve(problem, "stable").edges) == [2, 3, 0, 1]


def test_gale_and_shapley_1962_no_applicant_can_do_better_in_any_stable_admission():
    for seed in range(60):
        problem = strict(seed)
        mine = {int(problem.mentee[e]): int(problem.fit_mentee[e]) for e in engine.solve(problem, "stable").edges}
        for edges in feasible(problem):
            if not blocking(problem, edges):
                theirs = {int(problem.mentee[e]): int(problem.fit_mentee[e]) for e in edges}
                assert all(mine.get(i, -1) >= theirs.get(i, -1) for i in range(problem.n_mentees))


def test_rural_hospitals_theorem_the_same_people_and_places_are_left_whoever_asks():
    for seed in range(100):
        problem = strict(seed)
        asked = engine.solve(problem, "stable", seed=seed).edges
        other = swapped(problem)
        asking = engine.solve(other, "stable", seed=seed).edges
        assert set(problem.mentee[asked].tolist()) == set(other.mentor[asking].tolist())
        loads = [
            np.bincount(people, minlength=problem.n_mentors) for people in (problem.mentor[asked], other.mentee[asking])
        ]
        assert np.array_equal(*loads)
        short = loads[0] < problem.capacity_mentor
        assert set(asked[short[problem.mentor[asked]]]) == set(asking[short[other.mentee[asking]]])


def test_roth_1984_with_places_on_both_sides_the_answer_is_pairwise_stable():
    for seed in range(100):
        problem = random_problem(seed, places=(1, 2, 3), extras=False)
        assert blocking(problem, engine.solve(problem, "stable", seed=seed).edges) == []


def test_kiraly_2013_whoever_was_refused_by_all_wins_ties_the_second_time():
    one_list = engine.Problem(
        n_mentees=2, n_mentors=2, mentee=[0, 0, 1], mentor=[0, 1, 0], fit=[1, 0, 1], fit_mentor=[1, 1, 1]
    )
    sizes = [engine.solve(one_list, "stable", seed=seed).pairs for seed in range(20)]
    assert sizes == [2] * 20


def test_kiraly_2013_at_least_two_thirds_of_the_largest_weakly_stable_size():
    for seed in range(60):
        problem = random_problem(seed, places=(1,), extras=False)
        problem = engine.Problem(
            n_mentees=problem.n_mentees,
            n_mentors=problem.n_mentors,
            mentee=problem.mentee,
            mentor=problem.mentor,
            fit=problem.fit,
            fit_mentee=np.arange(problem.n_edges),
            fit_mentor=problem.fit_mentor % 2,
            capacity_mentor=np.minimum(problem.capacity_mentor, 1),
        )
        largest = max(len(edges) for edges in feasible(problem) if not blocking(problem, edges))
        assert 3 * engine.solve(problem, "stable", seed=seed).pairs >= 2 * largest


def test_kuhn_1955_and_koenig_best_total_equals_the_price_of_all_places():
    problem = square([[7, 5, 11], [5, 4, 1], [9, 3, 2]])
    solution = engine.solve(problem, "total")
    assert (solution.values, solution.bounds) == ((24,), (24,))


def test_burkard_and_rendl_1991_lexicographic_bottleneck_beats_the_plain_bottleneck():
    problem = square([[4, None, None], [None, 6, 20], [None, 5, 7]])
    plain, leximin = (engine.solve(problem, (name, "total")) for name in ("worst-off", "leximin"))
    assert sorted(problem.fit[plain.edges].tolist()) == [4, 5, 20]
    assert sorted(problem.fit[leximin.edges].tolist()) == [4, 6, 7]


def test_harvey_ladner_lovasz_and_tamir_2003_even_loads_have_the_smallest_maximum_too():
    for seed in range(40):
        problem = random_problem(seed, places=(1,), extras=False)
        solution = engine.solve(problem, ("coverage", "balanced"))
        most = max(np.bincount(problem.mentor[solution.edges], minlength=1), default=0)
        best = min(
            max(np.bincount(problem.mentor[edges], minlength=1), default=0)
            for edges in feasible(problem)
            if len(set(problem.mentee[edges].tolist())) == solution.served and len(edges) == solution.pairs
        )
        assert most == best


@pytest.mark.parametrize("names", [("coverage", "total"), ("coverage", "worst-off", "total"), ("stable",)])
def test_a_mentee_whom_nobody_can_take_is_left_and_hurts_nobody(names):
    problem = square([[3, None], [2, 1]], capacity_mentor=[1, 0])
    assert engine.solve(problem, names).pairs == 1
