"""What a choice of edges is worth in each objective, always counted afresh from the choice."""

from typing import Any

import numpy as np

from ..problem import Problem
from . import stable
from .graph import Graph, graph


def served(problem: Problem, edges: Any) -> int:
    return int(np.count_nonzero(np.bincount(problem.mentee[edges])))


def value(problem: Problem, objective: str, edges: Any) -> int:
    """See `Solution.values`; 0 for the worst fit where nobody but the pinned is paired."""
    if objective == "coverage":
        return served(problem, edges)
    if objective == "pairs":
        return len(edges)
    if objective in ("worst-off", "leximin"):
        free = np.setdiff1d(edges, problem.edge_of(problem.pinned))
        return int(problem.worth[free].min()) if len(free) else 0
    if objective == "balanced":
        load = np.bincount(problem.mentor[edges], minlength=problem.n_mentors).astype(np.int64)
        return int((load * load).sum())
    if objective == "stable":
        return blocking(problem, edges)
    return int(problem.worth[edges].sum())


def blocking(problem: Problem, edges: Any, whole: Graph | None = None) -> int:
    """Blocking pairs of a choice; pins cannot be left for somebody better. `whole`: its graph, if there is one."""
    whole = whole or graph(problem, problem.usable, 0, by_place=False)
    chosen = np.zeros(problem.n_edges, np.bool_)
    chosen[edges] = True
    return stable.count_blocking(whole, whole.of(chosen))


def rank(problem: Problem, objectives: tuple[str, ...], edges: Any) -> tuple[Any, ...]:
    """Sorts choices: the better one has the larger rank."""
    keys: list[Any] = []
    for objective in objectives:
        number = value(problem, objective, edges)
        keys.append(-number if objective in ("balanced", "stable") else number)
    return tuple(keys)
