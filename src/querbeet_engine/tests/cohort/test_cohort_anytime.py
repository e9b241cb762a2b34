"""Deadlines, cancellation and progress: an allowed answer and a true bound at any time."""

import numpy as np
import pytest
from cohort_cases import LISTS

import querbeet_engine as engine


def cohort(n=150, seed=1, places=1):
    rng = np.random.default_rng(seed)
    m = n // 4
    pairs = np.unique(rng.integers(0, [n, m], (n * 12, 2)), axis=0)
    return engine.Problem(
        n_mentees=n,
        n_mentors=m,
        mentee=pairs[:, 0],
        mentor=pairs[:, 1],
        fit=rng.integers(1, 10**6, len(pairs)),
        capacity_mentee=np.full(n, places),
        capacity_mentor=rng.integers(1, 7, m),
        pinned=pairs[:1] if places > 1 else [],
    )


class Stopwatch:
    """Says no the k-th time it is asked."""

    def __init__(self, k):
        self.left = k

    def __call__(self):
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("places", [1, 2])
@pytest.mark.parametrize("names", LISTS[:-1], ids="-".join)
def test_whenever_it_stops_the_choice_is_allowed_and_the_best_lies_within_the_bounds(names, places, monkeypatch):
    from querbeet_engine.cohort import flows

    monkeypatch.setattr(flows, "CHUNK", 150)
    problem = cohort(places=places)
    best = engine.solve(problem, names)
    for k in (0, 1, 3, 8):
        early = engine.solve(problem, names, cancelled=Stopwatch(k))
        if k and early.proven:
            continue  # it was through before
        assert (early.status, early.proven) == ("cancelled", False)
        assert engine.check(problem, early) == []
        first = -1 if best.objectives[0] == "balanced" else 1
        assert first * early.values[0] <= first * best.values[0] <= first * early.bounds[0]
        assert 0 <= early.gap <= 1


def test_a_stopped_stable_search_returns_the_pins():
    problem = cohort(places=2)
    stopped = engine.solve(problem, "stable", cancelled=lambda: True)
    assert (stopped.pairs, stopped.status, stopped.proven) == (1, "cancelled", False)


def test_a_deadline_of_nothing_still_gives_pairs():
    problem = cohort()
    quick = engine.solve(problem, deadline_s=0)
    assert quick.status == "deadline"
    assert quick.pairs > 80
    assert engine.check(problem, quick) == []
    assert engine.solve(problem, deadline_s=600).proven


def test_the_prices_of_an_unfinished_search_already_bound_the_total(monkeypatch):
    from querbeet_engine.cohort import flows

    monkeypatch.setattr(flows, "CHUNK", 50)
    problem = cohort(400)
    alone = engine.solve(problem, cancelled=lambda: True)
    later = engine.solve(problem, cancelled=Stopwatch(60))
    best = engine.solve(problem)
    assert best.values[1] <= later.bounds[1] < alone.bounds[1]


def test_progress_is_told_in_order(monkeypatch):
    from querbeet_engine.cohort import flows

    monkeypatch.setattr(flows, "CHUNK", 100)
    steps = []
    solution = engine.solve(cohort(), ("coverage", "worst-off", "total"), progress=steps.append)
    assert [steps[0].objective, steps[-1].objective] == ["coverage", "coverage"]
    assert "worst-off" in {step.objective for step in steps}
    assert all(isinstance(step, engine.Step) and step.steps >= 0 for step in steps)
    assert solution.proven


def test_a_preview_can_be_stopped_and_tells_its_progress(monkeypatch):
    from querbeet_engine.cohort import auction

    monkeypatch.setattr(auction, "CHUNK", 50)
    problem, told = cohort(400), []
    early = engine.preview(problem, cancelled=Stopwatch(3), progress=told.append)
    late = engine.preview(problem)
    assert [step.objective for step in told] == ["total"] * 3
    assert early.total < late.total <= late.bounds[0] <= early.bounds[0]
    assert engine.check(problem, early) == []
    assert late.gap < 0.001


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_a_deadline_is_a_number_of_seconds(seconds):
    with pytest.raises(engine.Refusal, match=r"deadline_s: .* is not a number of seconds"):
        engine.solve(cohort(), deadline_s=seconds)
