"""How near two skills of a vocabulary are: the product of the decays on the way up to a common ancestor and down
again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MILLION = 1_000_000


@dataclass(frozen=True)
class Hierarchy:
    """For each of `size` skills the skills near it, as sparse rows: ``skill[indptr[s]:indptr[s + 1]]`` with
    `similarity` in millionths.

    Every skill is near itself (1,000,000), and nearness is mutual.
    """

    indptr: NDArray[np.int64]
    skill: NDArray[np.int32]
    similarity: NDArray[np.int64]

    @property
    def size(self) -> int:
        return len(self.indptr) - 1


def flat(size: int) -> Hierarchy:
    """A vocabulary without levels: a skill is near itself only."""
    return Hierarchy(
        np.arange(size + 1, dtype=np.int64), np.arange(size, dtype=np.int32), np.full(size, MILLION, np.int64)
    )


def linked(
    size: int, child: NDArray[np.int64], parent: NDArray[np.int64], decay: NDArray[np.float64], cutoff: float = 0.2
) -> Hierarchy:
    """The nearness of all skills from sparse parent links, each with a decay from 0 to 1; what falls below `cutoff` is
    left out.

    A skill may have several parents: the best way counts. Costs time and memory in the number of pairs above the
    cutoff. Raises ValueError naming the link that is out of range."""
    _check_links(size, child, parent, decay)
    links = np.lexsort((parent, child))
    up = (
        np.concatenate(([0], np.cumsum(np.bincount(child, minlength=size)))),
        parent[links],
        np.rint(decay[links] * MILLION),
    )
    least = round(cutoff * MILLION)
    skill, ancestor, similarity = _ancestors(size, up, least)
    order = np.argsort(ancestor, kind="stable")
    below = np.concatenate(([0], np.cumsum(np.bincount(ancestor, minlength=size))))
    source, entry = _joined(ancestor, below)
    other, similar = skill[order][entry], _product(similarity[source], similarity[order][entry])
    rows, columns, values = _best(size, skill[source], other, similar, least)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=size)))).astype(np.int64)
    return Hierarchy(indptr, columns.astype(np.int32), values)


def _check_links(size: int, child: NDArray[np.int64], parent: NDArray[np.int64], decay: NDArray[np.float64]) -> None:
    for name, ends in (("child", child), ("parent", parent)):
        wrong = np.flatnonzero((ends < 0) | (ends >= size))
        if len(wrong):
            raise ValueError(f"hierarchy: {name} {ends[wrong[0]]} of link {wrong[0]} is not one of {size} skills")
    wrong = np.flatnonzero(~((decay >= 0) & (decay <= 1)))
    if len(wrong):
        raise ValueError(f"hierarchy: decay {decay[wrong[0]]} of link {wrong[0]} is not between 0 and 1")


def _ancestors(
    size: int, up: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]], least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every skill with every ancestor (itself too) whose similarity is at least `least`."""
    indptr, parent, decay = up
    known = (np.arange(size), np.arange(size), np.full(size, MILLION, np.int64))
    while True:
        source, entry = _joined(known[1], indptr)
        rows = np.concatenate((known[0], known[0][source]))
        columns = np.concatenate((known[1], parent[entry]))
        values = np.concatenate((known[2], _product(known[2][source], decay[entry].astype(np.int64))))
        ahead = _best(size, rows, columns, values, least)
        if len(ahead[0]) == len(known[0]) and np.array_equal(ahead[2], known[2]):
            return ahead
        known = ahead


def _joined(keys: NDArray[np.int64], indptr: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each key and each entry of its sparse row: position of the key, position of the entry."""
    counts = np.diff(indptr)[keys]
    source = np.repeat(np.arange(len(keys)), counts)
    entry = np.arange(len(source)) - np.repeat(np.cumsum(counts) - counts, counts) + indptr[keys[source]]
    return source, entry


def _product(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    return one * other // MILLION


def _best(
    size: int, rows: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.int64], least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """One entry a (row, column): the highest value, if it reaches `least`; sorted by row, then column."""
    key = rows * size + columns
    order = np.lexsort((-values, key))
    key, values = key[order], values[order]
    kept = np.concatenate(([True], key[1:] != key[:-1])) & (values >= least)
    return key[kept] // size, key[kept] % size, values[kept]
