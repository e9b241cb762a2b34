"""Prices and bound of the first objective, and what they leave open: the rings and chains a best answer may hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from querbeet_engine.exchange import chains, lagrange, master, search
from querbeet_engine.exchange.chains import Places
from querbeet_engine.exchange.columns import Columns, Floats, pack, reduced
from querbeet_engine.exchange.lagrange import Gain, Task
from querbeet_engine.exchange.neighbourhood import Region
from querbeet_engine.exchange.pool import Ints, Pool
from querbeet_engine.exchange.watch import Watch

NEAR = 0.5
REGION_SIZE = 40_000
MOVES = 300_000


@dataclass
class Prices:
    """`bound` holds at `price` for the scaled gain of the first objective."""

    pool: Pool
    task: Task
    gain: Gain
    bound: float
    price: Floats

    @property
    def rest(self) -> Floats:
        """Reduced values of all rings."""
        out = np.empty(len(self.task.rings))
        reduced(self.task.rings.rows, self.gain.ring, self.price, out)
        return out

    def nearest(self, slack: float, most: int) -> tuple[Ints, bool]:
        """Rings with reduced value of at least -slack (a better answer cannot hold others), and whether that is all."""
        rest = self.rest
        near = np.flatnonzero(rest >= -slack - 1e-6)
        if len(near) <= most:
            return near, True
        return np.sort(near[np.argsort(-rest[near], kind="stable")[:most]]), False

    def places(self, slack: float) -> Places:
        """Arcs by position on chains with reduced value of at least -slack."""
        graph = self.task.graph
        gain = chains.gains(graph.head, self.task.arc_wish, self.gain.arc, self.price)
        return chains.places(graph, self.task.givers, self.task.longest, gain, self.price, -slack - 1e-6)

    def region(self, depth: float = 1.0) -> Region:
        """Where heuristics look: rings and chain places with reduced value of at least -depth."""
        near, _ = self.nearest(depth, REGION_SIZE)
        return Region(self.pool, self.task, self.task.rings.take(near), self.places(depth))

    def local(self, seed: int, enough: float) -> Columns:
        """A good packing of near rings, without chains; the search ends when it is worth `enough`."""
        near, _ = self.nearest(NEAR, REGION_SIZE)
        rings = self.task.rings.take(near)
        value, rest = self.gain.ring[near], self.rest[near]
        chosen = search.local_search(rings, self.task.rows, value, rest, enough, MOVES, seed)
        return rings.take(chosen)


def first_packing(task: Task) -> Columns:
    """Any packing of rings, to have something from the first moment."""
    short_first = np.lexsort((-task.rings.fit, task.rings.served))
    return task.rings.take(np.flatnonzero(pack(short_first, task.rings.rows, task.rows.room)))


def cheap_prices(pool: Pool, task: Task, gain: Gain, goal: float, watch: Watch) -> Prices:
    """By the Lagrangian method: milliseconds, bound usually within one in five hundred."""
    return Prices(pool, task, gain, *lagrange.prices(task, gain, goal, watch))


def exact_prices(cheap: Prices, watch: Watch) -> tuple[Prices, Columns, Columns]:
    """By the linear program; also its columns, and these rounded greedily."""
    relaxed = master.relax(cheap.pool, cheap.task, cheap.gain, cheap.bound, cheap.price, watch)
    order = np.argsort(-np.round(relaxed.share, 9), kind="stable")
    taken = pack(order, relaxed.columns.rows, cheap.task.rows.room)
    prices = Prices(cheap.pool, cheap.task, cheap.gain, relaxed.bound, relaxed.price)
    return prices, relaxed.columns, relaxed.columns.take(np.flatnonzero(taken))
