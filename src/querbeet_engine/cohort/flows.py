"""Linear objectives in lexicographic order on a flow network, with prices that prove them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..watch import Watch
from .graph import Graph
from .simplex import freeze, pivots, price_tree

Longs = NDArray[np.int64]
CHUNK = 20_000
LIMIT = 2**61


@dataclass(frozen=True, eq=False)
class Stage:
    """Objectives that were solved as one cost, each times its weight, and what a place of each mentor is worth then.

    The prices prove the stage: no choice of the mentees is worth more than its value when every place is paid.
    """

    objectives: tuple[str, ...]
    weights: tuple[int, ...]
    prices: Longs


@dataclass(eq=False)
class Search:
    """A network at work. `stages` holds the finished stages; the flow is feasible at any time."""

    graph: Graph
    watch: Watch
    stages: list[Stage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.net = self.graph.start()
        self.block = max(int(0.3 * len(self.net.tail) ** 0.5), 10)
        self.steps = 0
        self.sign = np.zeros(self.graph.problem.n_mentors, np.int64)

    def minimise(self, cost: Longs, label: str) -> int:
        """Least cost over what is still open. Raises Stopped, with the flow reached so far in place."""
        price_tree(self.net, cost)
        start = 0
        while True:
            self.watch.go_on()
            done, start = pivots(self.net, cost, start, self.block, CHUNK)
            self.steps += done
            value = int(cost @ self.net.flow)
            self.watch.tell(label, self.steps, -value)
            if done < CHUNK:
                return value

    def close(self, cost: Longs) -> None:
        """Keeps only flows that are as good as this one."""
        freeze(self.net, cost)

    def prices(self) -> Longs:
        """Prices of the stage just solved. A mentor's first price that is not 0 decides: below 0 his places stay
        empty and cost nothing from then on; above 0 they are all taken, and later prices may take something back."""
        raw = -self.net.potential[self.graph.problem.n_mentees : -1]
        self.sign = np.where(self.sign == 0, np.sign(raw), self.sign)
        return np.where(self.sign > 0, raw, 0)

    def run(self, objectives: tuple[str, ...]) -> None:
        """Solves the objectives in order, several at a time where the numbers have room."""
        for group, weights in groups(self.graph, objectives):
            cost = combined(self.graph, group, weights)
            stage = Stage(group, weights, np.zeros(0, np.int64))
            self.stages.append(stage)
            try:
                self.minimise(cost, group[0])
            finally:
                self.stages[-1] = Stage(group, weights, self.prices())
            self.close(cost)

    @property
    def chosen(self) -> Longs:
        """The problem's edges of the flow and the pins, ascending."""
        flow = self.net.flow[: len(self.graph.edges)]
        return np.sort(np.concatenate([self.graph.edges[flow > 0], self.graph.pins]))


def combined(graph: Graph, objectives: tuple[str, ...], weights: tuple[int, ...]) -> Longs:
    cost = np.zeros(graph.offsets[3], np.int64)
    for objective, weight in zip(objectives, weights, strict=True):
        cost += weight * graph.cost(objective)
    return cost


def groups(graph: Graph, objectives: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Cuts the list into groups whose weighted sum cannot overflow; in each, an earlier objective always wins."""
    found: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
    names: list[str] = []
    weights: list[int] = []
    below = 0
    for objective in reversed(objectives):
        weight = below + 1
        steepest = weight * int(np.abs(graph.cost(objective)).max(initial=0))
        if names and (steepest + below) * graph.n_nodes >= LIMIT:
            found.append((tuple(names), tuple(weights)))
            names, weights, below, weight = [], [], 0, 1
        names.insert(0, objective)
        weights.insert(0, weight)
        below += weight * graph.span(objective)
    if names:
        found.append((tuple(names), tuple(weights)))
    return found[::-1]
