"""The linear program over rings and chains, by column generation from the explicit list of rings and priced chains.

It starts with the columns that the Lagrangian prices favour, so few rounds end it; prices are smoothed (Wentges 1997).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from querbeet_engine.exchange import chains
from querbeet_engine.exchange.columns import Columns, Floats, bound_of, joined, make_columns, reduced, spread
from querbeet_engine.exchange.lagrange import Gain, Task, best_of_groups
from querbeet_engine.exchange.pool import Pool
from querbeet_engine.exchange.watch import Watch

NEAR = 0.3
AT_FIRST, LATER = 6, 2
TOLERANCE = 1e-6
SMOOTHING = 0.5
MANY = 100
CLOSE = 0.01


def quiet() -> highspy.Highs:
    """A silent HiGHS on one thread, so that the same input gives the same answer."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


@dataclass(frozen=True)
class Relaxed:
    """The bound of the linear program, the prices that prove it, and its columns with how much of each it takes."""

    bound: float
    price: Floats
    columns: Columns
    share: Floats


class Master:
    """Columns come in, the program is solved again from its last basis, prices come out."""

    def __init__(self, pool: Pool, task: Task, gain: Gain) -> None:
        self.pool, self.task, self.gain = pool, task, gain
        rows, count = task.rows, task.rows.count
        self.solver = quiet()
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        none = np.zeros(0, np.int32)
        first = rows.first.astype(float)
        self.solver.addRows(count, np.full(count, -highspy.kHighsInf), first, 0, np.zeros(count, np.int32), none, none)
        more = np.flatnonzero(rows.extra > 0).astype(np.int32)
        at = np.arange(len(more), dtype=np.int32)
        limit = rows.extra[more].astype(float)
        zero = np.zeros(len(more))
        self.solver.addCols(len(more), -gain.penalty[more], zero, limit, len(more), at, more, zero - 1.0)
        self.extras = len(more)
        self.inside = np.zeros(len(task.rings), bool)
        self.known: set[bytes] = set()
        self.blocks: list[Columns] = [task.rings.take(np.zeros(0, np.int64))]
        self.rest = np.empty(len(task.rings))

    def add(self, columns: Columns) -> None:
        taken = columns.rows >= 0
        starts = np.concatenate([[0], np.cumsum(taken.sum(axis=1))[:-1]]).astype(np.int32)
        index, count = columns.rows[taken], len(columns)
        limits = (np.zeros(count), np.full(count, highspy.kHighsInf))
        gain = columns.value(self.gain.objective) * self.gain.step
        self.solver.addCols(count, gain, *limits, len(index), starts, index, np.ones(len(index)))
        self.blocks.append(columns)

    def add_rings(self, price: Floats, least: float, each: int) -> int:
        """Rings not yet inside with reduced value above `least`, best first, few per person."""
        reduced(self.task.rings.rows, self.gain.ring, price, self.rest)
        near = np.flatnonzero((self.rest > least) & ~self.inside)
        near = near[np.argsort(-self.rest[near], kind="stable")]
        chosen = spread(near, self.task.rings.rows, self.task.rows.count, each, 4 * self.task.rows.count)
        if len(chosen):
            self.inside[chosen] = True
            self.add(self.task.rings.take(chosen))
        return len(chosen)

    def add_chains(self, price: Floats, least: float) -> tuple[int, float]:
        """The best chain of each giver if its reduced value is above `least`; and what chains add to the bound."""
        task = self.task
        if not task.has_chains:
            return 0, 0.0
        graph, givers = task.graph, task.givers
        gain = chains.gains(graph.head, task.arc_wish, self.gain.arc, price)
        toll = price[givers] + least
        ways = (graph.first, graph.head, graph.tail, gain, toll, givers, task.longest)
        found, ceiling = chains.best_chains(*ways, graph.foe_first, graph.foe, chains.MOST_STEPS)
        new = [row for row in found[found[:, 0] >= 0] if row.tobytes() not in self.known]
        self.known.update(row.tobytes() for row in new)
        if new:
            self.add(make_columns(self.pool, task.rows, graph.in_pool(np.array(new)), chains=True))
        return len(new), float((task.room[givers] * np.maximum(0.0, ceiling + least)).sum())

    def bound(self, price: Floats, chain_part: float) -> float:
        rings = self.task.rings.rows
        groups = best_of_groups(rings, self.gain.ring, price, self.task.room, np.zeros(self.task.rows.count))
        return bound_of(self.task.rows, price, self.gain.penalty) + groups + chain_part

    def solve(self, seconds: float, *, afresh: bool) -> tuple[float, Floats]:
        """Value and prices: by interior point and crossover if `afresh`, by simplex from the last basis if not."""
        self.solver.setOptionValue("solver", "ipm" if afresh else "simplex")
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(seconds, 0.01))
        self.solver.run()
        price = np.maximum(np.array(self.solver.getSolution().row_dual), 0.0)
        return float(self.solver.getInfo().objective_function_value), price

    @property
    def solved(self) -> bool:
        return self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal


def relax(pool: Pool, task: Task, gain: Gain, bound: float, price: Floats, watch: Watch) -> Relaxed:
    """Solve the linear program, or until the deadline: then the bound is the best Lagrangian one so far."""
    master = Master(pool, task, gain)
    master.add_rings(price, -NEAR, AT_FIRST)
    master.add_chains(price, -NEAR)
    stable, share, new = price, np.zeros(0), MANY
    while not watch.over:
        value, dual = master.solve(watch.left, afresh=new >= MANY)
        if not master.solved:
            break
        share = np.array(master.solver.getSolution().col_value)[master.extras :]
        for smooth in (SMOOTHING, 0.0):
            trial = smooth * stable + (1 - smooth) * dual
            new, chain_part = master.add_chains(trial, 0.0)
            now = master.bound(trial, chain_part)
            if now < bound:
                bound, stable = now, trial
            new += master.add_rings(trial, TOLERANCE, LATER)
            if new:
                break
        if not new or bound - value < CLOSE * gain.step:
            break
    columns = joined(*master.blocks)
    return Relaxed(bound, stable, columns, np.pad(share, (0, len(columns) - len(share))))
