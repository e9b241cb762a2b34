"""Edges grouped by mentee, and exact sums."""

from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]


def read_only(column: NDArray[Any]) -> NDArray[Any]:
    """The same column as the problem's own are: to the compiler, one that may be written is another kind."""
    view = column.view()
    view.flags.writeable = False
    return view


@nb.njit(cache=True)
def by_person(person, people):
    """Start of each person's row (people + 1 numbers) and the edges in row order, stable."""
    start = np.zeros(people + 1, np.int64)
    for k in range(len(person)):
        start[person[k] + 1] += 1
    for i in range(people):
        start[i + 1] += start[i]
    place = start[:-1].copy()
    edges = np.empty(len(person), np.int64)
    for k in range(len(person)):
        i = person[k]
        edges[place[i]] = k
        place[i] += 1
    return start, edges


@nb.njit(cache=True)
def first_double(person, other, people, others):
    """The first edge that joins the same two people as one before it, or -1."""
    start, edges = by_person(person, people)
    met = np.full(others, -1, np.int64)
    found = len(person)
    for i in range(people):
        for at in range(start[i], start[i + 1]):
            edge = edges[at]
            if met[other[edge]] == i:
                found = min(found, edge)
            met[other[edge]] = i
    return found if found < len(person) else -1


def exact_sum(values: Longs) -> int:
    """A sum that cannot overflow."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())


@nb.njit(cache=True)
def greedy(best_first, mentee, mentor, places_mentee, places_mentor, first_only):
    """Takes edges in the given order while both have a place (one each for a mentee if `first_only`); bool[E]."""
    taken = np.zeros(len(mentee), np.bool_)
    left, room = places_mentee.copy(), places_mentor.copy()
    got = np.zeros(len(left), np.bool_)
    for k in best_first:
        i, j = mentee[k], mentor[k]
        if left[i] > 0 and room[j] > 0 and not (first_only and got[i]):
            taken[k] = True
            got[i] = True
            left[i] -= 1
            room[j] -= 1
    return taken
