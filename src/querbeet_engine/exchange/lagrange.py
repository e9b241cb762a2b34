"""Prices of people and wishes by subgradient steps: a bound in milliseconds and a warm start for the linear program.

The rows are priced; what stays is one choice per group, a group being the rings with the same smallest member or the
chains of one giver (Lagrangian relaxation; steps after Held, Wolfe & Crowder 1974 with a smoothed direction).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numba as nb
import numpy as np

from querbeet_engine.exchange import chains
from querbeet_engine.exchange.columns import Columns, Floats, Rows, bound_of
from querbeet_engine.exchange.graph import Graph
from querbeet_engine.exchange.pool import Ints, Pool
from querbeet_engine.exchange.watch import Watch

START_PRICE = 0.7
ROUNDS = 700
PATIENCE = 15
SMOOTHING = 0.6


@dataclass(frozen=True)
class Task:
    """All rings as columns, the chains as a graph with its givers, and the rows they share.

    `complete` is False when there were too many rings to list: then no bound follows from them.
    """

    rows: Rows
    rings: Columns
    graph: Graph
    givers: Ints
    longest: int
    complete: bool = True

    @cached_property
    def room(self) -> Ints:
        return self.rows.room

    @cached_property
    def arc_wish(self) -> Ints:
        """The wish row of each graph arc, or -1."""
        return self.rows.wish_row[self.graph.id]

    @property
    def has_chains(self) -> bool:
        return self.longest > 0 and len(self.givers) > 0 and self.graph.arcs > 0


@dataclass(frozen=True)
class Gain:
    """One objective, scaled so that an arc adds at most 1: per ring, per graph arc of a chain, per extra place.

    Values of solutions are multiples of `step`.
    """

    objective: str
    ring: Floats
    arc: Floats
    penalty: Floats
    step: float

    def ceiling(self, bound: float) -> float:
        """The greatest value a solution can have under this bound."""
        return float(np.floor(bound / self.step + 1e-6)) * self.step


def gain_of(pool: Pool, task: Task, objective: str) -> Gain:
    """`served` or `fit` as the objective of the relaxation."""
    penalty = task.rows.penalty(objective)
    if objective == "served":
        return Gain(objective, task.rings.value(objective), np.ones(task.graph.arcs), penalty, 1.0)
    step = 1.0 / max(1, int(pool.weight.max(initial=1)))
    arc = (pool.weight[task.graph.id] * step).astype(np.float64)
    return Gain(objective, task.rings.value(objective) * step, arc, penalty, step)


@nb.njit(cache=True)
def best_of_groups(rows, value, price, room, use):
    """Sum over groups (adjacent columns with the same first row) of room x best positive reduced value; counts use."""
    total = 0.0
    j = 0
    while j < len(rows):
        group, top, best = rows[j, 0], 0.0, -1
        while j < len(rows) and rows[j, 0] == group:
            rest = value[j]
            for k in range(rows.shape[1]):
                row = rows[j, k]
                if row < 0:
                    break
                rest -= price[row]
            if rest > top:
                top, best = rest, j
            j += 1
        if best >= 0:
            total += room[group] * top
            for k in range(rows.shape[1]):
                if rows[best, k] >= 0:
                    use[rows[best, k]] += room[group]
    return total


def _chain_part(task: Task, price: Floats, arc_value: Floats, use: Floats) -> float:
    graph, givers = task.graph, task.givers
    gain = chains.gains(graph.head, task.arc_wish, arc_value, price)
    value, walks = chains.best_walks(graph.first, graph.head, gain, givers, task.longest)
    return float(chains.take_walks(value, walks, givers, price, task.room, graph.head, task.arc_wish, use))


def relaxation(task: Task, gain: Gain, price: Floats) -> tuple[float, Floats]:
    """The bound at these prices and its subgradient (room left in each row)."""
    use = np.zeros(task.rows.count)
    bound = bound_of(task.rows, price, gain.penalty)
    bound += best_of_groups(task.rings.rows, gain.ring, price, task.room, use)
    if task.has_chains:
        bound += _chain_part(task, price, gain.arc, use)
    return bound, task.rows.first + task.rows.extra * (price > gain.penalty) - use


def first_prices(task: Task) -> Floats:
    """A start: people who are on some ring or chain at a flat price, everyone else free."""
    price = np.zeros(task.rows.count)
    price[task.rings.rows[task.rings.rows >= 0]] = START_PRICE
    if task.has_chains:
        price[task.graph.head] = START_PRICE
        price[task.givers] = 0.0
    return price


def prices(task: Task, gain: Gain, goal: float, watch: Watch) -> tuple[float, Floats]:
    """The best bound found and its prices; `goal` is the value of some solution, towards which the steps aim."""
    price = first_prices(task)
    best_bound, best = np.inf, price
    direction = np.zeros_like(price)
    scale, stale = 1.0, 0
    for step in range(ROUNDS):
        bound, slack = relaxation(task, gain, price)
        if bound < best_bound - 1e-9:
            stale = 0 if bound < best_bound * (1 - 1e-4) else stale + 1
            best_bound, best = bound, price
        else:
            stale += 1
        if stale > PATIENCE:
            scale, stale, price = scale * SMOOTHING, 0, best
        slack[(price <= 0) & (slack > 0)] = 0.0
        direction = SMOOTHING * direction + (1 - SMOOTHING) * slack
        norm = float(direction @ direction)
        if norm < 1e-12 or scale < 1e-4 or best_bound - goal < gain.step - 1e-6 or (step % 16 == 0 and watch.over):
            break
        price = np.maximum(0.0, price - scale * (bound - goal) / norm * direction)
    return best_bound, best
