"""The pool as sorted arc lists for the compiled loops, without people and arcs that no ring or chain can use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from querbeet_engine.exchange.pool import Ints, Pool

Small = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Graph:
    """Arcs sorted by teacher, then learner; `id` is the number of the arc in the pool."""

    people: int
    first: Ints
    tail: Small
    head: Small
    id: Ints
    back_first: Ints
    back: Small
    foe_first: Ints
    foe: Small

    @property
    def arcs(self) -> int:
        return len(self.head)

    def in_pool(self, arcs: Small) -> Small:
        """Tables of graph arcs (padded with -1) as numbers of pool arcs."""
        return np.where(arcs >= 0, self.id[arcs], -1).astype(np.int32) if self.arcs else arcs


def offsets(keys: Ints, size: int) -> Ints:
    """Where each key's run starts in a list sorted by key, and the end."""
    return np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=size))]).astype(np.int64)


def build(pool: Pool, keep: npt.NDArray[np.bool_]) -> Graph:
    """The graph of the arcs in `keep`."""
    number = np.flatnonzero(keep)
    number = number[np.lexsort((number, pool.learner[number], pool.teacher[number]))]
    tail, head = pool.teacher[number], pool.learner[number]
    backwards = np.lexsort((tail, head))
    foes = np.concatenate([pool.conflicts, pool.conflicts[:, ::-1]])
    foes = foes[np.lexsort((foes[:, 1], foes[:, 0]))]
    n = pool.people
    return Graph(
        people=n,
        first=offsets(tail, n),
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        id=number,
        back_first=offsets(head, n),
        back=backwards.astype(np.int32),
        foe_first=offsets(foes[:, 0], n),
        foe=foes[:, 1].astype(np.int32),
    )


def ring_graph(pool: Pool) -> Graph:
    """Only arcs inside a strongly connected part: no other arc lies on a ring."""
    arcs = np.flatnonzero(pool.usable & ~pool.gives_only[pool.teacher])
    ends = (pool.teacher[arcs], pool.learner[arcs])
    matrix = coo_array((np.ones(len(arcs), np.int8), ends), shape=(pool.people, pool.people))
    part = connected_components(matrix, connection="strong")[1]
    keep = np.zeros(len(pool.teacher), bool)
    keep[arcs[part[ends[0]] == part[ends[1]]]] = True
    return build(pool, keep)


def chain_graph(pool: Pool, longest: int) -> Graph:
    """Only arcs of chains."""
    return build(pool, on_chains(pool, longest))


def on_chains(pool: Pool, longest: int) -> npt.NDArray[np.bool_]:
    """The arcs within `longest` steps of someone who gives."""
    reached = pool.gives_only & (pool.capacity > 0) & (longest > 0)
    keep = np.zeros(len(pool.teacher), bool)
    for _ in range(longest):
        keep = pool.usable & reached[pool.teacher]
        reached = reached.copy()
        reached[pool.learner[keep]] = True
    return keep


def thin(pool: Pool, graph: Graph, most: int) -> Graph:
    """Each person keeps their `most` best fits as learner, and of these the `most` best as teacher."""
    arcs = graph.id
    for person in (pool.learner, pool.teacher):
        arcs = arcs[np.lexsort((arcs, -pool.weight[arcs], person[arcs]))]
        ends = person[arcs]
        arcs = arcs[np.arange(len(arcs)) - np.searchsorted(ends, ends) < most]
    keep = np.zeros(len(pool.teacher), bool)
    keep[arcs] = True
    return build(pool, keep)
