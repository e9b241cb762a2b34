"""Deferred acceptance (Gale and Shapley 1962; many-to-many as in Roth 1984), mentees proposing.

Equal fits are ties. A mentee who has asked everybody in vain asks once more and then wins ties (Kiraly 2013):
weakly stable, and at least two thirds of the largest weakly stable size when mentees' lists are strict and each
wants one mentor. Between mentees whom a mentor likes equally, and in which order mentors of equal fit are asked, a
lottery drawn from the seed decides.
"""

from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ..watch import Watch
from . import seeds
from .graph import Graph
from .rows import by_person

Longs = NDArray[np.int64]
Ids = NDArray[np.int32]


def best_first(graph: Graph, view: Longs, seed: int) -> tuple[Longs, Longs]:
    """Rows of the mentees, best mentor first, ties by lot."""
    start, edges = by_person(graph.mentee, graph.problem.n_mentees)
    _sort_rows(start, edges, view, graph.mentor, seeds.lottery(seed, graph.problem.n_mentors))
    return start, edges


@nb.njit(cache=True)
def _before(a, b, view, mentor, lot):
    if view[a] != view[b]:
        return view[a] > view[b]
    return lot[mentor[a]] < lot[mentor[b]]


@nb.njit(cache=True)
def _sort_rows(start, edges, view, mentor, lot):
    """Insertion by halves of each row where it is not in order yet: rows are short."""
    for i in range(len(start) - 1):
        first = start[i]
        for at in range(first + 1, start[i + 1]):
            edge = edges[at]
            if not _before(edge, edges[at - 1], view, mentor, lot):
                continue
            low, high = first, at
            while low < high:
                middle = (low + high) >> 1
                if _before(edge, edges[middle], view, mentor, lot):
                    high = middle
                else:
                    low = middle + 1
            for to in range(at, low, -1):
                edges[to] = edges[to - 1]
            edges[low] = edge


class Held(NamedTuple):
    """What mentors hold: heaps from `first` to the next, the one to go first on top. `floor` is its key, -1 while a
    place is free."""

    first: Longs
    load: Longs
    floor: Longs
    keys: Longs
    edges: Ids
    mentee: Ids
    lot: NDArray[np.uint64]


@nb.njit(cache=True)
def _goes_first(h, key, edge, at):
    """Whether this pair has to go before the one held at `at`: a lower key, or the worse lot."""
    if key != h.keys[at]:
        return key < h.keys[at]
    return h.lot[h.mentee[edge]] > h.lot[h.mentee[h.edges[at]]]


@nb.njit(cache=True)
def _put(h, at, key, edge):
    h.keys[at], h.edges[at] = key, edge


@nb.njit(cache=True)
def _sink(h, first, size, key, edge):
    """The pair takes the place of the one on top, and whoever has to go before it moves up."""
    at = 0
    while 2 * at + 1 < size:
        low = first + 2 * at + 1
        if 2 * at + 2 < size and _goes_first(h, h.keys[low + 1], h.edges[low + 1], low):
            low += 1
        if _goes_first(h, key, edge, low):
            break
        _put(h, first + at, h.keys[low], h.edges[low])
        at = low - first
    _put(h, first + at, key, edge)


@nb.njit(cache=True)
def _rise(h, first, at, key, edge):
    """Adds the pair at the end `at` of the heap."""
    while at > 0:
        above = (at - 1) >> 1
        if not _goes_first(h, key, edge, first + above):
            break
        _put(h, first + at, h.keys[first + above], h.edges[first + above])
        at = above
    _put(h, first + at, key, edge)


@nb.njit(cache=True)
def _nothing_held(places, mentee, lot):
    first = np.zeros(len(places) + 1, np.int64)
    first[1:] = np.cumsum(places)
    floor = np.where(places > 0, np.int64(-1), np.iinfo(np.int64).max)
    keys, edges = np.empty(first[-1], np.int64), np.empty(first[-1], np.int32)
    return Held(first, np.zeros_like(places), floor, keys, edges, mentee, lot)


@nb.njit(cache=True)
def _ask(h, j, edge, key):
    """Mentor j is asked for a pair whose key is not below the floor: -2 refused, -1 accepted, else who has to go."""
    first, load = h.first[j], h.load[j]
    places, out = h.first[j + 1] - first, np.int64(-1)
    if load < places:
        _rise(h, first, load, key, edge)
        h.load[j] = load = load + 1
    elif _goes_first(h, key, edge, first):
        return np.int64(-2)
    else:
        out = np.int64(h.edges[first])
        _sink(h, first, places, key, edge)
    if load == places:
        h.floor[j] = h.keys[first]
    return out


@nb.njit(cache=True)
def deferred_acceptance(start, edges, mentee, mentor, view_mentor, places_mentee, places_mentor, lot):
    """bool[E] of a weakly stable matching. Mentees ask in rounds, in their order: whoever lost a place asks in the
    next, so memory is read mostly from front to back."""
    n, h = len(places_mentee), _nothing_held(places_mentor, mentee, lot)
    on, asked, left = np.zeros(len(mentee), np.bool_), start[:-1].copy(), places_mentee.copy()
    promoted, queued = np.zeros(n, np.int8), np.zeros(n, np.bool_)
    now, later, size = np.arange(n), np.empty(n, np.int64), n
    while size > 0:
        more = 0
        for turn in range(size):
            i = now[turn]
            queued[i] = False
            at, end, again = asked[i], start[i + 1], promoted[i]
            while left[i] > 0 and (at < end or again == 0):
                if at == end:
                    again, at = np.int8(1), start[i]
                    continue
                edge = edges[at]
                at += 1
                key = 2 * view_mentor[edge] + again
                if key < h.floor[mentor[edge]] or (left[i] < places_mentee[i] and on[edge]):
                    continue
                out = _ask(h, mentor[edge], edge, key)
                if out == -2:
                    continue
                on[edge] = True
                left[i] -= 1
                if out >= 0:
                    loser = mentee[out]
                    on[out] = False
                    left[loser] += 1
                    if loser != i and not queued[loser]:
                        later[more], queued[loser] = loser, True
                        more += 1
            asked[i], promoted[i] = at, again
        now, later, size = later, now, more
    return on


@nb.njit(cache=True)
def _worst_held(on, person, view, places):
    """For each person the view of the worst pair held; -1 while a place is free."""
    load = np.zeros(len(places), np.int64)
    worst = np.full(len(places), np.int64(2) ** 62)
    for edge in range(len(on)):
        if on[edge]:
            load[person[edge]] += 1
            worst[person[edge]] = min(worst[person[edge]], view[edge])
    for i in range(len(places)):
        if load[i] < places[i]:
            worst[i] = -1
    return worst


@nb.njit(cache=True)
def blocking_pairs(on, mentee, mentor, view_mentee, view_mentor, places_mentee, places_mentor):
    """Pairs not chosen of which both would rather have the other than somebody they have, or have a place free."""
    worst_mentee = _worst_held(on, mentee, view_mentee, places_mentee)
    worst_mentor = _worst_held(on, mentor, view_mentor, places_mentor)
    found = 0
    for edge in range(len(on)):
        wanted = not on[edge] and view_mentee[edge] > worst_mentee[mentee[edge]]
        if wanted and view_mentor[edge] > worst_mentor[mentor[edge]]:
            found += 1
    return found


def stable(graph: Graph, seed: int, watch: Watch) -> NDArray[np.bool_]:
    """bool over the graph's edges: a weakly stable choice for the places beside the pins."""
    watch.go_on()
    mentees, mentors = views(graph)
    start, edges = best_first(graph, mentees, seed)
    lot = seeds.lottery(seed, graph.problem.n_mentees)
    on = deferred_acceptance(
        start, edges, graph.mentee, graph.mentor, mentors, graph.places_mentee, graph.places_mentor, lot
    )
    watch.tell("stable", int(on.sum()), 0, 0)
    return on


def views(graph: Graph) -> tuple[Longs, Longs]:
    """How mentees and how mentors see each edge, with the bonus for staying."""
    problem = graph.problem
    mentees, mentors = graph.of(problem.fit_mentee), graph.of(problem.fit_mentor)
    if problem.stay_bonus:
        bonus = graph.of(problem.worth - problem.fit)
        mentees, mentors = mentees + bonus, mentors + bonus
    return mentees, mentors


def count_blocking(graph: Graph, on: NDArray[np.bool_]) -> int:
    mentees, mentors = views(graph)
    return int(
        blocking_pairs(on, graph.mentee, graph.mentor, mentees, mentors, graph.places_mentee, graph.places_mentor)
    )
