"""Worst-off first: the best threshold for the worst pair, and leximin level by level.

Both work among the flows that are best in the objectives before them. The threshold is searched by halves, each
probe a warm restart with cost 1 for pairs below it. Leximin then asks, from the lowest fit upwards, for as few
pairs as possible at each level; several levels share one stage, with mixed-radix weights while they have room.
"""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from .flows import LIMIT, Search

Longs = NDArray[np.int64]
FINE = 400_000
LEVELS = 1000


def threshold(search: Search) -> int | None:
    """The largest t such that the open flows, all equally good so far, need no pair of worth below t.

    None where nobody is paired. Leaves the search with such a flow.
    """
    worth = search.graph.worth
    levels = np.unique(worth)
    low, high = _least_used(search, levels), len(levels) - 1
    if low is None:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        cost = np.zeros(len(search.net.tail), np.int64)
        cost[: len(worth)] = worth < levels[middle]
        if search.minimise(cost, "worst-off") == 0:
            low = _least_used(search, levels) or 0
        else:
            high = middle - 1
    return int(levels[low])


def _least_used(search: Search, levels: Longs) -> Any:
    used = search.graph.worth[search.net.flow[: len(search.graph.edges)] > 0]
    return int(np.searchsorted(levels, used.min())) if len(used) else None


def level_of(worth: Longs) -> tuple[Longs, int]:
    """Level of each edge, lowest fit first, and how many there are; equal steps where there are very many edges."""
    levels, level = np.unique(worth, return_inverse=True)
    if len(worth) <= FINE or len(levels) <= LEVELS:
        return level.astype(np.int64), len(levels)
    low, high = int(worth.min()), int(worth.max())
    return ((worth - low) * (LEVELS - 1) // (high - low)).astype(np.int64), LEVELS


def leximin(search: Search) -> int:
    """Fewest pairs at the lowest level, then at the next, and so on; returns the number of levels told apart."""
    net, edges = search.net, len(search.graph.edges)
    level, count = level_of(search.graph.worth)
    order = np.argsort(level, kind="stable")
    cost = np.zeros(len(net.tail), np.int64)
    most, room, at = int(net.flow[:edges].sum()), LIMIT // search.graph.n_nodes, 0
    while True:
        tree = np.zeros(len(net.tail), np.bool_)
        tree[net.tree_arc[:-1]] = True
        at = _skip_unused(order, at, level, net.state, net.flow, tree)
        if at == edges:
            return count
        cost[:] = 0
        at = _weigh_levels(order, at, level, net.state, tree, cost, most, room)
        search.minimise(cost, "leximin")
        search.close(cost)


@nb.njit(cache=True)
def _end_of_level(order, at, level):
    end = at
    while end < len(order) and level[order[end]] == level[order[at]]:
        end += 1
    return end


@nb.njit(cache=True)
def _skip_unused(order, at, level, state, flow, tree):
    """Closes levels in which no edge carries flow or is in the tree: none is their best. First level that is left."""
    while at < len(order):
        end = _end_of_level(order, at, level)
        for k in range(at, end):
            edge = order[k]
            if tree[edge] or (state[edge] != 0 and flow[edge] > 0):
                return at
        for k in range(at, end):
            state[order[k]] = 0
        at = end
    return at


@nb.njit(cache=True)
def _weigh_levels(order, at, level, state, tree, cost, most, room):
    """Weights in mixed radix for as many levels as there is room, the lowest the heaviest; where it ended."""
    first, product = at, 1
    while at < len(order):
        end, size = _end_of_level(order, at, level), 0
        for k in range(at, end):
            size += tree[order[k]] or state[order[k]] != 0
        if at > first and product >= room // (min(size, most) + 1):
            break
        product *= min(size, most) + 1
        at = end
    weight, size = 1, 0
    for k in range(at - 1, first - 1, -1):
        edge = order[k]
        if tree[edge] or state[edge] != 0:
            cost[edge] = weight
            size += 1
        if k == first or level[order[k - 1]] != level[edge]:
            weight *= min(size, most) + 1
            size = 0
    return at
