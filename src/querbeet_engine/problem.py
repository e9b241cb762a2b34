"""What the engine is asked: people as row numbers, possible pairs as edges, everything an integer."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import validation as v

SCALE = 1_000_000
"""A fit of 1.0 in integers."""

Ints = NDArray[np.int64]
Pairs = NDArray[np.int32]


def scaled(values: ArrayLike, name: str = "fit") -> Ints:
    """Fits as integers (x 1,000,000, rounded half to even). A fit is 0 or more, in points of any size: often 0 to 1,
    but nothing depends on it. Refuses NaN, values below 0, and what no problem could hold."""
    floats = v.floats(name, values)
    v.first_row(name, floats < 0, lambda k: f"{floats[k]} is below 0; leave the edge out if the pair is impossible")
    most = v.largest_fit(0) / SCALE
    v.first_row(name, floats > most, lambda k: f"{floats[k]} is above {most:.0f}")
    return np.rint(floats * SCALE).astype(np.int64)


def _no_pairs() -> Any:
    return np.empty((0, 2), np.int32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """A cohort to match. Edge e says that mentee `mentee[e]` and mentor `mentor[e]` may be paired; hard rules are
    applied before, by leaving the edge out. Sequences are accepted and stored as read-only arrays.

    n_mentees, n_mentors   how many people on each side; people are numbered from 0
    mentee, mentor         int32[E], ends of each edge; no edge twice
    fit                    int64[E], joint fit, 0 or more (1.0 = SCALE); see `scaled`
    fit_mentee, fit_mentor int64[E], each side's own view of the edge, for 'stable'; `fit` where left out
    capacity_mentee        int32[n_mentees], most mentors for each mentee (1 each where left out)
    capacity_mentor        int32[n_mentors], most mentees for each mentor (1 each where left out)
    pinned, forbidden      int32[*, 2] rows (mentee, mentor): in every answer, in none
    previous, stay_bonus   int32[*, 2] pairs of last time; each of them counts `stay_bonus` more when it stays
    removed                int32[n_mentees, R], how many mentors rule r took from the mentee (rules may overlap)
    removed_alone          int32[n_mentees, R], how many mentors only rule r stands against
    rule_names             R names for the two
    parts, part_names      int64[E, P] and P names: what the fit of an edge is made of, for explanations
    """

    n_mentees: int
    n_mentors: int
    mentee: Pairs
    mentor: Pairs
    fit: Ints
    fit_mentee: Any = None
    fit_mentor: Any = None
    capacity_mentee: Any = None
    capacity_mentor: Any = None
    pinned: Pairs = field(default_factory=_no_pairs)
    forbidden: Pairs = field(default_factory=_no_pairs)
    previous: Pairs = field(default_factory=_no_pairs)
    stay_bonus: int = 0
    removed: Any = None
    removed_alone: Any = None
    rule_names: tuple[str, ...] = ()
    parts: Any = None
    part_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n, m = (
            v.count("n_mentees", self.n_mentees),
            v.count("n_mentors", self.n_mentors),
        )
        edges = v.index("mentee", self.mentee, n), v.index("mentor", self.mentor, m)
        v.same_length("mentee", edges[0], "mentor", edges[1])
        v.unique_edges(edges[0], edges[1], n, m)
        self._put(n_mentees=n, n_mentors=m, mentee=edges[0], mentor=edges[1])
        self._check_fits()
        self._check_people()
        self._check_pairs()
        self._check_reasons()

    def _put(self, **values: Any) -> None:
        for name, value in values.items():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            object.__setattr__(self, name, value)

    def _check_fits(self) -> None:
        limit = v.largest_fit(self.n_mentees + self.n_mentors)
        self._put(fit=v.fits("fit", self.fit, self.mentee, limit))
        for name in ("fit_mentee", "fit_mentor"):
            given = getattr(self, name)
            self._put(**{name: self.fit if given is None else v.fits(name, given, self.mentee, limit)})
        self._put(stay_bonus=v.count("stay_bonus", self.stay_bonus, limit))

    def _check_people(self) -> None:
        for name, size in (
            ("capacity_mentee", self.n_mentees),
            ("capacity_mentor", self.n_mentors),
        ):
            given = getattr(self, name)
            self._put(**{name: np.ones(size, np.int32) if given is None else v.capacity(name, given, size)})

    def _check_pairs(self) -> None:
        for name in ("pinned", "forbidden", "previous"):
            self._put(**{name: v.pairs(name, getattr(self, name), self.n_mentees, self.n_mentors)})
        v.pins(self)

    def _check_reasons(self) -> None:
        names = tuple(str(name) for name in self.rule_names)
        rows = self.n_mentees
        counted = {name: v.counts(name, getattr(self, name), rows, names) for name in ("removed", "removed_alone")}
        self._put(rule_names=names, **counted)
        names = tuple(str(name) for name in self.part_names)
        self._put(
            part_names=names,
            parts=v.table("parts", self.parts, len(self.mentee), names, np.int64),
        )

    @property
    def n_edges(self) -> int:
        return len(self.mentee)

    def edge_of(self, pairs: Pairs) -> Ints:
        """Edge number of each (mentee, mentor) row, -1 where the two are no candidates."""
        return v.find_edges(self.mentee, self.mentor, pairs, self.n_mentors)

    @cached_property
    def every(self) -> Ints:
        """All edge numbers."""
        return np.arange(self.n_edges)

    @cached_property
    def usable(self) -> NDArray[np.bool_]:
        """bool[E]: edges that are not forbidden."""
        mask = np.ones(self.n_edges, np.bool_)
        gone = self.edge_of(self.forbidden)
        mask[gone[gone >= 0]] = False
        mask.flags.writeable = False
        return mask

    @cached_property
    def worth(self) -> Ints:
        """int64[E]: the fit, with the bonus for pairs that stay together."""
        if not self.stay_bonus:
            return self.fit
        worth, stays = self.fit.copy(), self.edge_of(self.previous)
        worth[np.unique(stays[stays >= 0])] += self.stay_bonus
        worth.flags.writeable = False
        return worth
