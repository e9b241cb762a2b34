"""An independent referee: counts everything again in plain loops and shares no code with the solvers."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from .problem import Problem
from .solution import Solution

LOWER_IS_BETTER = ("balanced", "stable")


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
        load: dict[int, int] = defaultdict(int)
        for edge in case.chosen:
            load[people[edge]] += 1
        for person, count in load.items():
            if count > places[person]:
                wrong.append(f"{name} {person} has {count} pairs and {places[person]} places")
    return wrong


def _figures(case: _Case, solution: Solution, blocking: int) -> list[str]:
    load: dict[int, int] = defaultdict(int)
    for edge in case.chosen:
        load[case.mentor[edge]] += 1
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
    accepts: list[list[int]] = []
    for side in (0, 1):
        free, worst = list(case.places[side]), [2**70] * len(case.places[side])
        for edge in case.chosen:
            person = people[side][edge]
            free[person] -= 1
            if edge not in case.pins:
                worst[person] = min(worst[person], case.view[side][edge])
        accepts.append([-1 if room > 0 else least for room, least in zip(free, worst, strict=True)])
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
    names = solution.certificate["before_threshold"]
    reached = [value for name, value in zip(solution.objectives, solution.values, strict=True) if name in names]
    weights, prices = _merged(case, solution.certificate["above_threshold"])
    best = _most(case, weights, prices, case.open(limit + 1))
    if min(prices, default=0) < 0 or best >= _weighted(names, reached, weights):
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
    weights, prices = _merged(case, stages)
    if min(prices, default=0) < 0:
        return ["the certificate has prices below 0"]
    most = _most(case, weights, prices, case.open(solution.certificate.get("threshold")))
    claimed = _weighted(names, [limits[name] for name in names], weights)
    if not claimed <= most < claimed + weights[names[-1]]:
        return [f"the prices prove {most}, the bounds claim {claimed}"]
    return []


def _weighted(names: Any, values: list[int], weights: dict[str, int]) -> int:
    """The weighted sum of objectives; squared loads count against it."""
    return sum(
        weights[name] * (-value if name == "balanced" else value) for name, value in zip(names, values, strict=True)
    )


def _merged(case: _Case, stages: Any) -> tuple[dict[str, int], list[int]]:
    """All stages as one, in big integers: an earlier stage outweighs whatever a later one can gain."""
    worth = max(case.worth, default=0) + 1
    size = (len(case.mentee) + len(case.places[0]) + 1) ** 2
    weights: dict[str, int] = {}
    prices = [0] * case.n_mentors
    factor = 1
    for stage in reversed(stages):
        for name, weight in zip(stage.objectives, stage.weights, strict=True):
            weights[name] = factor * int(weight)
        prices = [price + factor * more for price, more in zip(prices, stage.prices.tolist(), strict=True)]
        factor *= 4 * size * worth * (max(int(w) for w in stage.weights) + int(abs(stage.prices).max(initial=0)) + 1)
    return weights, prices


def _most(case: _Case, weights: dict[str, int], prices: list[int], edges: list[int]) -> int:
    """No choice among the edges has a larger weighted sum: mentees take their best and pay for every place."""
    left, room, load = list(case.places[0]), list(case.places[1]), [0] * case.n_mentors
    each, rate, bonus = weights.get("pairs", 0), weights.get("total", 0), weights.get("coverage", 0)
    served, result = set(), 0
    for edge in case.pins:
        i, j = case.mentee[edge], case.mentor[edge]
        left[i], room[j], load[j] = left[i] - 1, room[j] - 1, load[j] + 1
        result += each + rate * case.worth[edge]
        served.add(i)
    gains: dict[int, list[int]] = defaultdict(list)
    degree = [0] * case.n_mentors
    for edge in edges:
        i, j = case.mentee[edge], case.mentor[edge]
        if left[i] > 0 and room[j] > 0:
            gains[i].append(each + rate * case.worth[edge] - prices[j])
            degree[j] += 1
    result += bonus * len(served)
    for i, row in gains.items():
        result += _best_row(sorted(row, reverse=True)[: left[i]], 0 if i in served else bonus)
    balanced = weights.get("balanced", 0)
    return result + sum(_income(prices[j], min(room[j], degree[j]), load[j], balanced) for j in range(case.n_mentors))


def _best_row(best: list[int], first: int) -> int:
    """The most a mentee can get from her best gains, with a bonus for having anybody."""
    return max(0, first + best[0] + sum(gain for gain in best[1:] if gain > 0))


def _income(price: int, places: int, load: int, weight: int) -> int:
    """The best a mentor's places can earn: each at the price, less what his load costs."""
    return -weight * load * load + sum(max(0, price - weight * (2 * (load + k) + 1)) for k in range(places))
