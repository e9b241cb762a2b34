"""What goes in and what comes out: `Pool` (who could teach whom) and `Rings` (who does)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from querbeet_engine.refusal import Refusal

Ints = npt.NDArray[np.int64]
MAX_WEIGHT = 10**9
OBJECTIVES = ("served", "short", "fit")


def _integers(name: str, values: object, length: int | None = None) -> Ints:
    array = np.asarray(values)
    if array.ndim != 1:
        raise Refusal(f"one number per row expected, got shape {array.shape}", field=name)
    if length is not None and len(array) != length:
        raise Refusal(f"{length} numbers expected, got {len(array)}", field=name)
    if array.dtype.kind == "f":
        wrong = np.flatnonzero(~np.isfinite(array) | (array != np.floor(array)))
        if len(wrong):
            raise Refusal(f"{array[wrong[0]]} is not a whole number", field=name, row=int(wrong[0]))
    elif array.dtype.kind not in "iub" and len(array):
        raise Refusal(f"whole numbers expected, got {array.dtype}", field=name)
    return array.astype(np.int64)


def _within(name: str, array: Ints, low: int, high: int) -> None:
    wrong = np.flatnonzero((array < low) | (array > high))
    if len(wrong):
        raise Refusal(f"{array[wrong[0]]} is outside {low}..{high}", field=name, row=int(wrong[0]))


def _read_only(array: Ints) -> Ints:
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Pool:
    """People 0..people-1 and the arcs between them. Arc a: `teacher[a]` can teach `learner[a]`.

    weight      fit of the arc, whole number 0..10^9 (default 1).
    gives_only  people who give without asking: they start chains and never learn (arcs into them are not used).
    capacity    how many rings and chains a person may be part of at once; they teach at most one person in each, so it
                is also how many they teach (default 1; 0 = sits this round out).
    wish        arcs with the same number answer the same wish of the same learner; a wish is answered once.
                Default: every arc answers its own wish, so only the capacity limits how much a person learns.
    conflicts   pairs (a, b) who must never share a ring or chain, wherever in it they sit.
    refused     arcs that may not be used, for example because someone said no.

    Raises `Refusal` naming the field and the row.
    """

    people: int
    teacher: Ints
    learner: Ints
    weight: Ints = None  # type: ignore[assignment]
    gives_only: npt.NDArray[np.bool_] = None  # type: ignore[assignment]
    capacity: Ints = None  # type: ignore[assignment]
    wish: Ints = None  # type: ignore[assignment]
    conflicts: Ints = None  # type: ignore[assignment]
    refused: Ints = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if not isinstance(self.people, (int, np.integer)) or self.people < 0:
            raise Refusal(f"{self.people!r} is not a count", field="people")
        people = int(self.people)
        teacher = _integers("teacher", self.teacher)
        arcs = len(teacher)
        learner = _integers("learner", self.learner, arcs)
        weight = _integers("weight", np.ones(arcs) if self.weight is None else self.weight, arcs)
        capacity = _integers(
            "capacity",
            np.ones(people) if self.capacity is None else self.capacity,
            people,
        )
        wish = learner if self.wish is None else _integers("wish", self.wish, arcs)
        for name, array, high in (
            ("teacher", teacher, people - 1),
            ("learner", learner, people - 1),
        ):
            _within(name, array, 0, high)
        _within("weight", weight, 0, MAX_WEIGHT)
        _within("capacity", capacity, 0, MAX_WEIGHT)
        fields = {
            "people": people,
            "teacher": teacher,
            "learner": learner,
            "weight": weight,
            "capacity": capacity,
        }
        wish = _one_learner_per_wish(wish, teacher, learner)
        fields |= {"wish": np.arange(arcs) if self.wish is None else wish}
        refused = _integers("refused", np.zeros(0, np.int64) if self.refused is None else self.refused)
        _within("refused", refused, 0, arcs - 1)
        fields |= {"refused": np.unique(refused)}
        fields |= {"gives_only": self._givers(people), "conflicts": self._pairs(people)}
        self._put(fields)

    def _put(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            object.__setattr__(self, name, _read_only(value) if isinstance(value, np.ndarray) else value)

    def _givers(self, people: int) -> npt.NDArray[np.bool_]:
        if self.gives_only is None:
            return np.zeros(people, bool)
        flags = np.asarray(self.gives_only)
        if flags.shape != (people,) or flags.dtype != bool:
            reason = f"{people} yes/no flags expected, got {flags.dtype} of shape {flags.shape}"
            raise Refusal(reason, field="gives_only")
        return flags.copy()

    def _pairs(self, people: int) -> Ints:
        pairs = np.zeros((0, 2), np.int64) if self.conflicts is None else np.asarray(self.conflicts)
        if pairs.size == 0:
            return np.zeros((0, 2), np.int64)
        if pairs.ndim != 2 or pairs.shape[1] != 2:
            raise Refusal(f"pairs expected, got shape {pairs.shape}", field="conflicts")
        flat = _integers("conflicts", pairs.ravel())
        wrong = np.flatnonzero((flat < 0) | (flat >= people))
        if len(wrong):
            raise Refusal(f"there is no person {flat[wrong[0]]}", field="conflicts", row=int(wrong[0]) // 2)
        pairs = flat.reshape(-1, 2)
        if (pairs[:, 0] == pairs[:, 1]).any():
            row = int(np.flatnonzero(pairs[:, 0] == pairs[:, 1])[0])
            raise Refusal(f"person {pairs[row, 0]} is named twice", field="conflicts", row=row)
        return np.unique(np.sort(pairs, axis=1), axis=0)

    @cached_property
    def usable(self) -> npt.NDArray[np.bool_]:
        """Arcs that may be used at all: both people take part, the learner asks, and they are not in conflict."""
        here = self.capacity > 0
        usable = here[self.teacher] & here[self.learner] & ~self.gives_only[self.learner]
        usable[self.refused] = False
        if len(self.conflicts):
            low, high = (
                np.minimum(self.teacher, self.learner),
                np.maximum(self.teacher, self.learner),
            )
            banned = self.conflicts[:, 0] * self.people + self.conflicts[:, 1]
            usable &= ~np.isin(low * self.people + high, banned)
        return usable

    def part(self, arcs: Ints) -> Pool:
        """The pool of these usable arcs (ascending) and the people on them, both renumbered from 0 in their order."""
        ends = self.teacher[arcs], self.learner[arcs]
        here = np.zeros(self.people, bool)
        for end in ends:
            here[end] = True
        number = np.cumsum(here) - 1
        fields = {
            "people": int(here.sum()),
            "teacher": number[ends[0]],
            "learner": number[ends[1]],
            "weight": self.weight[arcs],
            "gives_only": self.gives_only[here],
            "capacity": self.capacity[here],
            "wish": np.unique(self.wish[arcs], return_inverse=True)[1].astype(np.int64),
            "conflicts": number[self.conflicts[here[self.conflicts].all(axis=1)]],
            "refused": np.zeros(0, np.int64),
        }
        part = object.__new__(Pool)  # what is part of a checked pool need not be checked
        part._put(fields)
        return part


def _one_learner_per_wish(wish: Ints, teacher: Ints, learner: Ints) -> Ints:
    """The wishes renumbered 0..; refuses self-teaching, doubled arcs and wishes of two learners."""
    if (teacher == learner).any():
        row = int(np.flatnonzero(teacher == learner)[0])
        raise Refusal(f"person {learner[row]} cannot teach themself", field="learner", row=row)
    order = np.lexsort((teacher, learner, wish))
    same_wish = wish[order][1:] == wish[order][:-1]
    same_learner = learner[order][1:] == learner[order][:-1]
    if (same_wish & ~same_learner).any():
        row = int(order[1:][same_wish & ~same_learner][0])
        raise Refusal(f"wish {wish[row]} belongs to two learners", field="wish", row=row)
    double = same_wish & same_learner & (teacher[order][1:] == teacher[order][:-1])
    if double.any():
        row = int(order[1:][double][0])
        raise Refusal(f"the same arc {teacher[row]} -> {learner[row]} is there twice", field="teacher", row=row)
    return np.unique(wish, return_inverse=True)[1].astype(np.int64)


def ring_points(length: int) -> int:
    """How much a ring of this many people weighs as "long": 2 -> 0, 3 -> 1, 4 -> 3, 5 -> 6 (chains: 0)."""
    return (length - 1) * (length - 2) // 2


@dataclass(frozen=True, kw_only=True)
class Rings:
    """Who teaches whom. A ring is a tuple of arc numbers, each arc's learner teaching in the next, the last closing it;
    a chain starts with someone who gives only and stays open.

    objectives  first things first: `served` (people who learn at least one thing), `short` (sum of `ring_points`, a
                minimum), `fit` (sum of the weights of the arcs used).
    values      what was reached, in that order, recomputed from the rings.
    bounds      what no answer can pass that is as good in the objectives before: >= value, for `short` <= value.
    status      'proven', 'deadline', 'cancelled', or 'too large' when not all rings could be looked at.
    """

    cycles: tuple[tuple[int, ...], ...]
    chains: tuple[tuple[int, ...], ...]
    served: int
    long: int
    fit: int
    objectives: tuple[str, ...]
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    status: str
    seed: int = 0
    seconds: float = field(default=0.0, compare=False)

    @property
    def proven(self) -> bool:
        """Nothing better exists in the asked order."""
        return self.values == self.bounds

    @property
    def deciding(self) -> int:
        """Position of the first objective not proven; the last one when all are."""
        unequal = [k for k, (v, b) in enumerate(zip(self.values, self.bounds, strict=True)) if v != b]
        return unequal[0] if unequal else len(self.values) - 1

    @property
    def gap(self) -> float:
        """How far the deciding objective may be from its best, as a share of the larger of value and bound."""
        value, bound = self.values[self.deciding], self.bounds[self.deciding]
        return abs(bound - value) / max(abs(bound), abs(value), 1)

    @property
    def certificate(self) -> str:
        """One phrase per objective: `served 12 proven`, or the value and what no answer can pass."""
        parts = zip(self.objectives, self.values, self.bounds, strict=True)
        return ", ".join(f"{n} {v} proven" if v == b else f"{n} {v}, bound {b}" for n, v, b in parts)


def people_of(pool: Pool, arcs: Sequence[int], *, chain: bool) -> list[int]:
    """The people of a ring or chain in order; a chain has one more person than arcs."""
    start = [int(pool.teacher[a]) for a in arcs]
    return [*start, int(pool.learner[arcs[-1]])] if chain else start


def measure(pool: Pool, cycles: Sequence[Sequence[int]], chains: Sequence[Sequence[int]]) -> dict[str, int]:
    """The exact values of a choice: `served`, `long` and `fit`."""
    arcs = [a for part in (*cycles, *chains) for a in part]
    learners = {int(pool.learner[a]) for a in arcs}
    long = sum(ring_points(len(cycle)) for cycle in cycles)
    return {"served": len(learners), "long": long, "fit": sum(int(pool.weight[a]) for a in arcs)}
