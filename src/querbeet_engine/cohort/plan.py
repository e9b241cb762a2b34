"""From a list of objectives to searches: thresholds become edges left out, everything else flows."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..problem import Problem
from ..watch import Watch
from . import worst
from .flows import Search
from .graph import Graph, graph

Mask = NDArray[np.bool_]
LINEAR = ("coverage", "pairs", "balanced", "total")


@dataclass(eq=False)
class Plan:
    """One run. `searches` keeps every search made, so that the best choice so far is there when it must stop."""

    problem: Problem
    seed: int
    watch: Watch
    searches: list[Search] = field(default_factory=list)
    certificate: dict[str, Any] = field(default_factory=dict)
    relaxed: Search | None = None

    def search(self, keep: Mask, objectives: tuple[str, ...]) -> Search:
        return self._begin(graph(self.problem, keep, self.seed, "balanced" in objectives))

    def _begin(self, whole: Graph) -> Search:
        search = Search(whole, self.watch)
        self.searches.append(search)
        return search

    def run(self, keep: Mask, objectives: tuple[str, ...]) -> Search:
        """Solves the objectives in order over the edges in `keep`. Raises Stopped."""
        hard = [name for name in objectives if name not in LINEAR]
        if not hard:
            search = self.search(keep, objectives)
            search.run(objectives)
            self.certificate["stages"] = search.stages
            return search
        at = objectives.index(hard[0])
        before, after = objectives[:at], objectives[at + 1 :]
        keep = keep & self._above(keep, before)
        if hard[0] == "worst-off":
            return self.run(keep, (*before, *after))
        return self._leximin(keep, before, after)

    def _above(self, keep: Mask, before: tuple[str, ...]) -> Mask:
        """The edges that reach the best threshold. Records it with the proof that no higher one will do."""
        search = self.search(keep, before)
        search.run(before)
        best = worst.threshold(search)
        self.certificate["threshold"] = best
        self.certificate["before_threshold"] = before
        if best is None:
            return keep
        proof = self.search(keep & (self.problem.worth > best), before)
        proof.run(before)
        self.certificate["above_threshold"] = proof.stages
        return self.problem.worth >= best

    def _leximin(self, keep: Mask, before: tuple[str, ...], after: tuple[str, ...]) -> Search:
        whole = self.search(keep, (*before, *after)).graph
        firsts = len(whole.spare) > 0 and "pairs" not in before
        search = self._begin(first_places(whole)) if firsts else self.searches[-1]
        search.run(before)
        self.certificate["levels"] = worst.leximin(search)
        self.certificate["stages"] = []
        if not firsts:
            search.run(after)
            return search
        rest = self._begin(beyond(whole, search.chosen))
        rest.run(after)
        if after:
            self._relax(keep, (*before, *after))
        return rest

    def _relax(self, keep: Mask, objectives: tuple[str, ...]) -> None:
        """A bound for what follows leximin when mentees have more than one place: the same without leximin."""
        search = self.search(keep, objectives)
        search.run(objectives)
        self.relaxed = search
        self.certificate["stages"] = search.stages


def first_places(whole: Graph) -> Graph:
    """Only the first mentor of mentees who have none."""
    inside = whole.waiting[whole.problem.mentee[whole.edges]]
    return replace(whole, edges=whole.edges[inside], places_mentee=whole.waiting.astype(np.int64))


def beyond(whole: Graph, chosen: Any) -> Graph:
    """What is left to decide once `chosen` (with the pins) is fixed."""
    problem = whole.problem
    left = problem.capacity_mentee - np.bincount(problem.mentee[chosen], minlength=problem.n_mentees)
    room = problem.capacity_mentor - np.bincount(problem.mentor[chosen], minlength=problem.n_mentors)
    edges = whole.edges[~np.isin(whole.edges, chosen)]
    edges = edges[(left > 0)[problem.mentee[edges]] & (room > 0)[problem.mentor[edges]]]
    return replace(
        whole, edges=edges, pins=chosen, places_mentee=left.astype(np.int64), places_mentor=room.astype(np.int64)
    )
