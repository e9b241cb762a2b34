"""Chains priced by dynamic programming over steps, and the arcs by position that the integer program needs (PICEF).

Dickerson, Manlove, Plaut, Sandholm & Trimble, Position-indexed formulations for kidney exchange, EC 2016.
Chains are never enumerated: 1,000 people and four steps already give millions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba as nb
import numpy as np

from querbeet_engine.exchange.columns import Floats
from querbeet_engine.exchange.graph import Graph
from querbeet_engine.exchange.pool import Ints

NEVER = -1e18
MOST_STEPS = 300_000


@dataclass(frozen=True)
class Places:
    """Arcs by position: graph arc `arc[i]` as step `position[i]` (1 = from the giver) of some chain."""

    arc: Ints
    position: Ints

    def __len__(self) -> int:
        return len(self.arc)


@nb.njit(cache=True)
def _best_tails(first, head, gain, longest):
    """best[k, x] = greatest gain of at most k more steps from x (walks, so an upper bound)."""
    people = len(first) - 1
    best = np.zeros((longest + 1, people))
    for k in range(1, longest + 1):
        before = best[k - 1]
        for person in range(people):
            top = 0.0
            for place in range(first[person], first[person + 1]):
                top = max(top, gain[place] + before[head[place]])
            best[k, person] = top
    return best


@nb.njit(cache=True)
def best_walks(first, head, gain, givers, longest):
    """For each giver the best walk of at most `longest` steps: its gain and its arcs (padded with -1)."""
    best = _best_tails(first, head, gain, longest - 1)
    arcs = np.full((len(givers), longest), -1, np.int32)
    value = np.zeros(len(givers))
    for i in range(len(givers)):
        person = givers[i]
        for k in range(longest):
            top, at = 0.0, -1
            for place in range(first[person], first[person + 1]):
                onward = gain[place] + best[longest - 1 - k, head[place]]
                if onward > top:
                    top, at = onward, place
            if at < 0:
                break
            if k == 0:
                value[i] = top
            arcs[i, k] = at
            person = head[at]
    return value, arcs


@nb.njit(cache=True)
def take_walks(value, walks, givers, price, room, head, wish, use):
    """Every giver's walk that is worth more than their price, as often as they have room: the sum; counts use."""
    total = 0.0
    for i in range(len(givers)):
        rest, times = value[i] - price[givers[i]], room[givers[i]]
        if rest <= 0:
            continue
        total += times * rest
        use[givers[i]] += times
        for k in range(walks.shape[1]):
            at = walks[i, k]
            if at < 0:
                break
            use[head[at]] += times
            if wish[at] >= 0:
                use[wish[at]] += times
    return total


@nb.njit(cache=True)
def _mark(person, change, on_path, foe_first, foe):
    on_path[person] += change
    for place in range(foe_first[person], foe_first[person + 1]):
        on_path[foe[place]] += change


@nb.njit(cache=True)
def best_chains(first, head, tail, gain, toll, givers, longest, foe_first, foe, most_steps):
    """For each giver with toll the best chain of different people without conflicts worth more than the toll.

    Returns arcs (padded with -1; empty = none), and the gain above the toll that no chain of that giver can pass.
    """
    best = _best_tails(first, head, gain, longest)
    arcs = np.full((len(givers), longest), -1, np.int32)
    ceiling = np.zeros(len(givers))
    on_path = np.zeros(len(first) - 1, np.int64)
    pointer, step = np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64)
    worth = np.empty(longest + 1)
    for i in range(len(givers)):
        person, depth, steps, top = givers[i], 0, 0, 1e-7
        worth[0], pointer[0] = -toll[i], first[person]
        _mark(person, 1, on_path, foe_first, foe)
        while depth >= 0:
            place = pointer[depth]
            if place == first[person + 1] or depth == longest or steps > most_steps:
                _mark(person, -1, on_path, foe_first, foe)
                depth -= 1
                person = tail[step[depth]] if depth >= 0 else person
                continue
            pointer[depth] += 1
            steps += 1
            other = head[place]
            now = worth[depth] + gain[place]
            if on_path[other] == 0 and now + best[longest - depth - 1, other] > top + 1e-9:
                step[depth] = place
                _mark(other, 1, on_path, foe_first, foe)
                depth, person = depth + 1, other
                worth[depth], pointer[depth] = now, first[other]
                if now > top:
                    top = now
                    arcs[i, :depth] = step[:depth]
                    arcs[i, depth:] = -1
        if steps > most_steps:
            ceiling[i] = max(0.0, best[longest, givers[i]] - toll[i])
        elif arcs[i, 0] >= 0:
            ceiling[i] = top
    return arcs, ceiling


@nb.njit(cache=True)
def gains(head, wish, value, price):
    """What each graph arc adds to a chain: its value less the prices of its learner and wish."""
    out = np.empty(len(head))
    for arc in range(len(head)):
        out[arc] = value[arc] - price[head[arc]]
        if wish[arc] >= 0:
            out[arc] -= price[wish[arc]]
    return out


def places(graph: Graph, givers: Ints, longest: int, gain: Floats, price: Floats, least: float) -> Places:
    """Arcs by position that lie on a walk from a giver worth at least `least` (forward and backward best values)."""
    if longest == 0 or len(givers) == 0 or graph.arcs == 0:
        return Places(np.zeros(0, np.int64), np.zeros(0, np.int64))
    onward = _best_tails(graph.first, graph.head, gain, longest)
    reach = np.full(graph.people, NEVER)
    reach[givers] = -price[givers]
    chosen: list[tuple[Ints, Ints]] = []
    for position in range(1, longest + 1):
        here = reach[graph.tail] + gain
        arcs = np.flatnonzero(here + onward[longest - position, graph.head] >= least)
        chosen.append((arcs, np.full(len(arcs), position)))
        reach = np.full(graph.people, NEVER)
        np.maximum.at(reach, graph.head, here)
    return Places(np.concatenate([a for a, _ in chosen]), np.concatenate([k for _, k in chosen]))


def decompose(graph: Graph, chosen: Places) -> list[list[int]]:
    """Chains (lists of indexes into `chosen`) that use every chosen place once; a flow has such a reading."""
    by_start: dict[tuple[int, int], list[int]] = {}
    for index in reversed(range(len(chosen))):
        by_start.setdefault((int(graph.tail[chosen.arc[index]]), int(chosen.position[index])), []).append(index)
    chains = []
    for index in np.flatnonzero(chosen.position == 1).tolist():
        chain = [index]
        while True:
            end = (int(graph.head[chosen.arc[chain[-1]]]), len(chain) + 1)
            if not by_start.get(end):
                break
            chain.append(by_start[end].pop())
        chains.append(chain)
    return chains


def allowed_prefix(graph: Graph, arcs: list[int]) -> int:
    """How many steps of a walk may stay: up to the first person who comes twice or is in conflict with one before."""
    seen = {int(graph.tail[arcs[0]])}
    for length, arc in enumerate(arcs):
        person = int(graph.head[arc])
        foes = graph.foe[graph.foe_first[person] : graph.foe_first[person + 1]].tolist()
        if person in seen or seen.intersection(foes):
            return length
        seen.add(person)
    return len(arcs)
