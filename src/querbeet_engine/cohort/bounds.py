"""What no answer can pass: every mentee takes her best while each place of a mentor costs its price.

Any prices of 0 or more give a valid bound (Lagrange relaxation of the mentors' places); those of a solved flow
give the optimum itself.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from .graph import Graph
from .rows import by_person, exact_sum

Longs = NDArray[np.int64]


@nb.njit(cache=True)
def _gains(start, edges, gain, places, waiting, unserved):
    """Best sum of gains for each mentee with at most her places; a waiting one with nobody pays `unserved`."""
    n = len(places)
    result = np.zeros(n, np.int64)
    top = np.empty(max(places.max(), 1) if n else 1, np.int64)
    for i in range(n):
        held, most = 0, min(places[i], start[i + 1] - start[i])
        for at in range(start[i], start[i + 1]):
            value = gain[edges[at]]
            if most == 0 or (held == most and value <= top[held - 1]):
                continue
            at_rank = held if held < most else most - 1
            while at_rank > 0 and top[at_rank - 1] < value:
                top[at_rank] = top[at_rank - 1]
                at_rank -= 1
            top[at_rank] = value
            held = min(held + 1, most)
        for rank in range(held):
            if top[rank] > 0 or (rank == 0 and waiting[i]):
                result[i] += top[rank]
        if waiting[i] and (held == 0 or result[i] < -unserved):
            result[i] = -unserved
    return result


def bound(graph: Graph, objectives: tuple[str, ...], weights: tuple[int, ...], prices: Longs) -> int:
    """No answer has a larger weighted sum (mentees unserved and squared loads counting negative) than this."""
    weight = dict(zip(objectives, weights, strict=True))
    coverage = weight.get("coverage", 0)
    gain = np.zeros(len(graph.edges), np.int64)
    if "pairs" in weight:
        gain += weight["pairs"]
    if "total" in weight:
        gain += weight["total"] * graph.worth
    prices = np.minimum(prices, int(gain.max(initial=0)) + coverage)
    n = graph.problem.n_mentees
    start, edges = by_person(graph.mentee, n)
    waiting = graph.waiting & (coverage > 0)
    gains = _gains(start, edges, gain - prices[graph.mentor], graph.places_mentee, waiting, coverage)
    degree = np.bincount(graph.mentor, minlength=graph.problem.n_mentors)
    most = np.minimum(graph.places_mentor, degree)
    if "balanced" not in weight:
        return exact_sum(gains) + exact_sum(prices * most)
    mentor = np.repeat(np.arange(len(most)), most)
    load = graph.pinned_load[mentor] + np.arange(len(mentor)) - np.repeat(np.cumsum(most) - most, most)
    income = np.maximum(prices[mentor] - weight["balanced"] * (2 * load + 1), 0)
    return exact_sum(gains) + exact_sum(income)
