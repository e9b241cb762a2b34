"""The door: `rings` finds rings and chains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from querbeet_engine.exchange import graph, pricing, stages
from querbeet_engine.exchange.columns import Columns, make_columns, make_rows
from querbeet_engine.exchange.lagrange import Task
from querbeet_engine.exchange.listing import Listing, list_rings, part_in_use
from querbeet_engine.exchange.pool import OBJECTIVES, Pool, Rings, measure
from querbeet_engine.exchange.stages import First
from querbeet_engine.exchange.watch import Watch
from querbeet_engine.refusal import Refusal
from querbeet_engine.solution import Step

LONGEST_RING, LONGEST_CHAIN = 5, 50


def rings(
    pool: Pool,
    *,
    max_ring: int = 3,
    max_chain: int = 4,
    objectives: Sequence[str] = OBJECTIVES,
    deadline: float | None = 60.0,
    seed: int = 0,
    progress: Callable[[Step], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Rings:
    """The best rings of 2..max_ring people and chains of 1..max_chain arcs, in the order of the objectives.

    max_ring    0 (no rings) or 2..5; max_chain 0 (no chains) .. 50, counted in people who learn.
    objectives  `served` and/or `fit` first, `short` anywhere after; see `Rings`.
    deadline    seconds; then the best answer so far with its bound. None waits for the proof, however long.
    seed        breaks ties; the same pool and seed give the same answer on every machine unless the deadline cut in.

    Raises `Refusal` for arguments outside these limits.
    """
    _check_arguments(max_ring, max_chain, objectives)
    warm()
    watch = Watch(deadline, cancelled, progress)
    part, listed, arcs = part_in_use(pool, list_rings(pool, max_ring), max_chain)
    task = task_of(part, listed, max_chain)
    best, bounds = solve_task(part, task, tuple(objectives), watch, seed)
    best = replace(best, arcs=np.append(arcs, -1)[best.arcs])
    return answer(pool, best, tuple(objectives), bounds, task.complete, watch, seed)


@cache
def warm() -> None:
    """Have the compiled loops ready (from the cache on disk if there is one), so that no deadline pays for that."""
    pool = Pool(4, np.array([0, 1, 2, 3, 0]), np.array([1, 0, 1, 2, 2]), gives_only=np.arange(4) == 3)
    task = make_task(pool, 3, 2)
    watch = Watch()
    first = First(pool, task, "served", watch, 0)
    first.prices = pricing.cheap_prices(pool, task, first.gain, 0.0, watch)
    first.prices.local(0, 9.0)
    pricing.exact_prices(first.prices, watch)
    first.prices.places(1.0)


def _check_arguments(max_ring: int, max_chain: int, objectives: Sequence[str]) -> None:
    if max_ring != 0 and not 2 <= max_ring <= LONGEST_RING:
        raise Refusal(f"{max_ring} is not 0 or 2..{LONGEST_RING}", field="max_ring")
    if not 0 <= max_chain <= LONGEST_CHAIN:
        raise Refusal(f"{max_chain} is not 0..{LONGEST_CHAIN}", field="max_chain")
    unknown = [name for name in objectives if name not in OBJECTIVES]
    if unknown or len(set(objectives)) != len(objectives) or not objectives:
        raise Refusal(f"{list(objectives)} are not different names out of {list(OBJECTIVES)}", field="objectives")
    if objectives[0] == "short":
        raise Refusal("`short` first would be no rings at all", field="objectives")


def make_task(pool: Pool, max_ring: int, max_chain: int, standing: Columns | None = None) -> Task:
    """All rings that fit beside the settled columns, the chain graph and the rows they share."""
    return task_of(pool, list_rings(pool, max_ring), max_chain, standing)


def task_of(pool: Pool, listed: Listing, max_chain: int, standing: Columns | None = None) -> Task:
    """The same with the rings listed already."""
    rows = make_rows(pool, standing)
    columns = make_columns(pool, rows, listed.arcs, chains=False)
    columns = columns.take(np.flatnonzero(rows.fits(columns)))
    givers = np.flatnonzero(pool.gives_only & (rows.room[: pool.people] > 0))
    return Task(rows, columns, graph.chain_graph(pool, max_chain), givers, max_chain, listed.complete)


def solve_task(
    pool: Pool, task: Task, objectives: tuple[str, ...], watch: Watch, seed: int
) -> tuple[Columns, list[int]]:
    """All objectives in turn; the best columns and a bound for each objective."""
    first = First(pool, task, objectives[0], watch, seed)
    first.run()
    best, bounds = first.best, [first.ceiling]
    for k, objective in enumerate(objectives[1:], 1):
        best, bound = stages.later(first, objective, objectives[:k], best, 0.5 / (len(objectives) - k))
        bounds.append(bound)
    return best, bounds


def answer(
    pool: Pool, chosen: Columns, objectives: tuple[str, ...], bounds: list[int], complete: bool, watch: Watch, seed: int
) -> Rings:
    """The columns as rings and chains in a fixed order, measured anew."""
    rings, chains = [], []
    for row in chosen.arcs.tolist():
        arcs = tuple(a for a in row if a >= 0)
        if pool.gives_only[pool.teacher[arcs[0]]]:
            chains.append(arcs)
        else:
            start = min(range(len(arcs)), key=lambda k: (pool.teacher[arcs[k]], arcs[k]))
            rings.append(arcs[start:] + arcs[:start])
    found = measure(pool, rings, chains)
    values = tuple(found["long" if name == "short" else name] for name in objectives)
    limits = tuple(-b if name == "short" else b for name, b in zip(objectives, bounds, strict=True))
    status = "cancelled" if watch.was_cancelled else "deadline" if complete else "too large"
    return Rings(
        cycles=tuple(sorted(rings, key=lambda r: [int(pool.teacher[a]) for a in r] + list(r))),
        chains=tuple(sorted(chains, key=lambda c: [int(pool.teacher[a]) for a in c] + list(c))),
        **found,
        objectives=objectives,
        values=values,
        bounds=limits,
        status="proven" if values == limits else status,
        seed=seed,
        seconds=watch.seconds,
    )
