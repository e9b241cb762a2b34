"""People as named columns: what one side of a matching (mentees, or mentors) told about itself."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

NOT_ANSWERED = -1
"""In a column of answers: this person left the question open."""

WORD_BITS = 64


@dataclass(frozen=True)
class Levels:
    """Skills that n people offer or wish, as sparse rows.

    Person ``p`` holds ``skill[indptr[p]:indptr[p + 1]]``. `level` is what they can do (an offer) or can do so far (a
    wish), -1 where they did not say; `importance` (1..100) says how much each wish counts among the wishes of the same
    person."""

    indptr: NDArray[np.int64]
    skill: NDArray[np.int32]
    level: NDArray[np.int32]
    importance: NDArray[np.int32]

    @property
    def size(self) -> int:
        return len(self.indptr) - 1

    def owners(self) -> NDArray[np.int64]:
        """The person behind each entry."""
        return np.repeat(np.arange(self.size), np.diff(self.indptr))

    def take(self, people: NDArray[np.int64]) -> "Levels":
        """The rows of `people`, in that order."""
        counts = np.diff(self.indptr)[people]
        indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        entry = np.arange(indptr[-1]) - np.repeat(indptr[:-1] - self.indptr[people], counts)
        return Levels(indptr, self.skill[entry], self.level[entry], self.importance[entry])

    def only(self, entries: NDArray[np.bool_]) -> "Levels":
        """The same people with only the marked entries left."""
        kept = np.bincount(self.owners()[entries], minlength=self.size)
        indptr = np.concatenate(([0], np.cumsum(kept))).astype(np.int64)
        return Levels(indptr, self.skill[entries], self.level[entries], self.importance[entries])


Column = NDArray[np.int32] | NDArray[np.uint64] | Levels
"""int32[n]: one answer each (a code, a step of a scale, a number; -1 = not answered). uint64[n, words]: a set each.
`Levels`: skills."""


@dataclass(frozen=True)
class People:
    """One side: `size` people and their columns by name.

    `keys` (uint64[size], default 0..size-1) break ties, so that relabelling people changes nothing as long as their
    keys move with them. `shown` says which facts a person shows to the people they are matched with: a bool[size] for a
    column of answers, uint64[size, words] for sets, bool[entries] for `Levels`. A column that is not named there is
    shown to nobody: it counts, and is never told."""

    size: int
    columns: Mapping[str, Column]
    keys: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    shown: Mapping[str, NDArray[np.bool_] | NDArray[np.uint64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not len(self.keys):
            object.__setattr__(self, "keys", np.arange(self.size, dtype=np.uint64))

    def skills(self, name: str) -> Levels:
        """A column of skills."""
        held = self.columns[name]
        if not isinstance(held, Levels):
            raise TypeError(f"column {name!r} holds no skills")
        return held

    def answers(self, name: str) -> NDArray[np.int32]:
        """A column of answers."""
        column = self.columns[name]
        if isinstance(column, Levels) or column.ndim != 1:
            raise TypeError(f"column {name!r} holds no answers")
        return column.astype(np.int32, copy=False)

    def sets(self, name: str) -> NDArray[np.uint64]:
        """A column of sets."""
        column = self.columns[name]
        if isinstance(column, Levels) or column.ndim != 2:
            raise TypeError(f"column {name!r} holds no sets")
        return column.astype(np.uint64, copy=False)

    def take(self, people: NDArray[np.int64]) -> "People":
        """The people at these positions, in that order, with their keys and what they show."""
        columns = {
            name: column.take(people) if isinstance(column, Levels) else column[people]
            for name, column in self.columns.items()
        }
        shown = {name: self._taken_mask(name, mask, people) for name, mask in self.shown.items()}
        return People(len(people), columns, self.keys[people], shown)

    def _taken_mask(
        self,
        name: str,
        mask: NDArray[np.bool_] | NDArray[np.uint64],
        people: NDArray[np.int64],
    ) -> NDArray[np.bool_] | NDArray[np.uint64]:
        column = self.columns[name]
        if not isinstance(column, Levels):
            return mask[people]
        marked = replace(column, level=mask.astype(np.int32))
        return marked.take(people).level.astype(np.bool_)

    def told(self) -> "People":
        """The same people with every fact erased that they do not show."""
        return replace(
            self,
            columns={name: self._told_column(name, column) for name, column in self.columns.items()},
        )

    def _told_column(self, name: str, column: Column) -> Column:
        mask = self.shown.get(name)
        if isinstance(column, Levels):
            return column.only(np.zeros(len(column.skill), np.bool_) if mask is None else mask.astype(np.bool_))
        if column.ndim == 2:
            return np.zeros_like(column) if mask is None else column & mask.astype(np.uint64)
        kept = np.zeros(self.size, np.bool_) if mask is None else mask.astype(np.bool_)
        return np.where(kept, column, np.int32(NOT_ANSWERED)).astype(np.int32)


def coded(*sides: Sequence[Hashable | None]) -> tuple[NDArray[np.int32], ...]:
    """One column of codes a side; equal values get equal codes on every side, None becomes "not answered".

    >>> coded(["Policy", None], ["HR", "Policy"])
    (array([ 0, -1], dtype=int32), array([1, 0], dtype=int32))
    """
    codes: dict[Hashable, int] = {}
    return tuple(
        np.array(
            [NOT_ANSWERED if value is None else codes.setdefault(value, len(codes)) for value in side],
            np.int32,
        )
        for side in sides
    )


def ordered(scale: Sequence[Hashable], *sides: Sequence[Hashable | None]) -> tuple[NDArray[np.int32], ...]:
    """One column of steps a side for values of a rising `scale`; None becomes "not answered".

    Raises KeyError for a value that is not on the scale.
    """
    step: dict[Hashable | None, int] = {value: index for index, value in enumerate(scale)}
    step[None] = NOT_ANSWERED
    return tuple(np.array([step[value] for value in side], np.int32) for side in sides)


def tagged(*sides: Sequence[Iterable[Hashable]]) -> tuple[NDArray[np.uint64], ...]:
    """One column of sets a side, as bits: uint64[n, words]; equal values get the same bit on every side."""
    codes: dict[Hashable, int] = {}
    numbered = [[[codes.setdefault(value, len(codes)) for value in chosen] for chosen in side] for side in sides]
    return tuple(bits(side, len(codes)) for side in numbered)


def bits(sets: Sequence[Iterable[int]], size: int) -> NDArray[np.uint64]:
    """Sets of numbers below `size` as bits: uint64[len(sets), words]."""
    words = max(1, -(-size // WORD_BITS))
    column = np.zeros((len(sets), words), np.uint64)
    for person, chosen in enumerate(sets):
        for number in chosen:
            column[person, number // WORD_BITS] |= np.uint64(1 << number % WORD_BITS)
    return column


def levels(people: Sequence[Iterable[tuple[int, ...]]]) -> Levels:
    """Skills from rows of ``(skill,)``, ``(skill, level)`` or ``(skill, level, importance)`` a person."""
    rows = [[(*entry, *(NOT_ANSWERED, 1)[len(entry) - 1 :]) for entry in person] for person in people]
    flat = np.array([entry for row in rows for entry in row], np.int32).reshape(-1, 3)
    indptr = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return Levels(indptr, flat[:, 0].copy(), flat[:, 1].copy(), flat[:, 2].copy())
