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
from .rows import by_person, read_only

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


FIRST, ASKED, END, LEFT, AGAIN, QUEUED, SEVERAL = range(7)
"""A mentee's card: where her row begins, whom she asks next, where it ends; free places; asks once more; waits to
ask; has several places. What a turn reads of her and what it changes for whoever loses a place share a line of memory.
"""


class Held(NamedTuple):
    """What mentors hold: heaps from `first` to the next, the one to go first on top, with the mentee beside each edge.
    `floor` is the key on top, -1 while a place is free."""

    first: Longs
    load: Longs
    floor: Longs
    keys: Longs
    edges: Ids
    mentees: Ids
    lot: NDArray[np.uint64]


@nb.njit(cache=True)
def _goes_first(h, key, mentee, at):
    """Whether this pair has to go before the one held at `at`: a lower key, or the worse lot."""
    if key != h.keys[at]:
        return key < h.keys[at]
    return h.lot[mentee] > h.lot[h.mentees[at]]


@nb.njit(cache=True)
def _put(h, at, key, edge, mentee):
    h.keys[at], h.edges[at], h.mentees[at] = key, edge, mentee


@nb.njit(cache=True)
def _move(h, at, to):
    h.keys[to], h.edges[to], h.mentees[to] = h.keys[at], h.edges[at], h.mentees[at]


@nb.njit(cache=True)
def _sink(h, first, size, key, edge, mentee):
    """The pair takes the place of the one on top, and whoever has to go before it moves up."""
    at = 0
    while 2 * at + 1 < size:
        low = first + 2 * at + 1
        if 2 * at + 2 < size and _goes_first(h, h.keys[low + 1], h.mentees[low + 1], low):
            low += 1
        if _goes_first(h, key, mentee, low):
            break
        _move(h, low, first + at)
        at = low - first
    _put(h, first + at, key, edge, mentee)


@nb.njit(cache=True)
def _rise(h, first, at, key, edge, mentee):
    """Adds the pair at the end `at` of the heap."""
    while at > 0:
        above = (at - 1) >> 1
        if not _goes_first(h, key, mentee, first + above):
            break
        _move(h, first + above, first + at)
        at = above
    _put(h, first + at, key, edge, mentee)


@nb.njit(cache=True)
def _nothing_held(places, lot):
    first = np.zeros(len(places) + 1, np.int64)
    first[1:] = np.cumsum(places)
    floor = np.where(places > 0, np.int64(-1), np.iinfo(np.int64).max)
    size = first[-1]
    keys, edges, mentees = np.empty(size, np.int64), np.empty(size, np.int32), np.empty(size, np.int32)
    return Held(first, np.zeros_like(places), floor, keys, edges, mentees, lot)


@nb.njit(cache=True)
def _ask(h, j, edge, key, mentee):
    """Mentor j is asked for a pair whose key is not below the floor: the mentee who has to go and her edge, NOBODY for
    none; the mentee herself where she is refused."""
    first, load = h.first[j], h.load[j]
    places, loser, out = h.first[j + 1] - first, NOBODY, NOBODY
    if load < places:
        _rise(h, first, load, key, edge, mentee)
        h.load[j] = load = load + 1
    elif _goes_first(h, key, mentee, first):
        return mentee, np.int64(edge)
    else:
        loser, out = np.int64(h.mentees[first]), np.int64(h.edges[first])
        _sink(h, first, places, key, edge, mentee)
    if load == places:
        h.floor[j] = h.keys[first]
    return loser, out


NOBODY = np.int64(-1)


@nb.njit(cache=True)
def _cards(start, places):
    cards = np.zeros((len(places), 7), np.int32)
    for i in range(len(places)):
        card = cards[i]
        card[FIRST], card[ASKED], card[END] = start[i], start[i], start[i + 1]
        card[LEFT], card[SEVERAL] = min(places[i], start[i + 1] - start[i]), places[i] > 1
    return cards


TURNS = 64
"""Mentees whose rows are read ahead of their turns."""


@nb.njit(cache=True)
def _fetched(cards, some, mentor, view):
    """Reads where each of the next mentees will ask, which brings it near; answers how many they are.

    Nothing here depends on what is read, so that the processor waits for the memory of many at once; in their turns it
    guesses, and waits for one after the other. (The answer only keeps the compiler from leaving this out.)
    """
    least = np.int64(0)
    for i in some:
        at = min(cards[i, ASKED], len(mentor) - 1)
        least = min(least, mentor[at], view[at])
    return len(some) if least >= 0 else 0


@nb.njit(cache=True)
def _turn(h, cards, i, mentor, view, on, later, more):
    """Mentee i asks until her places are filled or her row ends; whoever loses a place is written into `later`.

    `on` tells which edges are held, of mentees with several places only."""
    card = cards[i]
    card[QUEUED], several = 0, card[SEVERAL] == 1
    while card[LEFT] > 0 and (card[ASKED] < card[END] or card[AGAIN] == 0):
        if card[ASKED] == card[END]:
            card[AGAIN], card[ASKED] = 1, card[FIRST]
            continue
        edge = card[ASKED]
        card[ASKED] += 1
        j, key = mentor[edge], 2 * view[edge] + card[AGAIN]
        if key < h.floor[j] or (several and on[edge]):
            continue
        loser, out = _ask(h, j, edge, key, i)
        if out == edge:
            continue
        card[LEFT] -= 1
        on[edge] = several
        if loser >= 0:
            other = cards[loser]
            other[LEFT] += 1
            if other[SEVERAL] == 1:
                on[out] = False
            if loser != i and other[QUEUED] == 0:
                later[more], other[QUEUED] = loser, 1
                more += 1
    return more


@nb.njit(cache=True)
def deferred_acceptance(start, mentor, view, places_mentee, places_mentor, lot):
    """bool[E] of a weakly stable matching, for edges in rows by mentee, best mentor first; `view` is the mentors'.

    Mentees ask in rounds, in their order: whoever lost a place asks in the next, so memory is read mostly from front to
    back."""
    n, h, cards = len(places_mentee), _nothing_held(places_mentor, lot), _cards(start, places_mentee)
    on = np.zeros(len(mentor), np.bool_)
    now, later, size = np.arange(n), np.empty(n, np.int64), n if len(mentor) else 0
    while size > 0:
        more = 0
        for low in range(0, size, TURNS):
            some = now[low : min(low + TURNS, size)]
            for i in some[: _fetched(cards, some, mentor, view)]:
                more = _turn(h, cards, i, mentor, view, on, later, more)
        now, later, size = later, now, more
    for j in range(len(h.load)):
        for at in range(h.first[j], h.first[j] + h.load[j]):
            on[h.edges[at]] = True
    return on


@nb.njit(cache=True)
def _in_order(edges):
    """Whether the rows hold the edges as they come."""
    at = 0
    while at < len(edges) and edges[at] == at:
        at += 1
    return at == len(edges)


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
    lot, places = seeds.lottery(seed, graph.problem.n_mentees), (graph.places_mentee, graph.places_mentor)
    if _in_order(edges):
        on = deferred_acceptance(start, read_only(graph.mentor), read_only(mentors), *places, lot)
    else:
        on = np.zeros(len(edges), np.bool_)
        columns = read_only(graph.mentor[edges]), read_only(mentors[edges])
        on[edges] = deferred_acceptance(start, *columns, *places, lot)
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
