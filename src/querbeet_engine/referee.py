"""An independent referee: counts everything again in plain loops and shares no code with the solvers."""

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from .problem import Problem
from .solution import Solution

LOWER_IS_BETTER = ("balanced", "stable")

Tally = tuple[int, ...]
"""A sum for each stage of a proof, the first stage first. Python compares the first numbers first, so that an earlier
stage outweighs whatever a later one can gain."""


class _Case:
    """The problem and the choice as plain lists; pins, barred and previous pairs as sets of edges."""

    def __init__(self, problem: Problem, solution: Solution):
        self.mentee, self.mentor = problem.mentee.tolist(), problem.mentor.tolist()
        self.n_mentors = problem.n_mentors
        self.places = [problem.capacity_mentee.tolist(), problem.capacity_mentor.tolist()]
        self.fit = problem.fit.tolist()
        self.pins, self.barred, stays = (
            self._edges(pairs.tolist()) for pairs in (problem.pinned, problem.forbidden, problem.previous)
        )
        self.worth = self._with_bonus(self.fit, stays, problem.stay_bonus)
        self.view = [
            self._with_bonus(views.tolist(), stays, problem.stay_bonus)
            for views in (problem.fit_mentee, problem.fit_mentor)
        ]
        self.chosen: list[int] = solution.edges.tolist()

    def _edges(self, pairs: list[list[int]]) -> set[int]:
        wanted = {(i, j) for i, j in pairs}
        if not wanted:
            return set()
        return {edge for edge, pair in enumerate(zip(self.mentee, self.mentor, strict=True)) if pair in wanted}

    @staticmethod
    def _with_bonus(values: list[int], stays: set[int], bonus: int) -> list[int]:
        values = list(values)
        for edge in stays:
            values[edge] += bonus
        return values

    def pair(self, edge: int) -> str:
        return f"mentee {self.mentee[edge]} and mentor {self.mentor[edge]}"

    def open(self, at_least: int | None) -> list[int]:
        """Edges another answer could use: neither pinned nor forbidden, worth `at_least` that much."""
        closed = self.pins | self.barred
        return [
            edge
            for edge, worth in enumerate(self.worth)
            if edge not in closed and (at_least is None or worth >= at_least)
        ]


def check(problem: Problem, solution: Solution) -> list[str]:
    """Everything that is wrong with a solution, one sentence each; empty when all is well.

    Checks the choice against capacities, pins and forbidden pairs, recounts every figure, and verifies the
    certificate: prices that leave no better answer, no higher threshold, no blocking pair. Leximin is verified
    down to its worst pair only. Takes about a second for 300,000 edges.
    """
    edges = solution.edges.tolist()
    if any(not 0 <= edge < problem.n_edges for edge in edges):
        return ["an edge that the problem does not have"]
    if any(a >= b for a, b in pairwise(edges)):
        return ["edges are not in ascending order, or one is there twice"]
    case = _Case(problem, solution)
    blocking = _count_blocking(case)
    return [
        *_choice(case),
        *_figures(case, solution, blocking),
        *_bounds(solution),
        *_threshold(case, solution),
        *_prices(case, solution),
    ]


def _choice(case: _Case) -> list[str]:
    chosen = set(case.chosen)
    wrong = [f"{case.pair(edge)} are together, though forbidden" for edge in sorted(case.barred & chosen)]
    wrong += [f"{case.pair(edge)} are not together, though pinned" for edge in sorted(case.pins - chosen)]
    for name, people, places in (("mentee", case.mentee, case.places[0]), ("mentor", case.mentor, case.places[1])):
        for person, count in Counter(people[edge] for edge in case.chosen).items():
            if count > places[person]:
                wrong.append(f"{name} {person} has {count} pairs and {places[person]} places")
    return wrong


def _figures(case: _Case, solution: Solution, blocking: int) -> list[str]:
    load = Counter(case.mentor[edge] for edge in case.chosen)
    worst = min((case.worth[edge] for edge in case.chosen if edge not in case.pins), default=0)
    served = len({case.mentee[edge] for edge in case.chosen})
    expected = {
        "coverage": served,
        "pairs": len(case.chosen),
        "worst-off": worst,
        "leximin": worst,
        "balanced": sum(count * count for count in load.values()),
        "total": sum(case.worth[edge] for edge in case.chosen),
        "stable": blocking,
    }
    claims: list[tuple[str, Any, int]]
    claims = [(name, value, expected[name]) for name, value in zip(solution.objectives, solution.values, strict=True)]
    claims.append(("served", solution.served, served))
    claims.append(("the sum of fits", solution.total, sum(case.fit[edge] for edge in case.chosen)))
    claims.append(("blocking pairs", solution.certificate.get("blocking_pairs"), blocking))
    return [f"{name} is {claimed}, counted {counted}" for name, claimed, counted in claims if claimed != counted]


def _bounds(solution: Solution) -> list[str]:
    wrong = []
    for name, value, bound in zip(solution.objectives, solution.values, solution.bounds, strict=True):
        if solution.proven and value != bound:
            wrong.append(f"{name} is called proven, but {value} is not its bound {bound}")
        if (value < bound) if name in LOWER_IS_BETTER else (value > bound):
            wrong.append(f"{name} is {value}, better than its bound {bound}")
        if value != bound:
            break
    return wrong


def _count_blocking(case: _Case) -> int:
    """Pairs that would both rather have each other; a pinned pair cannot be left for somebody better."""
    people = (case.mentee, case.mentor)
    accepts: list[list[float]] = []
    for side in (0, 1):
        free, worst = list(case.places[side]), [math.inf] * len(case.places[side])
        for edge in case.chosen:
            person = people[side][edge]
            free[person] -= 1
            if edge not in case.pins:
                worst[person] = min(worst[person], case.view[side][edge])
        accepts.append([-math.inf if room > 0 else least for room, least in zip(free, worst, strict=True)])
    settled = set(case.chosen) | case.barred
    return sum(
        case.view[0][edge] > accepts[0][i] and case.view[1][edge] > accepts[1][j] and edge not in settled
        for edge, (i, j) in enumerate(zip(case.mentee, case.mentor, strict=True))
    )


def _threshold(case: _Case, solution: Solution) -> list[str]:
    limit = solution.certificate.get("threshold")
    if limit is None:
        return []
    wrong = [
        f"{case.pair(edge)} are worth {case.worth[edge]}, below the threshold {limit}"
        for edge in case.chosen
        if case.worth[edge] < limit and edge not in case.pins
    ]
    values = dict(zip(solution.objectives, solution.values, strict=True))
    reached = {name: values[name] for name in solution.certificate["before_threshold"]}
    stages = solution.certificate["above_threshold"]
    foreign = [name for stage in stages for name in stage.objectives] != list(reached)
    if foreign or _below_zero(stages) or _most(case, stages, case.open(limit + 1)) >= _worth(stages, reached):
        wrong.append(f"nothing proves that the threshold {limit} cannot be higher")
    return wrong


def _prices(case: _Case, solution: Solution) -> list[str]:
    stages = solution.certificate.get("stages")
    if not stages:
        owed = solution.proven and not {"stable", "leximin"} & set(solution.objectives)
        return ["called proven without prices"] if owed else []
    limits = dict(zip(solution.objectives, solution.bounds, strict=True))
    names = [name for stage in stages for name in stage.objectives]
    if any(name not in limits for name in names):
        return ["the certificate speaks of other objectives"]
    if _below_zero(stages):
        return ["the certificate has prices below 0"]
    most = _most(case, stages, case.open(solution.certificate.get("threshold")))
    claimed = _worth(stages, limits)
    rest = most[-1] - claimed[-1]
    if most[:-1] != claimed[:-1] or not 0 <= rest < stages[-1].weights[-1]:
        return [f"the prices prove {most}, the bounds claim {claimed}"]
    return []


def _worth(stages: Any, values: dict[str, int]) -> Tally:
    """What values of the objectives are worth; squared loads count against it."""
    return tuple(
        sum(
            int(weight) * (-values[name] if name == "balanced" else values[name])
            for name, weight in zip(stage.objectives, stage.weights, strict=True)
        )
        for stage in stages
    )


def _below_zero(stages: Any) -> bool:
    """Whether a mentor's price is below 0: his first one that is not 0 decides."""
    return any(price < (0,) * len(stages) for price in _price_of_each(stages))


def _price_of_each(stages: Any) -> list[Tally]:
    return list(zip(*(stage.prices.tolist() for stage in stages), strict=True))


def _plus(*tallies: Tally) -> Tally:
    return tuple(map(sum, zip(*tallies, strict=True)))


def _times(number: int, tally: Tally) -> Tally:
    return tuple(number * each for each in tally)


def _most(case: _Case, stages: Any, edges: list[int]) -> Tally:
    """No choice among the edges is worth more: mentees take their best and pay for every place."""
    weights = [dict(zip(stage.objectives, map(int, stage.weights), strict=True)) for stage in stages]
    each, rate, bonus, balanced = (
        tuple(weight.get(name, 0) for weight in weights) for name in ("pairs", "total", "coverage", "balanced")
    )
    nothing, prices = (0,) * len(weights), _price_of_each(stages)
    left, room, load = list(case.places[0]), list(case.places[1]), [0] * case.n_mentors
    served, parts = set(), [nothing]
    for edge in case.pins:
        i, j = case.mentee[edge], case.mentor[edge]
        left[i], room[j], load[j] = left[i] - 1, room[j] - 1, load[j] + 1
        parts.append(_plus(each, _times(case.worth[edge], rate)))
        served.add(i)
    gains: dict[int, list[Tally]] = defaultdict(list)
    degree = [0] * case.n_mentors
    for edge in edges:
        i, j = case.mentee[edge], case.mentor[edge]
        if left[i] > 0 and room[j] > 0:
            gains[i].append(_plus(each, _times(case.worth[edge], rate), _times(-1, prices[j])))
            degree[j] += 1
    parts.append(_times(len(served), bonus))
    for i, row in gains.items():
        parts.append(_best_row(sorted(row, reverse=True)[: left[i]], nothing if i in served else bonus))
    for j in range(case.n_mentors):
        parts += _incomes(prices[j], min(room[j], degree[j]), load[j], balanced)
    return _plus(*parts)


def _best_row(best: list[Tally], first: Tally) -> Tally:
    """The most a mentee can get from her best gains, with a bonus for having anybody."""
    nothing = _times(0, first)
    return max(nothing, _plus(first, best[0], *(max(nothing, gain) for gain in best[1:])))


def _incomes(price: Tally, places: int, load: int, weight: Tally) -> list[Tally]:
    """The best a mentor's places can earn: each at the price, less what his load costs."""
    earned = [_plus(price, _times(-2 * (load + place) - 1, weight)) for place in range(places)]
    return [_times(-load * load, weight), *(max(_times(0, price), each) for each in earned)]
