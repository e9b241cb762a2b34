"""Rings and chains as columns of a packing problem, its rows, and the compiled loops over them.

maximise sum value[j] x[j] - sum penalty[r] t[r]; the columns in row r sum to at most first[r] + t[r], t[r] <= extra[r].

A row is a person (first = 1, extra = capacity - 1: a second place of the same person serves nobody new, hence the
penalty when people served are counted) or a wish that could otherwise be answered twice (first = 1, extra = 0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numba as nb
import numpy as np
import numpy.typing as npt

from querbeet_engine.exchange.graph import Small
from querbeet_engine.exchange.pool import Ints, Pool, ring_points

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """People first, then wishes; `wish_row[a]` is the row of pool arc a or -1."""

    first: Ints
    extra: Ints
    learns: npt.NDArray[np.bool_]
    wish_row: Ints

    @property
    def count(self) -> int:
        return len(self.extra)

    @property
    def room(self) -> Ints:
        """How many columns each row takes in all."""
        return self.first + self.extra

    @property
    def has_wishes(self) -> bool:
        return bool((self.wish_row >= 0).any())

    def use(self, columns: Columns) -> Ints:
        """How many of these columns are in each row."""
        return np.bincount(columns.rows[columns.rows >= 0], minlength=self.count)

    def after(self, standing: Columns) -> Rows:
        """What is left when these columns are settled."""
        use = self.use(standing)
        first = np.maximum(0, self.first - use)
        return replace(self, first=first, extra=np.maximum(0, self.room - use - first))

    def fits(self, columns: Columns) -> npt.NDArray[np.bool_]:
        """Columns that only need rows with room."""
        free = np.append(self.room > 0, True)
        return np.asarray(free[columns.rows].all(axis=1))

    def penalty(self, objective: str) -> Floats:
        """What a place beyond the first costs in this objective."""
        return np.where(self.learns & (objective == "served"), 1.0, 0.0)


def make_rows(pool: Pool, standing: Columns | None = None) -> Rows:
    """One row a person, and one a wish where neither the learner's nor a sole teacher's capacity keeps it to once.

    `standing` columns are settled: they take their places (and the first one of each person) beforehand.
    """
    room = pool.capacity
    arcs = np.bincount(pool.wish, minlength=1)
    open_ended = pool.usable & (room[pool.learner] > 1) & ((arcs[pool.wish] > 1) | (room[pool.teacher] > 1))
    wishes, place = np.unique(pool.wish[open_ended], return_inverse=True)
    wish_row = np.full(len(pool.teacher), -1)
    wish_row[open_ended] = pool.people + place
    room = np.concatenate([room, np.ones(len(wishes), np.int64)])
    learns = np.concatenate([~pool.gives_only, np.zeros(len(wishes), bool)])
    first = np.minimum(room, 1)
    rows = Rows(first, room - first, learns, wish_row)
    return rows if standing is None else rows.after(standing)


@dataclass(frozen=True)
class Columns:
    """`arcs`: pool arcs in order, `rows`: the rows taken, both padded with -1; `kept`: 1 if from an earlier answer."""

    arcs: Small
    rows: Small
    served: Ints
    long: Ints
    fit: Ints
    kept: Ints

    def __len__(self) -> int:
        return len(self.served)

    def take(self, which: npt.NDArray[np.generic]) -> Columns:
        parts = (self.arcs, self.rows, self.served, self.long, self.fit, self.kept)
        return Columns(*(part[which] for part in parts))

    def value(self, objective: str) -> Floats:
        """What each column adds to an objective that is maximised: `short` counts losses, `kept` columns of old."""
        if objective == "short":
            return -self.long.astype(np.float64)
        return {"served": self.served, "fit": self.fit, "kept": self.kept}[objective].astype(np.float64)


def _padded(matrix: Small, width: int) -> Small:
    return np.pad(matrix, ((0, 0), (0, width - matrix.shape[1])), constant_values=-1)


def joined(*parts: Columns) -> Columns:
    """All columns in one table."""
    wide, deep = max(p.arcs.shape[1] for p in parts), max(p.rows.shape[1] for p in parts)
    return Columns(
        np.concatenate([_padded(p.arcs, wide) for p in parts]),
        np.concatenate([_padded(p.rows, deep) for p in parts]),
        np.concatenate([p.served for p in parts]),
        np.concatenate([p.long for p in parts]),
        np.concatenate([p.fit for p in parts]),
        np.concatenate([p.kept for p in parts]),
    )


def make_columns(pool: Pool, rows: Rows, arcs: Small, *, chains: bool, kept: bool = False) -> Columns:
    """Columns of rings or chains given as rows of pool arcs, padded with -1; `kept` marks those of old."""
    there = arcs >= 0
    length = there.sum(axis=1)
    people = np.where(there, pool.teacher[arcs], -1) if len(pool.teacher) else arcs
    if chains:
        learners = np.where(there, pool.learner[arcs], -1) if len(pool.teacher) else arcs
        people = np.concatenate([people[:, :1], learners], axis=1)
    taken = people.astype(np.int32)
    if rows.has_wishes:
        wishes = np.where(there, rows.wish_row[arcs], -1).astype(np.int32)
        taken = np.concatenate([taken, wishes], axis=1)
        order = np.argsort(taken < 0, axis=1, kind="stable")
        taken = np.take_along_axis(taken, order, axis=1)
        taken = taken[:, : max(1, int((taken >= 0).sum(axis=1).max(initial=1)))]
    points = np.array([0 if chains else ring_points(max(k, 1)) for k in range(arcs.shape[1] + 1)])
    fit = np.where(there, pool.weight[arcs], 0).sum(axis=1) if len(pool.weight) else length
    old = np.full(len(arcs), int(kept))
    return Columns(
        arcs, np.ascontiguousarray(taken), length.astype(np.int64), points[length], fit.astype(np.int64), old
    )


def table(parts: Sequence[Sequence[int]]) -> Small:
    """Lists of arcs as one table padded with -1."""
    wide = max([len(part) for part in parts], default=1)
    return np.array([[*part, *[-1] * (wide - len(part))] for part in parts], np.int32).reshape(-1, wide)


@nb.njit(cache=True)
def reduced(rows, value, price, out):
    """out[j] = value of column j less the prices of its rows."""
    for j in range(len(rows)):
        rest = value[j]
        for k in range(rows.shape[1]):
            row = rows[j, k]
            if row < 0:
                break
            rest -= price[row]
        out[j] = rest


@nb.njit(cache=True)
def spread(order, rows, count, most_per_row, most):
    """The first columns of `order` that put at most `most_per_row` of them in any row."""
    load = np.zeros(count, np.int64)
    chosen = np.empty(min(most, len(order)), np.int64)
    size = 0
    for j in order:
        if size == len(chosen):
            break
        free = True
        for k in range(rows.shape[1]):
            if rows[j, k] >= 0 and load[rows[j, k]] >= most_per_row:
                free = False
        if free:
            for k in range(rows.shape[1]):
                if rows[j, k] >= 0:
                    load[rows[j, k]] += 1
            chosen[size] = j
            size += 1
    return chosen[:size]


@nb.njit(cache=True)
def pack(order, rows, room):
    """Take columns in this order while there is room; which were taken."""
    left = room.copy()
    taken = np.zeros(len(rows), np.bool_)
    for j in order:
        free = True
        for k in range(rows.shape[1]):
            if rows[j, k] >= 0 and left[rows[j, k]] <= 0:
                free = False
                break
        if free:
            taken[j] = True
            for k in range(rows.shape[1]):
                if rows[j, k] >= 0:
                    left[rows[j, k]] -= 1
    return taken


def bound_of(rows: Rows, price: Floats, penalty: Floats) -> float:
    """The part of the Lagrangian bound that the rows give at these prices."""
    return float((rows.first * price + rows.extra * np.maximum(0.0, price - penalty)).sum())
