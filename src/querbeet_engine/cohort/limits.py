"""Bounds on one objective while a search is not finished."""

import numpy as np

from .bounds import bound
from .flows import Stage
from .graph import Graph


def alone(graph: Graph, objective: str) -> int:
    """What an objective could be if no mentor's place were ever short."""
    if objective == "balanced":
        return int((graph.pinned_load**2).sum())
    if objective in ("worst-off", "leximin"):
        return int(graph.worth.max(initial=0))
    free = np.zeros(graph.problem.n_mentors, np.int64)
    return _offset(graph, objective) + bound(graph, (objective,), (1,), free)


def by_prices(graph: Graph, stage: Stage, reached: list[int]) -> list[int]:
    """Bounds for the stage's objectives in order, as far as what was reached proves the ones before.

    The prices allow no larger weighted sum; later objectives can take no less than their floor from it.
    """
    room = bound(graph, stage.objectives, stage.weights, stage.prices)
    floors = [weight * _floor(graph, name) for name, weight in zip(stage.objectives, stage.weights, strict=True)]
    found = []
    for k, (name, weight) in enumerate(zip(stage.objectives, stage.weights, strict=True)):
        limit = _offset(graph, name) + _sign(name) * ((room - sum(floors[k + 1 :])) // weight)
        found.append(limit)
        if limit != reached[k]:
            break
        room -= weight * _sign(name) * (reached[k] - _offset(graph, name))
    return found


def _sign(objective: str) -> int:
    return -1 if objective == "balanced" else 1


def _floor(graph: Graph, objective: str) -> int:
    return -graph.span(objective) if objective in ("coverage", "balanced") else 0


def _offset(graph: Graph, objective: str) -> int:
    """The objective's value where its cost is 0: pins count, and for coverage everybody who could be served."""
    if objective == "coverage":
        pinned = len(np.unique(graph.problem.mentee[graph.pins]))
        return pinned + int(graph.waiting.sum())
    if objective == "pairs":
        return len(graph.pins)
    if objective == "total":
        return int(graph.problem.worth[graph.pins].sum())
    return int((graph.pinned_load**2).sum())
