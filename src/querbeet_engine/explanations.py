"""Why these pairs, and why somebody has none: told from the arrays of the problem alone."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .problem import Problem
from .refusal import Refusal
from .solution import Solution

Kind = Literal["no place", "nobody", "rule", "forbidden", "full", "objective"]


@dataclass(frozen=True)
class PairReason:
    """One chosen pair.

    parts              (name, value) of the parts that may be told, largest first, zeros left out; a member who must
                       not learn hidden facts gets nothing else of this
    rank_for_mentee    1 where no candidate of the mentee fits her better; ties share a rank
    rank_for_mentor    the same from the mentor's side
    """

    edge: int
    mentee: int
    mentor: int
    fit: int
    parts: tuple[tuple[str, int], ...]
    rank_for_mentee: int
    rank_for_mentor: int
    pinned: bool
    stays: bool


@dataclass(frozen=True)
class UnmatchedReason:
    """One mentee without a mentor, and the reason that binds.

    kind         'no place'   her own capacity is 0
                 'nobody'     there was no mentor to begin with
                 'rule'       hard rules left no candidate; `rule` took the most
                 'forbidden'  every candidate is forbidden by hand
                 'full'       all candidates are full, with pairs that fit at least as well
                 'objective'  a candidate is free or has a pair that fits less, and the objective still chose otherwise
    candidates   mentors that could be paired with her
    removed      how many mentors `rule` took
    if_relaxed   (rule, mentors she would gain if only that rule fell), most first, zeros left out
    missing      how much more fit would beat the weakest pair of a candidate; 0 unless 'full'
    """

    mentee: int
    kind: Kind
    candidates: int
    rule: str | None = None
    removed: int = 0
    if_relaxed: tuple[tuple[str, int], ...] = ()
    missing: int = 0


@dataclass(frozen=True)
class Explanation:
    """Reasons for the chosen pairs, in the order of `Solution.edges`, and for mentees with none, ascending."""

    pairs: tuple[PairReason, ...]
    unmatched: tuple[UnmatchedReason, ...]


def explain(problem: Problem, solution: Solution, shown: NDArray[np.bool_] | None = None) -> Explanation:
    """Reasons for a solution. `shown` (bool[E, P]) says which parts of which edge may be told; all by default.

    What is not shown changes no `parts` by one byte: the rest is neither scaled nor ordered by it.
    """
    if shown is not None and np.shape(shown) != problem.parts.shape:
        raise Refusal(f"has shape {np.shape(shown)}, expected {problem.parts.shape}", field="shown")
    return Explanation(_pairs(problem, solution, shown), _unmatched(problem, solution))


def _pairs(problem: Problem, solution: Solution, shown: Any) -> tuple[PairReason, ...]:
    chosen = solution.edges
    ranks = (_ranks(problem.mentee, problem.fit_mentee, chosen), _ranks(problem.mentor, problem.fit_mentor, chosen))
    pins, stays = np.isin(chosen, problem.edge_of(problem.pinned)), np.isin(chosen, problem.edge_of(problem.previous))
    return tuple(
        PairReason(
            edge=int(edge),
            mentee=int(problem.mentee[edge]),
            mentor=int(problem.mentor[edge]),
            fit=int(problem.fit[edge]),
            parts=_parts(problem, int(edge), shown),
            rank_for_mentee=int(ranks[0][k]),
            rank_for_mentor=int(ranks[1][k]),
            pinned=bool(pins[k]),
            stays=bool(stays[k]),
        )
        for k, edge in enumerate(chosen)
    )


def _parts(problem: Problem, edge: int, shown: Any) -> tuple[tuple[str, int], ...]:
    told = [
        (name, int(value))
        for column, (name, value) in enumerate(zip(problem.part_names, problem.parts[edge], strict=True))
        if value and (shown is None or shown[edge, column])
    ]
    return tuple(sorted(told, key=lambda part: -part[1]))


def _ranks(person: Any, view: Any, chosen: Any) -> Any:
    """1 + how many edges of the same person are better, for each chosen edge."""
    order = np.lexsort((-view, person))
    whose, what = person[order], view[order]
    new_row = np.ones(len(order), np.bool_)
    new_row[1:] = whose[1:] != whose[:-1]
    new_tier = new_row.copy()
    new_tier[1:] |= what[1:] != what[:-1]
    at = np.arange(len(order))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.maximum.accumulate(np.where(new_tier, at, 0)) - np.maximum.accumulate(np.where(new_row, at, 0)) + 1
    return rank[chosen]


def _unmatched(problem: Problem, solution: Solution) -> tuple[UnmatchedReason, ...]:
    without = np.ones(problem.n_mentees, np.bool_)
    without[problem.mentee[solution.edges]] = False
    weakest = _weakest_held(problem, solution)
    usable, order = problem.usable, np.argsort(problem.mentee, kind="stable")
    start = np.searchsorted(problem.mentee[order], np.arange(problem.n_mentees + 1))
    return tuple(
        _reason(problem, int(i), order[start[i] : start[i + 1]], usable, weakest) for i in np.flatnonzero(without)
    )


def _weakest_held(problem: Problem, solution: Solution) -> Any:
    """The worth of each mentor's weakest pair; -1 while a place is free, out of reach where all are pinned."""
    weakest = np.full(problem.n_mentors, np.int64(2) ** 62)
    edges = np.setdiff1d(solution.edges, problem.edge_of(problem.pinned))
    np.minimum.at(weakest, problem.mentor[edges], problem.worth[edges])
    load = np.bincount(problem.mentor[solution.edges], minlength=problem.n_mentors)
    weakest[load < problem.capacity_mentor] = -1
    return weakest


def _reason(problem: Problem, mentee: int, edges: Any, usable: Any, weakest: Any) -> UnmatchedReason:
    candidates = edges[usable[edges]]
    relaxed = _most_first(problem.rule_names, problem.removed_alone[mentee])
    removed = _most_first(problem.rule_names, problem.removed[mentee])
    kind: Kind
    missing = 0
    if problem.capacity_mentee[mentee] == 0:
        kind = "no place"
    elif len(candidates):
        lacking = weakest[problem.mentor[candidates]] - problem.worth[candidates]
        kind = "full" if lacking.min() >= 0 else "objective"
        held = lacking[lacking < 2**61]
        missing = int(held.min()) + 1 if kind == "full" and len(held) else 0
    elif len(edges):
        kind = "forbidden"
    else:
        kind = "rule" if removed else "nobody"
    rule, number = removed[0] if removed else (None, 0)
    return UnmatchedReason(mentee, kind, len(candidates), rule, number, relaxed, missing)


def _most_first(names: tuple[str, ...], counts: Any) -> tuple[tuple[str, int], ...]:
    found = [(name, int(count)) for name, count in zip(names, counts, strict=True) if count]
    return tuple(sorted(found, key=lambda pair: -pair[1]))
