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
Ids = NDArray[np.int32]
RANGE = 2**28
PRECISION = 1000
CHUNK = 500_000
LISTED = 4
LEFT, SIZE, LIMIT, QUEUED, SEVERAL, LIST = range(6)
PRICE, EDGE, HOLDER = range(3)
NOT_LISTED = 2**30


class Bidding(NamedTuple):
    """Edges in rows by mentee, and two tables whose rows fit a line or two of memory each: what a bid reads of a mentee
    and what it changes at a mentor's place stand side by side.

    cards   a row a mentee: places LEFT, SIZE of her list, LIMIT, QUEUED, whether she has SEVERAL places; then her best
            few edges when last looked at, as edge, mentor, worth. All others gain at most LIMIT, as prices only rise.
    on      held edges of mentees with several places
    places  a row a place: PRICE, EDGE, HOLDER; those of a mentor are a heap from `first`, the cheapest on top
    """

    start: Longs
    mentor: Ids
    worth: Ids
    first: Longs
    floor: Ids
    cards: Ids
    places: Ids
    on: NDArray[np.bool_]
    waiting: Ids
    gains: Ids


@nb.njit(cache=True)
def _list_best(b, i):
    """Lists the edges of mentee i with the best gains above 0, held or not, best first."""
    card, gains, size, limit = b.cards[i], b.gains, 0, 0
    for at in range(b.start[i], b.start[i + 1]):
        gain = b.worth[at] - b.floor[b.mentor[at]]
        if gain <= limit:
            continue
        if size == len(gains):
            limit = max(limit, min(gain, gains[size - 1]))
            if gain <= gains[size - 1]:
                continue
            size -= 1
        place = size
        while place > 0 and gains[place - 1] < gain:
            gains[place] = gains[place - 1]
            to = LIST + 3 * place
            card[to], card[to + 1], card[to + 2] = card[to - 3], card[to - 2], card[to - 1]
            place -= 1
        to = LIST + 3 * place
        gains[place], card[to], card[to + 1], card[to + 2] = gain, at, b.mentor[at], b.worth[at]
        size += 1
    card[SIZE], card[LIMIT] = size, limit


@nb.njit(cache=True)
def _best_two(b, card):
    """On a card the best gain above 0 of an edge not held: where it stands (or -1), it, and the second best or 0."""
    best, second, found = 0, 0, -1
    for at in range(LIST, LIST + 3 * card[SIZE], 3):
        gain = card[at + 2] - b.floor[card[at + 1]]
        if gain > second and not (card[SEVERAL] == 1 and b.on[card[at]]):
            if gain > best:
                second, best, found = best, gain, at
            else:
                second = gain
    return found, best, second


@nb.njit(cache=True)
def _raise_price(b, j, price, edge, mentee):
    """The cheapest place of mentor j goes to a mentee's edge for `price`; the edge and the mentee who had it, or -1."""
    first, size = b.first[j], b.first[j + 1] - b.first[j]
    out, loser, node = b.places[first, EDGE], b.places[first, HOLDER], first
    while True:
        low = 2 * node - first + 1
        if low >= first + size:
            break
        if low + 1 < first + size and b.places[low + 1, PRICE] < b.places[low, PRICE]:
            low += 1
        if b.places[low, PRICE] >= price:
            break
        for column in range(3):
            b.places[node, column] = b.places[low, column]
        node = low
    b.places[node, PRICE], b.places[node, EDGE], b.places[node, HOLDER] = price, edge, mentee
    b.floor[j] = b.places[first, PRICE]
    return out, loser


@nb.njit(cache=True)
def _bid(b, size, step, most):
    """Up to `most` bids of the `size` waiting mentees, last come first; (bids made, mentees still waiting)."""
    made = 0
    while size > 0 and made < most:
        i = b.waiting[size - 1]
        card, at, best, second = b.cards[i], -1, 0, 0
        if card[LEFT] > 0:
            at, best, second = _best_two(b, card)
            if second < card[LIMIT]:
                _list_best(b, i)
                at, best, second = _best_two(b, card)
        if at < 0:
            size -= 1
            card[QUEUED] = 0
            continue
        made += 1
        edge, j = card[at], card[at + 1]
        out, loser = _raise_price(b, j, b.floor[j] + best - second + step, edge, i)
        card[LEFT] -= 1
        if card[SEVERAL] == 1:
            b.on[edge] = True
        if out >= 0:
            b.cards[loser, LEFT] += 1
            if b.cards[loser, SEVERAL] == 1:
                b.on[out] = False
            if b.cards[loser, QUEUED] == 0:
                b.waiting[size], b.cards[loser, QUEUED] = loser, 1
                size += 1
    return made, size


def _open(graph: Graph, times: int, divide: int) -> tuple[Bidding, Longs]:
    n = graph.problem.n_mentees
    start, edges = by_person(graph.mentee, n)
    places = np.minimum(graph.places_mentor, np.bincount(graph.mentor, minlength=graph.problem.n_mentors))
    first = np.concatenate([[0], np.cumsum(places)])
    listed = LISTED + int(graph.places_mentee.max(initial=0))
    bidding = Bidding(
        start=start,
        mentor=graph.mentor[edges],
        worth=(graph.worth[edges] * times // divide).astype(np.int32),
        first=first,
        floor=np.zeros(len(places), np.int32),
        cards=np.zeros((n, LIST + 3 * listed), np.int32),
        places=np.zeros((first[-1], 3), np.int32),
        on=np.zeros(len(edges), np.bool_),
        waiting=np.arange(n, dtype=np.int32)[::-1].copy(),
        gains=np.zeros(listed, np.int32),
    )
    bidding.cards[:, LEFT], bidding.cards[:, LIMIT], bidding.cards[:, QUEUED] = graph.places_mentee, NOT_LISTED, 1
    bidding.cards[:, SEVERAL] = graph.places_mentee > 1
    bidding.places[:, EDGE] = -1
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
    size, total, held = graph.problem.n_mentees, 0, bidding.places[:, EDGE]
    try:
        while size > 0:
            watch.go_on()
            made, size = _bid(bidding, size, step, CHUNK)
            total += made
            watch.tell("total", total, int(graph.worth[edges[held[held >= 0]]].sum()))
    except Stopped:
        pass
    on = np.zeros(len(edges), np.bool_)
    on[edges[held[held >= 0]]] = True
    prices = np.minimum(bidding.floor.astype(np.int64) * divide, largest * times)
    return on, Stage(("total",), (times,), prices)


def total_bound(graph: Graph, stage: Stage) -> int:
    """Largest sum of worth over the graph's edges that the stage's prices allow."""
    return bound(graph, stage.objectives, stage.weights, stage.prices) // stage.weights[0]
