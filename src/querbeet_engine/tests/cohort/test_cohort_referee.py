"""The referee is put to the test: every way of spoiling a good solution must be found."""

from dataclasses import replace

import numpy as np
import pytest
from cohort_cases import LISTS, feasible, random_problem, square

import querbeet_engine as engine

SMALL = {"capacity_mentee": [2, 1, 1], "capacity_mentor": [1, 2, 1]}
ROWS = [[9, 7, 2], [8, 6, None], [7, 5, 1]]


def solved(names=("coverage", "total"), **more):
    problem = square(ROWS, **SMALL, **more)
    return problem, engine.solve(problem, names)


def with_certificate(solution, **changes):
    return replace(solution, certificate={**solution.certificate, **changes})


def lowered(solution, where="stages"):
    """The same proof with one price changed."""
    stages = solution.certificate[where]
    prices = stages[0].prices.copy()
    prices[int(np.argmax(prices))] = 0
    return with_certificate(solution, **{where: [replace(stages[0], prices=prices), *stages[1:]]})


def test_a_good_solution_passes():
    for names in LISTS:
        assert engine.check(*solved(names)) == []


def test_edges_that_do_not_exist_or_come_twice_or_out_of_order():
    problem, solution = solved()
    for edges in ([problem.n_edges], [-1]):
        assert engine.check(problem, replace(solution, edges=np.array(edges))) == [
            "an edge that the problem does not have"
        ]
    for edges in (solution.edges[::-1], np.repeat(solution.edges, 2)):
        wrong = engine.check(problem, replace(solution, edges=edges))
        assert wrong == ["edges are not in ascending order, or one is there twice"]


def test_forbidden_together_and_pinned_apart():
    problem, solution = solved()
    edge = int(solution.edges[0])
    pair = int(problem.mentee[edge]), int(problem.mentor[edge])
    barred = square(ROWS, **SMALL, forbidden=[pair])
    assert f"mentee {pair[0]} and mentor {pair[1]} are together, though forbidden" in engine.check(barred, solution)
    other = next(e for e in range(problem.n_edges) if e not in solution.edges)
    pair = int(problem.mentee[other]), int(problem.mentor[other])
    pinned = square(ROWS, **SMALL, pinned=[pair])
    assert f"mentee {pair[0]} and mentor {pair[1]} are not together, though pinned" in engine.check(pinned, solution)


def test_more_pairs_than_places_on_either_side():
    problem, solution = solved()
    everything = replace(solution, edges=np.arange(problem.n_edges))
    wrong = engine.check(problem, everything)
    assert {"mentee 0 has 3 pairs and 2 places", "mentor 0 has 3 pairs and 1 places"} <= set(wrong)


@pytest.mark.parametrize("names", LISTS, ids="-".join)
def test_every_figure_is_counted_again(names):
    problem, solution = solved(names)
    for spoiled in (
        replace(solution, served=solution.served + 1),
        replace(solution, total=solution.total - 1),
        with_certificate(solution, blocking_pairs=solution.certificate["blocking_pairs"] + 1),
        with_certificate(solution, blocking_pairs=None),
        *(
            replace(solution, values=(*solution.values[:k], solution.values[k] + step, *solution.values[k + 1 :]))
            for k in range(len(solution.values))
            for step in (-1, 1)
        ),
    ):
        assert engine.check(problem, spoiled) != []


@pytest.mark.parametrize("names", LISTS, ids="-".join)
def test_every_bound_is_compared(names):
    problem, solution = solved(names)
    for k, bound in enumerate(solution.bounds):
        for step in (-1, 1):
            bounds = (*solution.bounds[:k], bound + step, *solution.bounds[k + 1 :])
            assert engine.check(problem, replace(solution, bounds=bounds)) != []


def test_a_better_value_than_its_bound_is_found_even_when_nothing_is_called_proven():
    problem, solution = solved(("balanced", "total"))
    open_ = replace(solution, status="deadline", certificate={"blocking_pairs": solution.certificate["blocking_pairs"]})
    assert engine.check(problem, open_) == []
    worse = replace(open_, bounds=(solution.values[0] + 5, 0))
    assert engine.check(problem, worse) == [
        f"balanced is {solution.values[0]}, better than its bound {worse.bounds[0]}"
    ]


@pytest.mark.parametrize("names", [names for names in LISTS if not {"stable", "leximin"} & set(names)], ids="-".join)
def test_a_proof_is_owed_and_read(names):
    problem, solution = solved(names)
    assert engine.check(problem, with_certificate(solution, stages=[])) == ["called proven without prices"]
    stage = solution.certificate["stages"][0]
    negative = replace(stage, prices=stage.prices - 10**9)
    below = engine.check(problem, with_certificate(solution, stages=[negative]))
    assert below == ["the certificate has prices below 0"]
    foreign = replace(stage, objectives=("stable",))
    other = engine.check(problem, with_certificate(solution, stages=[foreign]))
    assert other == ["the certificate speaks of other objectives"]


def test_prices_that_prove_less_are_found():
    problem, solution = solved()
    wrong = engine.check(problem, lowered(solution))
    assert len(wrong) == 1
    assert wrong[0].startswith("the prices prove ")


def test_a_threshold_that_could_be_higher_or_is_not_kept_is_found():
    problem, solution = solved(("coverage", "worst-off", "total"))
    assert solution.certificate["threshold"] == 6
    low = engine.check(problem, with_certificate(solution, threshold=4))
    assert "nothing proves that the threshold 4 cannot be higher" in low
    high = engine.check(problem, with_certificate(solution, threshold=7))
    assert any("below the threshold 7" in sentence for sentence in high)
    blind = engine.check(problem, lowered(solution, "above_threshold"))
    assert blind == ["nothing proves that the threshold 6 cannot be higher"]


def test_any_worse_choice_with_honest_figures_is_found():
    """The choice is replaced by each other feasible one and all figures recounted: only equals may pass."""
    found = 0
    for seed in range(30):
        problem = random_problem(seed, extras=False)
        solution = engine.solve(problem)
        for edges in feasible(problem):
            values = (len(set(problem.mentee[edges].tolist())), int(problem.worth[edges].sum()))
            if values == solution.values:
                continue
            found += 1
            other = replace(
                solution,
                edges=edges,
                served=values[0],
                total=int(problem.fit[edges].sum()),
                values=values,
                bounds=values,
            )
            assert any(sentence.startswith("the prices prove") for sentence in engine.check(problem, other))
    assert found > 50


def test_an_unstable_choice_cannot_be_called_stable():
    for seed in range(30):
        problem = random_problem(seed)
        stable, other = engine.solve(problem, "stable"), engine.solve(problem, "total")
        blocking = other.certificate["blocking_pairs"]
        forged = replace(
            stable, edges=other.edges, served=other.served, total=other.total, values=(blocking,),
            certificate={"blocking_pairs": blocking},
        )  # fmt: skip
        assert (engine.check(problem, forged) == []) == (blocking == 0)
