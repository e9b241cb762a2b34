"""After someone said no or dropped out: mend the rings, opening as few others as possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from querbeet_engine.exchange import integer, solving, stages
from querbeet_engine.exchange.columns import Columns, joined, make_columns, make_rows, table
from querbeet_engine.exchange.integer import Program
from querbeet_engine.exchange.pool import OBJECTIVES, Pool, Rings
from querbeet_engine.exchange.stages import First
from querbeet_engine.exchange.watch import Watch
from querbeet_engine.refusal import Refusal
from querbeet_engine.solution import Step


@dataclass(frozen=True, kw_only=True)
class Repair:
    """`rings` is the whole mended answer. Of the old rings and chains: `standing` were not touched by the news,
    `opened` of them were taken apart all the same because that serves more people (`may_open` allowed it)."""

    rings: Rings
    standing: int
    opened: int


def repair_rings(
    pool: Pool,
    rings: Rings,
    *,
    gone: Sequence[int] = (),
    refused: Sequence[int] = (),
    may_open: int = 0,
    max_ring: int = 3,
    max_chain: int = 4,
    deadline: float | None = 60.0,
    seed: int = 0,
    progress: Callable[[Step], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Repair:
    """Mend `rings` of this pool when people are `gone` and arcs are `refused`.

    What the news does not touch stands; a chain keeps its people before the break. With `may_open` = m up to m standing
    rings or chains may be opened where that serves more people, and of the answers that serve most one that opens the
    fewest is taken. Then: fewer long rings, better fit. Bounds hold under the same limits. Raises `Refusal`.
    """
    if may_open < 0:
        raise Refusal(f"{may_open} is negative", field="may_open")
    solving.warm()
    watch = Watch(deadline, cancelled, progress)
    now = without(pool, gone, refused)
    cycles, chains = surviving(now, rings)
    rows = make_rows(now)
    old = [make_columns(now, rows, table(cycles), chains=False, kept=True)]
    old.append(make_columns(now, rows, table(chains), chains=True, kept=True))
    standing = joined(*old)
    task = solving.make_task(now, max_ring, max_chain, standing)
    best, bounds = solving.solve_task(now, task, OBJECTIVES, watch, seed)
    bounds = [b + integer.value_of(rows, standing, o) for o, b in zip(OBJECTIVES, bounds, strict=True)]
    mended = solving.answer(now, joined(standing, best), OBJECTIVES, bounds, task.complete, watch, seed)
    if may_open and len(standing):
        mended = _opening(now, mended, standing, may_open, (max_ring, max_chain), watch)
    stays = {tuple(p) for p in (*mended.cycles, *mended.chains)}
    kept = sum(_turned(now, part) in stays for part in cycles) + sum(part in stays for part in chains)
    return Repair(rings=mended, standing=len(standing), opened=len(standing) - kept)


def without(pool: Pool, gone: Sequence[int], refused: Sequence[int]) -> Pool:
    """The pool when these people take no more part and these arcs may not be used."""
    wrong = [row for row, person in enumerate(gone) if not 0 <= person < pool.people]
    if wrong:
        raise Refusal(f"there is no person {gone[wrong[0]]}", field="gone", row=wrong[0])
    capacity = pool.capacity.copy()
    capacity[list(gone)] = 0
    return replace(pool, capacity=capacity, refused=np.concatenate([pool.refused, np.array(refused, np.int64)]))


def surviving(pool: Pool, rings: Rings) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """The rings that can all still happen, and the chains up to where they break."""
    whole = [cycle for cycle in rings.cycles if pool.usable[list(cycle)].all()]
    starts = []
    for chain in rings.chains:
        length = int(np.cumprod(pool.usable[list(chain)]).sum())
        starts += [chain[:length]] if length else []
    return whole, starts


def _turned(pool: Pool, cycle: tuple[int, ...]) -> tuple[int, ...]:
    start = min(range(len(cycle)), key=lambda k: (pool.teacher[cycle[k]], cycle[k]))
    return (*cycle[start:], *cycle[:start])


def _opening(
    pool: Pool, mended: Rings, standing: Columns, may_open: int, lengths: tuple[int, int], watch: Watch
) -> Rings:
    """The same with up to `may_open` standing columns free to go: one program per objective, `kept` after `served`."""
    task = solving.make_task(pool, *lengths)
    first = First(pool, task, "served", watch, mended.seed)
    first.run()
    rows = task.rows
    best = [
        make_columns(pool, rows, table(part), chains=kind)
        for part, kind in ((mended.cycles, False), (mended.chains, True))
    ]
    slack = first.prices.bound - mended.served * first.gain.step
    program, complete = stages.within(first.prices, slack, joined(*best))
    program = Program(pool, task, _marked(program.columns, standing), program.places)
    chosen, bounds = _marked(joined(*best), standing), []
    program = replace(program, keep=len(standing) - may_open)
    order = ("served", "kept", "short", "fit")
    for k, objective in enumerate(order):
        limit = len(standing) if objective == "kept" else stages.trivial_bound(pool, task, objective)
        chosen, bound = stages.climb(program, objective, order[:k], chosen, watch, watch.left / 2)
        bounds.append(max(integer.worth(task, chosen, objective), min(limit, bound) if complete else limit))
    del bounds[1]
    return solving.answer(pool, chosen, OBJECTIVES, bounds, task.complete, watch, mended.seed)


def _marked(columns: Columns, standing: Columns) -> Columns:
    """The columns without those that stand, and these, marked."""
    known = {row[row >= 0].tobytes() for row in standing.arcs}
    other = [j for j, row in enumerate(columns.arcs) if row[row >= 0].tobytes() not in known]
    return joined(columns.take(np.array(other, np.int64)), standing)
