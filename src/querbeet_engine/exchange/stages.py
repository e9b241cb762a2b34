"""One objective after the other: the first by prices, bounds and search, the others in what the first leaves open."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from querbeet_engine.exchange import integer, lagrange, neighbourhood, pricing
from querbeet_engine.exchange.chains import Places
from querbeet_engine.exchange.columns import Columns, joined
from querbeet_engine.exchange.integer import Aim, Program
from querbeet_engine.exchange.lagrange import Task
from querbeet_engine.exchange.pool import Pool
from querbeet_engine.exchange.pricing import Prices
from querbeet_engine.exchange.watch import Watch

SMALL = 1500
SHORT_RING = 3
MANY_RINGS = 200_000
MOST_KEPT = 60_000
LEANS = (8.0, 64.0, 512.0, 0.0)
MOST = 2**62
PARTS, FEW_PARTS = 400, 20
WIDE_GAP = 0.003
DIVES = ((0.7, 0.5), (0.8, 0.5), (0.9, 1.0))


class First:
    """Bound and best answer of the first objective, both kept while they improve."""

    def __init__(self, pool: Pool, task: Task, objective: str, watch: Watch, seed: int) -> None:
        self.pool, self.task, self.watch, self.seed = pool, task, watch, seed
        self.gain = lagrange.gain_of(pool, task, objective)
        self.best = pricing.first_packing(task)
        self.ceiling: int = trivial_bound(pool, task, objective)
        self.prices: Prices

    @property
    def value(self) -> int:
        return integer.worth(self.task, self.best, self.gain.objective)

    @property
    def closed(self) -> bool:
        return self.value >= self.ceiling or self.watch.over

    def offer(self, trial: Columns | None) -> None:
        """Keep a trial if it is better."""
        if trial is not None and integer.worth(self.task, trial, self.gain.objective) > self.value:
            self.best = trial
            self.watch.tell(self.gain.objective, self.value, self.ceiling)

    def lower(self, bound: float) -> None:
        """A bound in scaled units; the ceiling is the greatest whole value below it."""
        if self.task.complete:
            self.ceiling = min(self.ceiling, math.floor(bound / self.gain.step + 1e-6))

    def run(self) -> None:
        """Until the value meets the ceiling or time is up. Cheap steps first."""
        self.prices = pricing.cheap_prices(self.pool, self.task, self.gain, self.value * self.gain.step, self.watch)
        self.lower(self.prices.bound)
        self.offer(self.prices.local(self.seed, self.ceiling * self.gain.step))
        big = len(self.task.rings) > MANY_RINGS
        steps = [self._dive, self._linear] if big else [self._linear]
        for step in [*steps, self._quick, self._dive, self._polish, self._search_or_prove]:
            if self.closed:
                return
            step()

    def _linear(self) -> None:
        self.prices, columns, rounded = pricing.exact_prices(self.prices, self.watch)
        self.lower(self.prices.bound)
        self.offer(rounded)
        if not self.closed and (self.task.has_chains or columns.arcs.shape[1] <= SHORT_RING):
            self._combine(columns)

    def _combine(self, columns: Columns) -> None:
        """The best answer out of the columns of the linear program: often as good as any. Only the root of the search
        tree, and not where rings are long: there the dives are quicker."""
        places = Places(np.zeros(0, np.int64), np.zeros(0, np.int64))
        program = Program(self.pool, self.task, columns, places, nodes=1)
        aim = Aim(self.gain.objective, target=self.ceiling)
        self.offer(integer.solve(program, aim, None, self.watch, self.watch.left).chosen)

    def _dive(self) -> None:
        for whole, depth in DIVES:
            if not self.closed:
                region = self.prices.region(depth)
                self.offer(neighbourhood.dive(region, self.gain.objective, whole, self.watch))

    def _quick(self) -> None:
        """If little is left after fixing, the integer program is the shortest way."""
        kept, _ = self.prices.nearest(self._slack(), MOST_KEPT)
        if len(kept) + len(self.prices.places(self._slack())) <= SMALL:
            self._prove(self.watch.left)

    def _polish(self) -> None:
        """A few parts: often all that the rounded program lacks."""
        self._search(self.watch.left, FEW_PARTS)

    def _slack(self) -> float:
        return self.prices.bound - self.ceiling * self.gain.step

    def _search_or_prove(self) -> None:
        left = self.watch.left
        if self.ceiling - self.value > max(3, WIDE_GAP * self.ceiling):
            self._search(0.6 * left)
        if not self.closed:
            self._prove(0.5 * self.watch.left)
        if not self.closed:
            self._search(self.watch.left)
        if not self.closed:
            self._prove(self.watch.left)

    def _search(self, seconds: float, parts: int = PARTS) -> None:
        aim = Aim(self.gain.objective, target=self.ceiling)
        self.offer(neighbourhood.search(self.prices.region(), self.best, aim, parts, seconds, self.watch, self.seed))

    def _prove(self, seconds: float) -> None:
        """Reduced-cost fixing: a better answer holds only columns above the slack. First look for one that meets the
        ceiling; if there is none, for any that is better than the best so far."""
        until = self.watch.seconds + seconds
        for least in (self.ceiling, None):
            goal = self.value + 1 if least is None else least
            if self.closed or self.watch.seconds >= until:
                return
            slack = self.prices.bound - goal * self.gain.step
            program, complete = within(self.prices, slack, self.best)
            aim = Aim(self.gain.objective, target=self.ceiling)
            answer = integer.solve(program, aim, self.best, self.watch, until - self.watch.seconds)
            self.offer(answer.chosen)
            if not (answer.finished and complete):
                return
            self.ceiling = max(self.value, min(self.ceiling, goal - 1))


def within(prices: Prices, slack: float, best: Columns) -> tuple[Program, bool]:
    """The program of all columns with reduced value of at least -slack and of the best answer so far."""
    near, complete = prices.nearest(slack, MOST_KEPT)
    complete = complete and prices.task.complete
    rings = prices.task.rings.take(near)
    known = {row.tobytes() for row in rings.arcs}
    wide = rings.arcs.shape[1]
    missing = [j for j in np.flatnonzero(best.long >= 0) if best.arcs[j][:wide].tobytes() not in known]
    return Program(
        prices.pool, prices.task, joined(rings, best.take(np.array(missing, np.int64))), prices.places(slack)
    ), complete


def later(first: First, objective: str, before: tuple[str, ...], best: Columns, share: float) -> tuple[Columns, int]:
    """Improve the next objective while the ones before keep their values; the best answer and the bound.

    Everything as good as `best` in the first objective lies above the slack, so the bound holds for all of them.
    """
    watch, task = first.watch, first.task
    limit = trivial_bound(first.pool, task, objective)
    if integer.worth(task, best, objective) >= limit or watch.over:
        return best, max(limit, integer.worth(task, best, objective))
    program, complete = within(first.prices, first.prices.bound - first.value * first.gain.step, best)
    best, bound = climb(program, objective, before, best, watch, share * watch.left)
    limit = min(limit, bound) if complete else limit
    if integer.worth(task, best, objective) < limit:
        floors = tuple((name, integer.worth(task, best, name)) for name in before)
        aim = Aim(objective, floors, target=limit)
        region = first.prices.region()
        best = neighbourhood.search(region, best, aim, PARTS, share * watch.left, watch, first.seed)
    return best, max(limit, integer.worth(task, best, objective))


def climb(
    program: Program, objective: str, before: tuple[str, ...], best: Columns, watch: Watch, seconds: float
) -> tuple[Columns, int]:
    """The best answer of a program in `objective` among those that keep what `best` has in the objectives `before`.

    These lean on the sum with growing weight, and become rows only if that does not hold them. Also returns the bound.
    """
    task, until, bound = program.task, watch.seconds + seconds, MOST
    for lean in LEANS:
        floors = tuple((name, integer.worth(task, best, name)) for name in before)
        left = until - watch.seconds
        if left <= 0:
            break
        answer = integer.solve(program, Aim(objective, floors, lean=lean), best, watch, left)
        if math.isfinite(answer.bound):
            bound = min(bound, math.floor(answer.bound + 1e-6 * program.unit(objective)))
        if answer.chosen is None:
            continue
        reached = _key(task, answer.chosen, (*before, objective))
        if reached > _key(task, best, (*before, objective)):
            best = answer.chosen
            watch.tell(objective, reached[-1], None)
        if answer.finished and reached[:-1] == tuple(value for _, value in floors):
            return best, reached[-1]
    return best, bound


def _key(task: Task, columns: Columns, objectives: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(integer.worth(task, columns, name) for name in objectives)


def trivial_bound(pool: Pool, task: Task, objective: str) -> int:
    """What no answer can pass, without looking: no long ring at all; everyone learning all they may, by best fits."""
    if objective == "short":
        return 0
    if objective == "served":
        return int((task.rows.first * task.rows.learns).sum()) if task.complete else learners_by_flow(pool, task)
    usable = np.flatnonzero(pool.usable)
    order = usable[np.lexsort((-pool.weight[usable], pool.learner[usable]))]
    learner = pool.learner[order]
    rank = np.arange(len(order)) - np.searchsorted(learner, learner)
    return int(pool.weight[order][rank < task.rows.room[learner]].sum())


def learners_by_flow(pool: Pool, task: Task) -> int:
    """How many people could learn if rings might be of any length and shape: a maximum flow to learners."""
    rows, n = task.rows, pool.people
    arcs = np.flatnonzero(pool.usable)
    teachers, learners = np.arange(n), n + np.flatnonzero(rows.learns[:n] & (rows.first[:n] > 0))
    source, sink = 2 * n, 2 * n + 1
    tail = np.concatenate([np.full(n, source), pool.teacher[arcs], learners])
    head = np.concatenate([teachers, n + pool.learner[arcs], np.full(len(learners), sink)])
    room = np.concatenate([np.minimum(rows.room[:n], n), np.ones(len(arcs) + len(learners), np.int64)])
    network = coo_array((room.astype(np.int32), (tail, head)), shape=(2 * n + 2, 2 * n + 2)).tocsr()
    return int(maximum_flow(network, source, sink).flow_value)
