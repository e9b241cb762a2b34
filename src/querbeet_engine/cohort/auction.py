"""Forward auction for the best total (Bertsekas 1988; places of one mentor as similar objects), on integers.

Prices start at zero, or those of free places would break the bound. The result is near the optimum; the prices say
how near, through `bounds.bound`.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ..watch import Stopped, Watch
from .bounds import bound
from .flows import Stage
from .graph import Graph
from .rows import by_person

Longs = NDArray[np.int64]
RANGE = 2**28
PRECISION = 1000
CHUNK = 200_000


class Bidding(NamedTuple):
    """Edges in rows by mentee; places of a mentor are a heap from `first`, the cheapest on top."""

    start: Longs
    mentee: NDArray[np.int32]
    mentor: NDArray[np.int32]
    worth: NDArray[np.int32]
    first: Longs
    floor: NDArray[np.int32]
    price: NDArray[np.int32]
    holder: Longs
    on: NDArray[np.bool_]
    left: Longs
    queued: NDArray[np.bool_]
    waiting: Longs


@nb.njit(cache=True)
def _best_two(first, last, mentor, worth, floor, on):
    """The edge with the best gain above 0 that is not held yet, that gain, and the second best or 0."""
    best, second, found = 0, 0, -1
    for at in range(first, last):
        gain = worth[at] - floor[mentor[at]]
        if gain > second and not on[at]:
            if gain > best:
                second, best, found = best, gain, at
            else:
                second = gain
    return found, best, second


@nb.njit(cache=True)
def _raise_price(b, at, price):
    """The cheapest place of a mentor goes to edge `at` for `price`; the edge that had it, or -1."""
    j = b.mentor[at]
    first, places = b.first[j], b.first[j + 1] - b.first[j]
    out = b.holder[first]
    node = 0
    while True:
        low = 2 * node + 1
        if low >= places:
            break
        if low + 1 < places and b.price[first + low + 1] < b.price[first + low]:
            low += 1
        if b.price[first + low] >= price:
            break
        b.price[first + node], b.holder[first + node] = b.price[first + low], b.holder[first + low]
        node = low
    b.price[first + node], b.holder[first + node] = price, at
    b.floor[j] = b.price[first]
    return out


@nb.njit(cache=True)
def _bid(b, size, step, most):
    """Up to `most` bids of the `size` waiting mentees, last come first; (bids made, mentees still waiting)."""
    made = 0
    while size > 0 and made < most:
        i = b.waiting[size - 1]
        at, best, second = -1, 0, 0
        if b.left[i] > 0:
            at, best, second = _best_two(b.start[i], b.start[i + 1], b.mentor, b.worth, b.floor, b.on)
        if at < 0:
            size -= 1
            b.queued[i] = False
            continue
        made += 1
        out = _raise_price(b, at, b.floor[b.mentor[at]] + best - second + step)
        b.on[at] = True
        b.left[i] -= 1
        if out >= 0:
            loser = b.mentee[out]
            b.on[out] = False
            b.left[loser] += 1
            if not b.queued[loser]:
                b.waiting[size], b.queued[loser] = loser, True
                size += 1
    return made, size


def _open(graph: Graph, times: int, divide: int) -> tuple[Bidding, Longs]:
    n = graph.problem.n_mentees
    start, edges = by_person(graph.mentee, n)
    places = np.minimum(graph.places_mentor, np.bincount(graph.mentor, minlength=graph.problem.n_mentors))
    first = np.concatenate([[0], np.cumsum(places)])
    bidding = Bidding(
        start=start,
        mentee=graph.mentee[edges],
        mentor=graph.mentor[edges],
        worth=(graph.worth[edges] * times // divide).astype(np.int32),
        first=first,
        floor=np.zeros(len(places), np.int32),
        price=np.zeros(first[-1], np.int32),
        holder=np.full(first[-1], -1),
        on=np.zeros(len(edges), np.bool_),
        left=graph.places_mentee.copy(),
        queued=np.ones(n, np.bool_),
        waiting=np.arange(n)[::-1].copy(),
    )
    return bidding, edges


def auction(graph: Graph, watch: Watch) -> tuple[NDArray[np.bool_], Stage]:
    """bool over the graph's edges with nearly the best total, and the stage whose prices bound the total.

    Bids rise by a thousandth of the largest worth, so each pair is within that of its best. When `watch` stops it,
    the pairs so far are returned.
    """
    largest = int(graph.worth.max(initial=1)) or 1
    times, divide = max(RANGE // largest, 1), max(-(-largest // RANGE), 1)
    bidding, edges = _open(graph, times, divide)
    step = max(largest * times // divide // PRECISION, 1)
    size, total = graph.problem.n_mentees, 0
    try:
        while size > 0:
            watch.go_on()
            made, size = _bid(bidding, size, step, CHUNK)
            total += made
            watch.tell("total", total, int(graph.worth[edges[bidding.on]].sum()))
    except Stopped:
        pass
    on = np.zeros(len(edges), np.bool_)
    on[edges[bidding.on]] = True
    prices = np.minimum(bidding.floor.astype(np.int64) * divide, largest * times)
    return on, Stage(("total",), (times,), prices)


def total_bound(graph: Graph, stage: Stage) -> int:
    """Largest sum of worth over the graph's edges that the stage's prices allow."""
    return bound(graph, stage.objectives, stage.weights, stage.prices) // stage.weights[0]
