"""Good rings quickly, without proof: packing in price order, then insert-and-eject local search.

Only for rows that take one column (no capacities over one); parts solved exactly (`neighbourhood`) do the rest.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from querbeet_engine.exchange.columns import Columns, Floats, Rows, pack
from querbeet_engine.exchange.graph import offsets
from querbeet_engine.exchange.pool import Ints


@nb.njit(cache=True)
def _below(state, limit):
    """A number below `limit` from a 64-bit xorshift state that is moved on."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return np.int64((x >> np.uint64(11)) % np.uint64(limit))


@nb.njit(cache=True)
def _loss(rows, value, owner, j):
    """Value of the chosen columns that share a row with column j."""
    total = 0.0
    for k in range(rows.shape[1]):
        if rows[j, k] < 0:
            break
        other = owner[rows[j, k]]
        fresh = other >= 0
        for earlier in range(k):
            fresh = fresh and owner[rows[j, earlier]] != other
        if fresh:
            total += value[other]
    return total


@nb.njit(cache=True)
def _swap_in(rows, owner, j):
    """Choose column j and drop the ones in its way."""
    for k in range(rows.shape[1]):
        if rows[j, k] < 0:
            break
        other = owner[rows[j, k]]
        if other >= 0:
            for place in range(rows.shape[1]):
                if rows[other, place] >= 0:
                    owner[rows[other, place]] = -1
    for k in range(rows.shape[1]):
        if rows[j, k] >= 0:
            owner[rows[j, k]] = j


@nb.njit(cache=True)
def improve(rows, value, owner, first, member, active, missing, moves, seed):
    """Again and again take a free row and the column in it that gains most over what it ejects; ties move too. Ends
    when what was `missing` is gained."""
    state = np.array([np.uint64(seed) * np.uint64(2654435761) + np.uint64(88172645463325252)])
    gained = 0.0
    for _ in range(moves):
        if gained >= missing - 1e-6:
            break
        row = active[_below(state, len(active))]
        if owner[row] >= 0:
            continue
        best, top = -1, -1e-9
        for place in range(first[row], first[row + 1]):
            j = member[place]
            change = value[j] - _loss(rows, value, owner, j)
            if change > top or (change == top and _below(state, 3) == 0):
                best, top = j, change
        if best >= 0:
            _swap_in(rows, owner, best)
            gained += top
    return gained


def memberships(columns: Columns, count: int) -> tuple[Ints, Ints]:
    """For each row the columns in it: offsets and a flat list."""
    column, place = np.nonzero(columns.rows >= 0)
    row = columns.rows[column, place]
    order = np.argsort(row, kind="stable")
    return offsets(row.astype(np.int64), count), column[order]


def local_search(
    columns: Columns, rows: Rows, value: Floats, rest: Floats, enough: float, moves: int, seed: int
) -> Ints:
    """Columns (numbers) of a good packing. `rest` are reduced values: they give the order of the first packing."""
    order = np.argsort(-np.round(rest, 9), kind="stable")
    taken = pack(order, columns.rows, rows.room)
    first, member = memberships(columns, rows.count)
    active = np.flatnonzero(np.diff(first) > 0)
    if len(active) == 0 or (rows.extra[active] > 0).any():
        return np.flatnonzero(taken)
    owner = np.full(rows.count, -1, np.int64)
    for j in np.flatnonzero(taken):
        owner[columns.rows[j][columns.rows[j] >= 0]] = j
    missing = enough - float(value[taken].sum())
    improve(columns.rows, value, owner, first, member, active, missing, moves, seed)
    return np.unique(owner[owner >= 0])
