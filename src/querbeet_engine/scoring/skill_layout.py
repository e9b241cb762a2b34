"""Lays out the `Skills` parts: the mentees' entries as sparse rows, the mentors' as postings (skill -> entries)."""

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.hierarchy import Hierarchy
from querbeet_engine.scoring.parts import MILLION, Skills
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.program import Pools


def skill_operation(part: Skills, mentees: People, mentors: People, pools: Pools) -> dict[int, int]:
    """The operation of one part, its arrays put into the pools."""
    one, other = mentees.columns[part.mentee], mentors.columns[part.mentor]
    assert isinstance(one, Levels) and isinstance(other, Levels)
    mentee_asks = part.asker == "mentee"
    lowest, fits = fit_table(part)
    return {
        **_near(part.hierarchy, pools),
        **_rows(one, pools),
        **_postings(other, part.hierarchy.size, pools),
        codes.ASKER: codes.MENTEE_ASKS if mentee_asks else codes.MENTOR_ASKS,
        codes.WHOLE: pools.ints.add(whole_importance(one if mentee_asks else other)),
        codes.TABLE: pools.longs.add(fits),
        codes.LOWEST: lowest,
        codes.ENTRIES: len(fits),
    }


def _near(near: Hierarchy, pools: Pools) -> dict[int, int]:
    return {
        codes.NEAR_FIRST: pools.longs.add(near.indptr),
        codes.NEAR_SKILL: pools.ints.add(near.skill),
        codes.NEAR_VALUE: pools.longs.add(near.similarity),
    }


def _rows(held: Levels, pools: Pools) -> dict[int, int]:
    return {
        codes.ROW_FIRST: pools.longs.add(held.indptr),
        codes.ROW_SKILL: pools.ints.add(held.skill),
        codes.ROW_LEVEL: pools.ints.add(held.level),
        codes.ROW_WEIGHT: pools.ints.add(held.importance),
    }


def _postings(held: Levels, size: int, pools: Pools) -> dict[int, int]:
    first, order = counting_sort(held.skill, size)
    return {
        codes.POST_FIRST: pools.longs.add(first),
        codes.POST_PERSON: pools.ints.add(held.owners().astype(np.int32)[order]),
        codes.POST_LEVEL: pools.ints.add(held.level[order]),
        codes.POST_WEIGHT: pools.ints.add(held.importance[order]),
    }


def whole_importance(held: Levels) -> NDArray[np.int32]:
    """Sum of the importance of each person's entries."""
    return np.bincount(held.owners(), held.importance, held.size).astype(np.int32)


def counting_sort(keys: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each key below `size` begins in sorted order, and that order (equal keys stay as they were)."""
    first = np.concatenate(([0], np.cumsum(np.bincount(keys, minlength=size)))).astype(np.int64)
    return first, np.argsort(keys, kind="stable")


def fit_table(part: Skills) -> tuple[int, NDArray[np.int64]]:
    """The smallest level difference of `level_fit`, and the value from there on, step by step, in millionths."""
    lowest, highest = min(part.level_fit), max(part.level_fit)
    values = np.zeros(highest - lowest + 1, np.int64)
    for step in sorted(part.level_fit):
        values[step - lowest :] = round(part.level_fit[step] * MILLION)
    return lowest, values
