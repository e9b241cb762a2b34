"""Primal network simplex on integers, in stages.

The tree is kept strongly feasible, so it cannot cycle (Cunningham 1976); entering arcs come from a block search
(as in Kiraly and Kovacs 2012). Every basis is a feasible flow, so there is an incumbent at any time. After a stage
the arcs with a reduced cost are frozen; what remains open spans exactly the optimal flows of that stage
(complementary slackness), and the next cost is minimised among them without large weights.

Arc states: 1 at its lower bound, -1 at its capacity, 0 in the tree or frozen.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Ids = NDArray[np.int32]


class Network(NamedTuple):
    """Arcs and the spanning tree. The last node is the root; `up` is 1 where the tree arc leads to the parent."""

    tail: Ids
    head: Ids
    capacity: Longs
    flow: Longs
    state: NDArray[np.int8]
    parent: Ids
    tree_arc: Ids
    up: NDArray[np.int8]
    depth: Ids
    child: Ids
    after: Ids
    before: Ids
    potential: Longs


def network(tail: Ids, head: Ids, capacity: Longs, nodes: int) -> Network:
    """A network without flow and without tree."""
    ids = [np.full(nodes, -1, np.int32) for _ in range(6)]
    return Network(
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        capacity=capacity.astype(np.int64),
        flow=np.zeros(len(tail), np.int64),
        state=np.ones(len(tail), np.int8),
        parent=ids[0],
        tree_arc=ids[1],
        up=np.zeros(nodes, np.int8),
        depth=ids[2] + np.int32(1),
        child=ids[3],
        after=ids[4],
        before=ids[5],
        potential=np.zeros(nodes, np.int64),
    )


@nb.njit(cache=True)
def attach(net, node, parent, arc):
    """Hangs a node (with what is below it) under a parent by an arc between the two."""
    net.parent[node] = parent
    net.tree_arc[node] = arc
    net.up[node] = 1 if net.tail[arc] == node else 0
    net.state[arc] = 0
    first = net.child[parent]
    net.after[node] = first
    net.before[node] = -1
    if first >= 0:
        net.before[first] = node
    net.child[parent] = node


@nb.njit(cache=True)
def _detach(net, node):
    before, after = net.before[node], net.after[node]
    if before >= 0:
        net.after[before] = after
    else:
        net.child[net.parent[node]] = after
    if after >= 0:
        net.before[after] = before


@nb.njit(cache=True)
def _next_below(net, node, top):
    """The node after `node` in a walk through the subtree of `top`; -1 at its end."""
    if net.child[node] >= 0:
        return net.child[node]
    while node != top:
        if net.after[node] >= 0:
            return net.after[node]
        node = net.parent[node]
    return -1


@nb.njit(cache=True)
def price_tree(net, cost):
    """Sets depths and the potentials under which every tree arc has reduced cost 0."""
    root = len(net.parent) - 1
    net.potential[root] = 0
    net.depth[root] = 0
    node = _next_below(net, root, root)
    while node >= 0:
        parent, arc = net.parent[node], net.tree_arc[node]
        net.depth[node] = net.depth[parent] + 1
        net.potential[node] = net.potential[parent] + (-cost[arc] if net.up[node] else cost[arc])
        node = _next_below(net, node, root)


@nb.njit(cache=True)
def _entering(net, cost, start, block):
    """The arc with the worst reduced cost in the first block that has one, from `start` on; (arc, next start)."""
    arcs = len(cost)
    best, best_arc, left, arc = 0, -1, block, start
    for _ in range(arcs):
        state = net.state[arc]
        if state != 0:
            reduced = state * (cost[arc] + net.potential[net.tail[arc]] - net.potential[net.head[arc]])
            if reduced < best:
                best, best_arc = reduced, arc
        arc += 1
        if arc == arcs:
            arc = 0
        left -= 1
        if left == 0:
            if best_arc >= 0:
                break
            left = block
    return best_arc, arc


@nb.njit(cache=True)
def _leaving(net, arc, first, second):
    """Walks the cycle that `arc` closes; (join, blocking node or -1, 1 if it is on the side of `first`, room)."""
    room, out, side = net.capacity[arc], -1, 0
    u, v = first, second
    while u != v:
        if net.depth[u] >= net.depth[v]:
            a = net.tree_arc[u]
            free = net.flow[a] if net.up[u] else net.capacity[a] - net.flow[a]
            if free < room:
                room, out, side = free, u, 1
            u = net.parent[u]
        else:
            a = net.tree_arc[v]
            free = net.capacity[a] - net.flow[a] if net.up[v] else net.flow[a]
            if free <= room:
                room, out, side = free, v, 0
            v = net.parent[v]
    return u, out, side, room


@nb.njit(cache=True)
def _push(net, arc, join, amount):
    """Sends `amount` through `arc` and round the cycle, against the arc where it leaves its capacity."""
    change = amount * net.state[arc]
    net.flow[arc] += change
    node = net.tail[arc]
    while node != join:
        net.flow[net.tree_arc[node]] += -change if net.up[node] else change
        node = net.parent[node]
    node = net.head[arc]
    while node != join:
        net.flow[net.tree_arc[node]] += change if net.up[node] else -change
        node = net.parent[node]


@nb.njit(cache=True)
def _rehang(net, cost, arc, inner, outer, out):
    """Cuts the subtree of `out`, turns it round so that `inner` is its top, and hangs it under `outer` by `arc`."""
    node, parent, by = inner, outer, arc
    while True:
        above, old = net.parent[node], net.tree_arc[node]
        _detach(net, node)
        attach(net, node, parent, by)
        if node == out:
            break
        node, parent, by = above, node, old
    shift = net.potential[outer] + (-cost[arc] if net.up[inner] else cost[arc]) - net.potential[inner]
    node = inner
    while node >= 0:
        net.potential[node] += shift
        net.depth[node] = net.depth[net.parent[node]] + 1
        node = _next_below(net, node, inner)


@nb.njit(cache=True)
def _pivot(net, cost, arc):
    forward = net.state[arc] == 1
    first = net.tail[arc] if forward else net.head[arc]
    second = net.head[arc] if forward else net.tail[arc]
    join, out, side, room = _leaving(net, arc, first, second)
    if room > 0:
        _push(net, arc, join, room)
    if out < 0:
        net.state[arc] = -net.state[arc]
        return
    leaving = net.tree_arc[out]
    inner, outer = (first, second) if side == 1 else (second, first)
    _rehang(net, cost, arc, inner, outer, out)
    net.state[leaving] = 1 if net.flow[leaving] == 0 else -1


@nb.njit(cache=True)
def pivots(net, cost, start, block, most):
    """Up to `most` pivots towards the least cost; (pivots done, where to go on). Fewer than `most`: optimal."""
    done = 0
    while done < most:
        arc, start = _entering(net, cost, start, block)
        if arc < 0:
            break
        _pivot(net, cost, arc)
        done += 1
    return done, start


@nb.njit(cache=True)
def freeze(net, cost):
    """After a stage: closes every arc whose reduced cost is not 0; returns how many stay open."""
    left = 0
    for arc in range(len(cost)):
        if net.state[arc] != 0:
            if cost[arc] + net.potential[net.tail[arc]] - net.potential[net.head[arc]] != 0:
                net.state[arc] = 0
            else:
                left += 1
    return left
