"""All rings up to a length, each once, by depth-first search from its smallest member.

The search is cut by the distance back to the start (as in Dickerson, Manlove, Plaut, Sandholm & Trimble 2016).
"""

from __future__ import annotations

import numba as nb
import numpy as np

from querbeet_engine.exchange.graph import Graph, Small


def enumerate_cycles(graph: Graph, longest: int, most: int) -> tuple[Small, bool]:
    """Rings of 2..longest people as rows of graph arcs padded with -1, at most `most`; and whether that is all."""
    if longest < 2 or graph.arcs == 0:
        return np.zeros((0, 2), np.int32), True
    found, count = _search(
        graph.first,
        graph.head,
        graph.tail,
        graph.back_first,
        graph.back,
        graph.foe_first,
        graph.foe,
        longest,
        most,
    )
    return found[:count], count < most


@nb.njit(cache=True)
def lower_bound(values, low, high, wanted):
    """First place in the sorted values[low:high] that is not below `wanted`."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@nb.njit(cache=True)
def _distances_back(start, reach, back_first, back, tail, stamp, distance, queue):
    """Steps back to `start` (at most `reach`) through people with greater numbers; marks them with stamp = start."""
    read, written = 0, 1
    queue[0] = start
    stamp[start] = start
    distance[start] = 0
    while read < written:
        person = queue[read]
        read += 1
        if distance[person] >= reach:
            break
        for place in range(back_first[person], back_first[person + 1]):
            other = tail[back[place]]
            if other > start and stamp[other] != start:
                stamp[other] = start
                distance[other] = distance[person] + 1
                queue[written] = other
                written += 1
    return written


@nb.njit(cache=True)
def _grown(rows):
    bigger = np.full((2 * len(rows), rows.shape[1]), -1, np.int32)
    bigger[: len(rows)] = rows
    return bigger


@nb.njit(cache=True)
def _mark(person, change, on_path, foe_first, foe, banned):
    """Put a person on the path (+1) or take them off (-1), and everyone in conflict with them."""
    on_path[person] += change
    for place in range(foe_first[person], foe_first[person + 1]):
        banned[foe[place]] += change


@nb.njit(cache=True)
def _may_enter(person, start, left, stamp, distance, on_path, banned):
    """Whether someone may come next: near enough to the start for the steps left, new, in conflict with nobody here."""
    if stamp[person] != start or distance[person] > left:
        return False
    return on_path[person] == 0 and banned[person] == 0


@nb.njit(cache=True)
def _search(first, head, tail, back_first, back, foe_first, foe, longest, most):
    people = len(first) - 1
    found = np.full((1024, longest), -1, np.int32)
    count = 0
    distance, queue = np.zeros(people, np.int64), np.empty(people, np.int64)
    stamp = np.full(people, -1, np.int64)
    on_path, banned = np.zeros(people, np.int64), np.zeros(people, np.int64)
    step, pointer = np.empty(longest, np.int64), np.empty(longest, np.int64)
    for start in range(people):
        if _distances_back(start, longest - 1, back_first, back, tail, stamp, distance, queue) == 1:
            continue
        depth, person = 0, start
        pointer[0] = lower_bound(head, first[start], first[start + 1], start)
        _mark(start, 1, on_path, foe_first, foe, banned)
        while depth >= 0:
            place = pointer[depth]
            if place == first[person + 1] or (depth == longest - 1 and head[place] != start):
                _mark(person, -1, on_path, foe_first, foe, banned)
                depth -= 1
                person = tail[step[depth]] if depth >= 0 else start
                continue
            pointer[depth] += 1
            step[depth] = place
            other = head[place]
            if other == start:
                if count == most:
                    return found, count
                if count == len(found):
                    found = _grown(found)
                found[count, : depth + 1] = step[: depth + 1]
                count += 1
            elif _may_enter(other, start, longest - depth - 1, stamp, distance, on_path, banned):
                _mark(other, 1, on_path, foe_first, foe, banned)
                depth, person = depth + 1, other
                pointer[depth] = lower_bound(head, first[other], first[other + 1], start)
    return found, count
