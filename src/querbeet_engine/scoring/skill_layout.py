"""Lays out the `Skills` parts: wishes and offers as sparse rows of the mentees and as postings (skill -> entries) of
the mentors."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import program as p
from querbeet_engine.scoring.hierarchy import Hierarchy
from querbeet_engine.scoring.parts import MILLION, Skills
from querbeet_engine.scoring.people import Levels, People


class SkillLayout:
    """Collects parts one by one; `flat` gives the arrays of the program."""

    def __init__(self, mentees: People, mentors: People, table: p.Flat):
        self.mentees, self.mentors, self.table = mentees, mentors, table
        self.rows: list[list[int]] = []
        self.arrays = {name: p.Flat(kind) for name, kind in _KINDS.items()}

    def add(self, part: Skills) -> int:
        """Number of the part among the skill parts."""
        one, other = self.mentees.columns[part.mentee], self.mentors.columns[part.mentor]
        assert isinstance(one, Levels) and isinstance(other, Levels)
        asks = p.MENTEE_ASKS if part.asker == "mentee" else p.MENTOR_ASKS
        lowest, values = fit_table(part)
        row = [0] * p.SKILL_OPERANDS
        row[p.ASKER], row[p.LOWEST], row[p.ENTRIES] = asks, lowest, len(values)
        row[p.NEAR] = self._near(part.hierarchy)
        row[p.ROW] = self._rows(one)
        row[p.POST] = self._postings(other, part.hierarchy.size)
        row[p.WEIGHT] = self._weights(one if asks == p.MENTEE_ASKS else other)
        row[p.TABLE] = self.table.add(values)
        self.rows.append(row)
        return len(self.rows) - 1

    def flat(self) -> dict[str, Any]:
        rows = np.array(self.rows, np.int64).reshape(len(self.rows), p.SKILL_OPERANDS)
        return {"skills": rows, **{name: array.joined() for name, array in self.arrays.items()}}

    def _add(self, first: str, starts: NDArray[np.int64], **entries: Any) -> int:
        """Row starts that point into the entries, wherever those come to lie."""
        shifted = starts + self.arrays[next(iter(entries))].length
        for name, values in entries.items():
            self.arrays[name].add(values)
        return self.arrays[first].add(shifted)

    def _near(self, near: Hierarchy) -> int:
        return self._add("near_first", near.indptr, near_skill=near.skill.copy(), near_value=near.similarity.copy())

    def _rows(self, held: Levels) -> int:
        entries = {"row_skill": held.skill.copy(), "row_level": held.level.copy(), "row_weight": held.importance.copy()}
        return self._add("row_first", held.indptr, **entries)

    def _postings(self, held: Levels, size: int) -> int:
        first, order = counting_sort(held.skill, size)
        person = held.owners().astype(np.int32)
        entries = {"post_person": person[order], "post_level": held.level[order], "post_weight": held.importance[order]}
        return self._add("post_first", first, **entries)

    def _weights(self, held: Levels) -> int:
        sums = np.bincount(held.owners(), weights=held.importance, minlength=held.size).astype(np.int32)
        return self.arrays["all_weight"].add(sums)


_KINDS: dict[str, type[np.generic]] = {
    "near_first": np.int64,
    "near_skill": np.int32,
    "near_value": np.int64,
    "row_first": np.int64,
    "row_skill": np.int32,
    "row_level": np.int32,
    "row_weight": np.int32,
    "post_first": np.int64,
    "post_person": np.int32,
    "post_level": np.int32,
    "post_weight": np.int32,
    "all_weight": np.int32,
}


def counting_sort(keys: NDArray[np.int32], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each key below `size` begins in the order that sorts `keys`, and that order (equal keys stay as they
    were)."""
    first = np.concatenate(([0], np.cumsum(np.bincount(keys, minlength=size)))).astype(np.int64)
    return first, np.argsort(keys, kind="stable")


def fit_table(part: Skills) -> tuple[int, NDArray[np.int64]]:
    """The smallest level difference of `level_fit`, and the value from there on, step by step, in millionths."""
    lowest, highest = min(part.level_fit), max(part.level_fit)
    values = np.zeros(highest - lowest + 1, np.int64)
    for step in sorted(part.level_fit):
        values[step - lowest :] = round(part.level_fit[step] * MILLION)
    return lowest, values
