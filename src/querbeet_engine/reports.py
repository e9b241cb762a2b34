"""How fair a solution is, and what another one would change: for coordinators, before they publish."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .problem import Problem
from .solution import Solution


@dataclass(frozen=True)
class Fairness:
    """Fits are those of the chosen pairs, in the problem's integers; all 0 where there is no pair.

    deciles   11 fits: the lowest, then after each tenth of the pairs, up to the highest (lower neighbour, no mean)
    load      how many mentors have 0, 1, 2 ... mentees
    """

    served: int
    unserved: int
    pairs: int
    lowest: int
    median: int
    highest: int
    deciles: tuple[int, ...]
    load: tuple[int, ...]
    idle_mentors: int
    full_mentors: int


@dataclass(frozen=True)
class Comparison:
    """Solution b seen from solution a. Edges and mentees are numbers, ascending.

    better, worse   mentees with a mentor in both whose best fit rises or falls
    """

    kept: tuple[int, ...]
    only_a: tuple[int, ...]
    only_b: tuple[int, ...]
    newly_served: tuple[int, ...]
    no_longer_served: tuple[int, ...]
    better: tuple[int, ...]
    worse: tuple[int, ...]
    total: tuple[int, int]
    blocking_pairs: tuple[int, int]
    fairness: tuple[Fairness, Fairness]


def fairness(problem: Problem, solution: Solution) -> Fairness:
    """Lowest, median, deciles of the fit and the load of mentors."""
    fits = np.sort(problem.fit[solution.edges])
    load = np.bincount(problem.mentor[solution.edges], minlength=problem.n_mentors)
    steps = [int(fits[(len(fits) - 1) * k // 10]) for k in range(11)] if len(fits) else [0] * 11
    return Fairness(
        served=solution.served,
        unserved=problem.n_mentees - solution.served,
        pairs=solution.pairs,
        lowest=steps[0],
        median=steps[5],
        highest=steps[10],
        deciles=tuple(steps),
        load=tuple(int(count) for count in np.bincount(load)),
        idle_mentors=int((load == 0).sum()),
        full_mentors=int(((load > 0) & (load == problem.capacity_mentor)).sum()),
    )


def compare(problem: Problem, a: Solution, b: Solution) -> Comparison:
    """What would change from a to b."""
    best_a, best_b = _best_fit(problem, a), _best_fit(problem, b)
    both = (best_a >= 0) & (best_b >= 0)
    return Comparison(
        kept=_numbers(np.intersect1d(a.edges, b.edges)),
        only_a=_numbers(np.setdiff1d(a.edges, b.edges)),
        only_b=_numbers(np.setdiff1d(b.edges, a.edges)),
        newly_served=_numbers(np.flatnonzero((best_a < 0) & (best_b >= 0))),
        no_longer_served=_numbers(np.flatnonzero((best_a >= 0) & (best_b < 0))),
        better=_numbers(np.flatnonzero(both & (best_b > best_a))),
        worse=_numbers(np.flatnonzero(both & (best_b < best_a))),
        total=(a.total, b.total),
        blocking_pairs=(a.certificate["blocking_pairs"], b.certificate["blocking_pairs"]),
        fairness=(fairness(problem, a), fairness(problem, b)),
    )


def _best_fit(problem: Problem, solution: Solution) -> Any:
    """Each mentee's best fit, -1 without a mentor."""
    best = np.full(problem.n_mentees, -1, np.int64)
    np.maximum.at(best, problem.mentee[solution.edges], problem.fit[solution.edges])
    return best


def _numbers(values: Any) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
