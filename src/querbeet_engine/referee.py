"""An independent referee: counts everything again in plain loops and shares no code with the solvers."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from .problem import Problem
from .solution import Solution

LOWER_IS_BETTER = ("balanced", "stable")


def check(problem: Problem, solution: Solution) -> list[str]:
    """Everything that is wrong with a solution, one sentence each; empty when all is well.

    Checks the choice against capacities, pins and forbidden pairs, recounts every figure, and verifies the
    certificate: prices that leave no better answer, no higher threshold, no blocking pair. Takes seconds for
    300,000 edges. Leximin is verified down to its worst pair only.
    """
    wrong = _choice(problem, solution)
    if wrong:
        return wrong
    chosen = [int(edge) for edge in solution.edges]
    return [
        *_figures(problem, solution, chosen),
        *_bounds(solution),
        *_blocking(problem, solution, chosen),
        *_threshold(problem, solution, chosen),
        *_prices(problem, solution),
    ]


def _choice(problem: Problem, solution: Solution) -> list[str]:
    wrong = []
    edges = [int(edge) for edge in solution.edges]
    if any(not 0 <= edge < problem.n_edges for edge in edges):
        return ["an edge that the problem does not have"]
    if any(a >= b for a, b in pairwise(edges)):
        wrong.append("edges are not in ascending order, or one is there twice")
    pairs = [(int(problem.mentee[edge]), int(problem.mentor[edge])) for edge in edges]
    allowed = set(pairs)
    for pair in _rows(problem.forbidden):
        if pair in allowed:
            wrong.append(f"mentee {pair[0]} and mentor {pair[1]} are together, though forbidden")
    for pair in _rows(problem.pinned):
        if pair not in allowed:
            wrong.append(f"mentee {pair[0]} and mentor {pair[1]} are not together, though pinned")
    for side, name, places in ((0, "mentee", problem.capacity_mentee), (1, "mentor", problem.capacity_mentor)):
        for person, load in _loads(pairs, side).items():
            if load > places[person]:
                wrong.append(f"{name} {person} has {load} pairs and {places[person]} places")
    return wrong


def _rows(pairs: Any) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in pairs]


def _loads(pairs: list[tuple[int, int]], side: int) -> dict[int, int]:
    loads: dict[int, int] = defaultdict(int)
    for pair in pairs:
        loads[pair[side]] += 1
    return loads


def _worths(problem: Problem) -> list[int]:
    stays = set(_rows(problem.previous))
    return [
        int(fit) + (problem.stay_bonus if (int(i), int(j)) in stays else 0)
        for i, j, fit in zip(problem.mentee, problem.mentor, problem.fit, strict=True)
    ]


def _figures(problem: Problem, solution: Solution, chosen: list[int]) -> list[str]:
    worths = _worths(problem)
    load = _loads([(0, int(problem.mentor[edge])) for edge in chosen], 1)
    pins = set(_rows(problem.pinned))
    free = [edge for edge in chosen if (int(problem.mentee[edge]), int(problem.mentor[edge])) not in pins]
    worst = min((worths[edge] for edge in free), default=0)
    expected = {
        "coverage": len({int(problem.mentee[edge]) for edge in chosen}),
        "pairs": len(chosen),
        "worst-off": worst,
        "leximin": worst,
        "balanced": sum(count * count for count in load.values()),
        "total": sum(worths[edge] for edge in chosen),
        "stable": _count_blocking(problem, chosen),
    }
    wrong = []
    if solution.served != expected["coverage"]:
        wrong.append(f"served is {solution.served}, counted {expected['coverage']}")
    total = sum(int(problem.fit[edge]) for edge in chosen)
    if solution.total != total:
        wrong.append(f"total is {solution.total}, counted {total}")
    for name, value in zip(solution.objectives, solution.values, strict=True):
        if value != expected[name]:
            wrong.append(f"{name} is {value}, counted {expected[name]}")
    return wrong


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


def _count_blocking(problem: Problem, chosen: list[int]) -> int:
    stays, together = set(_rows(problem.previous)), set(chosen)
    pins, barred = set(_rows(problem.pinned)), set(_rows(problem.forbidden))
    pair = [(int(i), int(j)) for i, j in zip(problem.mentee, problem.mentor, strict=True)]
    worst: list[dict[int, int]] = [{}, {}]
    free = [[int(x) for x in problem.capacity_mentee], [int(x) for x in problem.capacity_mentor]]
    views = [problem.fit_mentee, problem.fit_mentor]

    def view(side: int, edge: int) -> int:
        return int(views[side][edge]) + (problem.stay_bonus if pair[edge] in stays else 0)

    for edge in chosen:
        for side in (0, 1):
            person = pair[edge][side]
            free[side][person] -= 1
            if pair[edge] not in pins:
                worst[side][person] = min(view(side, edge), worst[side].get(person, view(side, edge)))

    def wants(side: int, edge: int) -> bool:
        person = pair[edge][side]
        return free[side][person] > 0 or view(side, edge) > worst[side].get(person, view(side, edge))

    return sum(
        edge not in together and pair[edge] not in barred and wants(0, edge) and wants(1, edge)
        for edge in range(problem.n_edges)
    )


def _blocking(problem: Problem, solution: Solution, chosen: list[int]) -> list[str]:
    counted = _count_blocking(problem, chosen)
    claimed = solution.certificate.get("blocking_pairs")
    if claimed != counted:
        return [f"blocking pairs are {claimed}, counted {counted}"]
    return []


def _open(problem: Problem, at_least: int | None) -> list[int]:
    """Edges a better answer could use: not pinned, not forbidden, worth `at_least` that much."""
    fixed = set(_rows(problem.pinned)) | set(_rows(problem.forbidden))
    worths = _worths(problem)
    return [
        edge
        for edge in range(problem.n_edges)
        if (int(problem.mentee[edge]), int(problem.mentor[edge])) not in fixed
        and (at_least is None or worths[edge] >= at_least)
    ]


def _threshold(problem: Problem, solution: Solution, chosen: list[int]) -> list[str]:
    limit = solution.certificate.get("threshold")
    if limit is None:
        return []
    worths, pins = _worths(problem), set(_rows(problem.pinned))
    wrong = []
    for edge in chosen:
        pair = int(problem.mentee[edge]), int(problem.mentor[edge])
        if worths[edge] < limit and pair not in pins:
            wrong.append(f"mentee {pair[0]} and mentor {pair[1]} are worth {worths[edge]}, below the threshold {limit}")
    stages = solution.certificate["above_threshold"]
    names = solution.certificate["before_threshold"]
    reached = [value for name, value in zip(solution.objectives, solution.values, strict=True) if name in names]
    weights, prices = _merged(problem, stages)
    best = _most(problem, weights, prices, _open(problem, limit + 1))
    if best >= _weighted(names, reached, weights):
        wrong.append(f"nothing proves that the threshold {limit} cannot be higher")
    return wrong


def _prices(problem: Problem, solution: Solution) -> list[str]:
    stages = solution.certificate.get("stages")
    if not stages:
        return _missing(solution)
    limits = dict(zip(solution.objectives, solution.bounds, strict=True))
    names = [name for stage in stages for name in stage.objectives]
    if any(name not in limits for name in names) or any((stage.prices < 0).any() for stage in stages):
        return ["the certificate speaks of other objectives, or has prices below 0"]
    weights, prices = _merged(problem, stages)
    most = _most(problem, weights, prices, _open(problem, solution.certificate.get("threshold")))
    claimed = _weighted(names, [limits[name] for name in names], weights)
    if not claimed <= most < claimed + weights[names[-1]]:
        return [f"the prices prove {most}, the bounds claim {claimed}"]
    return []


def _missing(solution: Solution) -> list[str]:
    """A proof is owed for everything called proven, but by its own certificate for stable and leximin."""
    if solution.proven and not {"stable", "leximin"} & set(solution.objectives):
        return ["called proven without prices"]
    return []


def _weighted(names: Any, values: list[int], weights: dict[str, int]) -> int:
    signs = {"balanced": -1}
    return sum(weights[name] * signs.get(name, 1) * value for name, value in zip(names, values, strict=True))


def _merged(problem: Problem, stages: Any) -> tuple[dict[str, int], list[int]]:
    """All stages as one, in big integers: an earlier stage outweighs whatever a later one can gain."""
    worth = max(_worths(problem), default=0) + 1
    size = (problem.n_edges + problem.n_mentees + 1) ** 2
    weights: dict[str, int] = {}
    prices = [0] * problem.n_mentors
    factor = 1
    for stage in reversed(stages):
        for name, weight in zip(stage.objectives, stage.weights, strict=True):
            weights[name] = factor * int(weight)
        prices = [price + factor * int(more) for price, more in zip(prices, stage.prices, strict=True)]
        factor *= 4 * size * worth * (max(int(w) for w in stage.weights) + int(stage.prices.max(initial=0)) + 1)
    return weights, prices


def _most(problem: Problem, weights: dict[str, int], prices: list[int], edges: list[int]) -> int:
    """No choice among the edges has a larger weighted sum: mentees take their best and pay for every place."""
    worths, pinned = _worths(problem), _rows(problem.pinned)
    left = [int(x) for x in problem.capacity_mentee]
    room = [int(x) for x in problem.capacity_mentor]
    load = [0] * problem.n_mentors
    for i, j in pinned:
        left[i], room[j], load[j] = left[i] - 1, room[j] - 1, load[j] + 1
    gains: dict[int, list[int]] = defaultdict(list)
    degree = [0] * problem.n_mentors
    for edge in edges:
        i, j = int(problem.mentee[edge]), int(problem.mentor[edge])
        if left[i] > 0 and room[j] > 0:
            gains[i].append(weights.get("pairs", 0) + weights.get("total", 0) * worths[edge] - prices[j])
            degree[j] += 1
    served = {i for i, _ in pinned}
    result = _pinned_sum(problem, weights, worths) + weights.get("coverage", 0) * len(served)
    for i, row in gains.items():
        first = 0 if i in served else weights.get("coverage", 0)
        result += _best_row(sorted(row, reverse=True)[: left[i]], first)
    balanced = weights.get("balanced", 0)
    return result + sum(
        _income(prices[j], min(room[j], degree[j]), load[j], balanced) for j in range(problem.n_mentors)
    )


def _pinned_sum(problem: Problem, weights: dict[str, int], worths: list[int]) -> int:
    pins = set(_rows(problem.pinned))
    pairs = zip(problem.mentee, problem.mentor, worths, strict=True)
    return sum(
        weights.get("pairs", 0) + weights.get("total", 0) * worth for i, j, worth in pairs if (int(i), int(j)) in pins
    )


def _best_row(best: list[int], first: int) -> int:
    """The most a mentee can get from her best gains, with a bonus for having anybody."""
    return max(0, first + best[0] + sum(gain for gain in best[1:] if gain > 0))


def _income(price: int, places: int, load: int, weight: int) -> int:
    """The best a mentor's places can earn: each at the price, less what his load costs."""
    return -weight * load * load + sum(max(0, price - weight * (2 * (load + k) + 1)) for k in range(places))
