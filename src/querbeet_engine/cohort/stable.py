"""Deferred acceptance (Gale and Shapley 1962; many-to-many as in Roth 1984), mentees proposing.

Equal fits are ties. A mentee who has asked everybody in vain asks once more and then wins ties (Kiraly 2013):
weakly stable, and at least two thirds of the largest weakly stable size when mentees' lists are strict and each
wants one mentor. The order in which mentees ask, and mentors of equal fit are asked, is drawn from the seed.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ..watch import Watch
from . import seeds
from .graph import Graph
from .rows import by_person

Longs = NDArray[np.int64]


def best_first(graph: Graph, view: Longs, seed: int) -> tuple[Longs, Longs]:
    """Rows of the mentees, best mentor first, ties by lot."""
    start, edges = by_person(graph.mentee, graph.problem.n_mentees)
    lot = seeds.lottery(seed, graph.problem.n_mentors)[graph.mentor]
    _sort_rows(start, edges, view, lot)
    return start, edges


@nb.njit(cache=True)
def _before(a, b, view, lot):
    if view[a] != view[b]:
        return view[a] > view[b]
    return lot[a] < lot[b]


@nb.njit(cache=True)
def _sort_rows(start, edges, view, lot):
    """Insertion by halves of each row where it is not in order yet: rows are short."""
    for i in range(len(start) - 1):
        first = start[i]
        for at in range(first + 1, start[i + 1]):
            edge = edges[at]
            if not _before(edge, edges[at - 1], view, lot):
                continue
            low, high = first, at
            while low < high:
                middle = (low + high) >> 1
                if _before(edge, edges[middle], view, lot):
                    high = middle
                else:
                    low = middle + 1
            for to in range(at, low, -1):
                edges[to] = edges[to - 1]
            edges[low] = edge


@nb.njit(cache=True)
def _sink(keys, held, first, size, at, key, edge):
    """Puts (key, edge) at `at` in a heap with the least key on top, moving smaller ones up."""
    while True:
        low = 2 * at + 1
        if low >= size:
            break
        if low + 1 < size and keys[first + low + 1] < keys[first + low]:
            low += 1
        if keys[first + low] >= key:
            break
        keys[first + at], held[first + at] = keys[first + low], held[first + low]
        at = low
    keys[first + at], held[first + at] = key, edge


@nb.njit(cache=True)
def _rise(keys, held, first, at, key, edge):
    """Adds (key, edge) at the end `at` of the heap."""
    while at > 0:
        above = (at - 1) >> 1
        if keys[first + above] <= key:
            break
        keys[first + at], held[first + at] = keys[first + above], held[first + above]
        at = above
    keys[first + at], held[first + at] = key, edge


@nb.njit(cache=True)
def _accept(edge, promoted, mentor, view, places, first, load, keys, held):
    """One proposal: -2 refused, -1 accepted, else the edge that had to go."""
    j = mentor[edge]
    key = 2 * view[edge] + promoted
    if load[j] < places[j]:
        _rise(keys, held, first[j], load[j], key, edge)
        load[j] += 1
        return -1
    if key <= keys[first[j]]:
        return -2
    out = held[first[j]]
    _sink(keys, held, first[j], places[j], 0, key, edge)
    return out


@nb.njit(cache=True)
def deferred_acceptance(start, edges, mentee, mentor, view_mentor, places_mentee, places_mentor, turn):
    """bool[E] of a weakly stable matching; `turn` is the order in which mentees begin to ask."""
    n = len(places_mentee)
    first = np.zeros(len(places_mentor) + 1, np.int64)
    first[1:] = np.cumsum(places_mentor)
    keys, held = np.empty(first[-1], np.int64), np.empty(first[-1], np.int64)
    load = np.zeros(len(places_mentor), np.int64)
    on, asked, has = np.zeros(len(mentee), np.bool_), start[:-1].copy(), np.zeros(n, np.int64)
    promoted, queued = np.zeros(n, np.int64), np.ones(n, np.bool_)
    waiting, left = turn[::-1].copy(), n
    while left > 0:
        i = waiting[left - 1]
        if has[i] == places_mentee[i] or (promoted[i] == 1 and asked[i] == start[i + 1]):
            left -= 1
            queued[i] = False
            continue
        if asked[i] == start[i + 1]:
            promoted[i], asked[i] = 1, start[i]
            continue
        edge = edges[asked[i]]
        asked[i] += 1
        if on[edge]:
            continue
        out = _accept(edge, promoted[i], mentor, view_mentor, places_mentor, first, load, keys, held)
        if out == -2:
            continue
        on[edge] = True
        has[i] += 1
        if out >= 0:
            loser = mentee[out]
            on[out] = False
            has[loser] -= 1
            if not queued[loser]:
                waiting[left], queued[loser] = loser, True
                left += 1
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
    turn = seeds.order(seed, graph.problem.n_mentees)
    on = deferred_acceptance(
        start, edges, graph.mentee, graph.mentor, mentors, graph.places_mentee, graph.places_mentor, turn
    )
    watch.tell("stable", int(on.sum()), 0, 0)
    return on


def views(graph: Graph) -> tuple[Longs, Longs]:
    """How mentees and how mentors see each edge, with the bonus for staying."""
    problem = graph.problem
    mentees, mentors = problem.fit_mentee[graph.edges], problem.fit_mentor[graph.edges]
    if problem.stay_bonus:
        bonus = (problem.worth - problem.fit)[graph.edges]
        mentees, mentors = mentees + bonus, mentors + bonus
    return mentees, mentors


def count_blocking(graph: Graph, on: NDArray[np.bool_]) -> int:
    mentees, mentors = views(graph)
    return int(
        blocking_pairs(on, graph.mentee, graph.mentor, mentees, mentors, graph.places_mentee, graph.places_mentor)
    )
