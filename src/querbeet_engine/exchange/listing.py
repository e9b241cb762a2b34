"""All rings of a pool, and the part of the pool that rings and chains can use at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from querbeet_engine.exchange import cycles, graph
from querbeet_engine.exchange.graph import Small
from querbeet_engine.exchange.pool import Ints, Pool

MOST_RINGS = 6_000_000
THINNED = 64


@dataclass(frozen=True)
class Listing:
    """Rings as rows of pool arcs padded with -1; `complete` is False when there were too many to list them all."""

    arcs: Small
    complete: bool


def list_rings(pool: Pool, longest: int) -> Listing:
    """Every ring of 2..longest people; where there are too many, those of each person's best fits."""
    ring_graph = graph.ring_graph(pool)
    found, complete = cycles.enumerate_cycles(ring_graph, longest, MOST_RINGS)
    most = THINNED
    while not complete and len(found) == MOST_RINGS:
        ring_graph = graph.thin(pool, ring_graph, most)
        found, _ = cycles.enumerate_cycles(ring_graph, longest, MOST_RINGS)
        most //= 2
    return Listing(ring_graph.in_pool(found), complete)


def part_in_use(pool: Pool, listed: Listing, max_chain: int) -> tuple[Pool, Listing, Ints]:
    """The same question without the people and arcs that are on no ring and no chain, so that these cannot change
    even which of several equally good answers is found; and the pool's number of each arc that is left.

    Where not all rings are listed the pool stays whole: its bound comes from all arcs.
    """
    if not listed.complete:
        return pool, listed, np.arange(len(pool.teacher))
    used = graph.on_chains(pool, max_chain)
    used[listed.arcs[listed.arcs >= 0]] = True
    arcs = np.flatnonzero(used)
    number = np.append(np.cumsum(used) - 1, -1).astype(np.int32)
    return pool.part(arcs), Listing(number[listed.arcs], True), arcs
