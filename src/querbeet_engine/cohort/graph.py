"""The flow network of a cohort: what is open after pins and forbidden pairs, as arcs with costs by objective.

Nodes are mentees, mentors and one root. Every mentee sends her places: over an edge to a mentor and on to the root
over one of his places, or straight to the root over `unserved` (her first place) or `spare` (her further ones).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ..problem import Problem
from . import seeds
from .simplex import Network, attach, network

Longs = NDArray[np.int64]
PLENTY = 2**40


@dataclass(frozen=True, eq=False)
class Graph:
    """`edges` are the problem's edges that are still to be decided, `pins` those that are chosen already."""

    problem: Problem
    edges: Longs
    pins: Longs
    places_mentee: Longs
    places_mentor: Longs
    by_place: bool

    def of(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column of the problem by edge of this graph."""
        return column if self.edges is self.problem.every else column[self.edges]

    @cached_property
    def mentee(self) -> NDArray[np.int32]:
        return self.of(self.problem.mentee)

    @cached_property
    def mentor(self) -> NDArray[np.int32]:
        return self.of(self.problem.mentor)

    @cached_property
    def worth(self) -> Longs:
        return self.of(self.problem.worth)

    @cached_property
    def waiting(self) -> NDArray[np.bool_]:
        """Mentees who have a place and nobody pinned."""
        pinned = np.bincount(self.problem.mentee[self.pins], minlength=self.problem.n_mentees)
        return (self.places_mentee > 0) & (pinned == 0)

    @cached_property
    def pinned_load(self) -> Longs:
        return np.bincount(self.problem.mentor[self.pins], minlength=self.problem.n_mentors).astype(np.int64)

    @cached_property
    def spare(self) -> Longs:
        """Mentees with more than one place."""
        return np.flatnonzero(self.places_mentee > 1)

    @cached_property
    def place(self) -> tuple[Longs, Longs]:
        """Of each arc into the root: its mentor, and the first place it stands for (0, 1, ...)."""
        if not self.by_place:
            return np.arange(self.problem.n_mentors), np.zeros(self.problem.n_mentors, np.int64)
        degree = np.bincount(self.mentor, minlength=self.problem.n_mentors)
        counts = np.maximum(np.minimum(self.places_mentor, degree), 1)
        mentor = np.repeat(np.arange(self.problem.n_mentors), counts)
        return mentor, np.arange(len(mentor)) - np.repeat(np.cumsum(counts) - counts, counts)

    @property
    def n_nodes(self) -> int:
        return self.problem.n_mentees + self.problem.n_mentors + 1

    @cached_property
    def offsets(self) -> tuple[int, int, int, int]:
        """Where the unserved arcs, the spare arcs and the place arcs begin, and how many arcs there are."""
        unserved = len(self.edges)
        spare = unserved + self.problem.n_mentees
        place = spare + len(self.spare)
        return unserved, spare, place, place + len(self.place[0])

    def cost(self, objective: str) -> Longs:
        """Cost of one unit on each arc, so that the least cost is the best value of the objective."""
        unserved, spare, place, arcs = self.offsets
        cost = np.zeros(arcs, np.int64)
        if objective == "coverage":
            cost[unserved:spare] = self.waiting
        elif objective == "pairs":
            cost[:unserved] = -1
        elif objective == "total":
            cost[:unserved] = -self.worth
        else:
            mentor, first = self.place
            cost[place:] = 2 * (self.pinned_load[mentor] + first) + 1
        return cost

    def span(self, objective: str) -> int:
        """How far two answers can be apart in an objective, at most."""
        pairs = int(min(self.places_mentee.sum(), self.places_mentor.sum(), len(self.edges)))
        if objective == "coverage":
            return int(self.waiting.sum())
        if objective == "pairs":
            return pairs
        if objective == "total":
            return pairs * int(self.worth.max(initial=0))
        cost = self.cost("balanced")[self.offsets[2] :]
        return int(cost.sum())

    def start(self) -> Network:
        """The network with nobody matched, every node hanging on the root."""
        n, m = self.problem.n_mentees, self.problem.n_mentors
        unserved, spare, place, arcs = self.offsets
        root = n + m
        owner = n + self.place[0]
        tail = np.concatenate([self.mentee, np.arange(n), self.spare, owner])
        head = np.concatenate([n + self.mentor, np.full(arcs - unserved, root)])
        capacity = np.full(arcs, PLENTY, np.int64)
        capacity[:unserved] = 1
        capacity[spare:place] = self.places_mentee[self.spare] - 1
        capacity[place:] = 1 if self.by_place else self.places_mentor
        net = network(tail, head, capacity, self.n_nodes)
        net.flow[unserved:spare] = self.places_mentee > 0
        net.flow[spare:place] = capacity[spare:place]
        net.state[spare:place] = -1
        tops = place + np.flatnonzero(self.place[1] == 0)
        _hang(net, root, np.concatenate([np.arange(unserved, spare), tops]).astype(np.int64))
        return net


@nb.njit(cache=True)
def _hang(net, root, arcs):
    for arc in arcs:
        attach(net, net.tail[arc], root, arc)


def graph(problem: Problem, keep: NDArray[np.bool_], seed: int, by_place: bool) -> Graph:
    """The network of the edges in `keep` (bool[E]) beside the pins, in an order drawn from the seed."""
    pins = problem.edge_of(problem.pinned)
    places_mentee = problem.capacity_mentee - np.bincount(problem.mentee[pins], minlength=problem.n_mentees)
    places_mentor = problem.capacity_mentor - np.bincount(problem.mentor[pins], minlength=problem.n_mentors)
    for places, person in ((places_mentee, problem.mentee), (places_mentor, problem.mentor)):
        if (places <= 0).any():
            keep = keep & (places > 0)[person]
    if len(pins):
        keep = keep.copy()
        keep[pins] = False
    edges = problem.every if keep.all() else np.flatnonzero(keep)
    if seed:
        rank = np.empty(problem.n_mentees, np.int64)
        rank[seeds.order(seed, problem.n_mentees)] = np.arange(problem.n_mentees)
        edges = edges[np.argsort(rank[problem.mentee[edges]], kind="stable")]
    return Graph(problem, edges, pins, places_mentee.astype(np.int64), places_mentor.astype(np.int64), by_place)
