"""Lays out a pool of people for single questions: postings by skill and group, with the columns of hard rules beside
each entry."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.program import Program


class Packed(NamedTuple):
    """Postings of one skill column, sorted by (skill, group); skill s and group g fill first[s * groups + g] to the
    next.

    person                     int32[E]
    numbers, words             int32[C1, E] and uint64[C2, E]: columns of each entry's person
    number_rules, word_rules   int64[*, 2] of (rule, column): what rules read there
    number_parts, word_parts   int64[*, 2] of (part, column): what parts read there
    """

    first: NDArray[np.int64]
    person: NDArray[np.int32]
    numbers: NDArray[np.int32]
    words: NDArray[np.uint64]
    number_rules: NDArray[np.int64]
    word_rules: NDArray[np.int64]
    number_parts: NDArray[np.int64]
    word_parts: NDArray[np.int64]
    groups: int


class Rows(NamedTuple):
    """Skills for each skill part (S of them). What is read together lies together.

    spans    int64[people, S, 2]: where a person's entries begin and end
    entries  int32[*, 3]: SKILL, LEVEL, WEIGHT
    """

    spans: NDArray[np.int64]
    entries: NDArray[np.int32]


def rows_of(people: People, columns: list[str]) -> Rows:
    """The skill columns of the skill parts, in their order. All entries of a person are side by side, part by part."""
    held = [people.skills(name) for name in columns]
    sizes = np.column_stack([np.diff(column.indptr) for column in held])
    ends = np.cumsum(sizes).reshape(sizes.shape)
    by_person = np.argsort(np.concatenate([column.owners() for column in held]), kind="stable")
    entries = np.concatenate([_entries(column) for column in held])[by_person]
    return Rows(np.stack((ends - sizes, ends), axis=2).astype(np.int64), np.concatenate((entries, _SPARE)))


_SPARE = np.zeros((1, 3), np.int32)
"""One entry more than is used, so that there is one to read at the beginning of any person's entries."""


def _entries(held: Levels) -> NDArray[np.int32]:
    return np.column_stack((held.skill, held.level, held.importance)).astype(np.int32)


def with_entries(rows: Rows, part: int, person: int, held: Levels, used: int) -> Rows:
    """The rows, in which one person holds the entries of `held` (one row), kept from entry `used` on; longer ones if
    need be."""
    end = used + len(held.skill)
    if end >= len(rows.entries):
        rows = rows._replace(entries=np.concatenate((rows.entries[:used], np.zeros((end, 3), np.int32), _SPARE)))
    rows.entries[used:end] = _entries(held)
    rows.spans[person, part] = used, end
    return rows


def packed(held: Levels, skills: int, group: NDArray[np.int32], groups: int, program: Program) -> Packed:
    """The postings of a pool. Every entry carries its own copy of what the rules and the parts read of one number or
    one word, so that they read in one line."""
    owner = held.owners()
    key = held.skill.astype(np.int64) * groups + group[owner]
    order = np.argsort(key, kind="stable")
    person = owner[order].astype(np.int32)
    first = np.concatenate(([0], np.cumsum(np.bincount(key, minlength=skills * groups)))).astype(np.int64)
    numbered = _reading(program.rules, _NUMBER_RULES), _reading(program.parts, _NUMBER_PARTS)
    worded = _reading(program.rules, (codes.SHARE,), wide=False), _reading(program.parts, (codes.COMMON,), wide=False)
    numbers, number_rules, number_parts = _columns(program.ints, program, numbered, person)
    words, word_rules, word_parts = _columns(program.words, program, worded, person)
    return Packed(first, person, numbers, words, number_rules, word_rules, number_parts, word_parts, groups)


Operations = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Numbers of some rules and of some parts."""
_NUMBER_RULES = codes.SAME, codes.DIFFERENT, codes.STEPS, codes.READY
_NUMBER_PARTS = codes.EQUAL, codes.LADDER, codes.OWN


def _reading(operations: NDArray[np.int64], kinds: tuple[int, ...], wide: bool = True) -> NDArray[np.int64]:
    """Operations of some kinds that read a column of the pool, one word of each person unless `wide`."""
    read = np.isin(operations[:, codes.KIND], kinds) & (operations[:, codes.MENTOR] != codes.NONE)
    return np.flatnonzero(read & (wide | (operations[:, codes.MENTOR_WORDS] == 1)))


def _columns(
    values: NDArray[Any], program: Program, reading: Operations, person: NDArray[np.int32]
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """A row of values by entry for each column that is read, and who reads which: (rule, row) and (part, row)."""
    places = [table[some, codes.MENTOR] for table, some in zip((program.rules, program.parts), reading, strict=True)]
    columns, row = np.unique(np.concatenate(places), return_inverse=True)
    found = np.array([values[column + person] for column in columns], values.dtype).reshape(len(columns), len(person))
    readers = [
        np.column_stack((some, rows)).astype(np.int64)
        for some, rows in zip(reading, np.split(row, [len(reading[0])]), strict=True)
    ]
    return found, readers[0], readers[1]


def padded(people: People, spare: int) -> People:
    """The same people and room for `spare` more, who have answered nothing."""
    if spare == 0:
        return people
    columns = {name: _padded(column, spare) for name, column in people.columns.items()}
    keys = np.concatenate(
        (people.keys, people.keys.max(initial=np.uint64(0)) + np.arange(1, spare + 1, dtype=np.uint64))
    )
    return People(people.size + spare, columns, keys)


def _padded(column: object, spare: int) -> Levels | NDArray[np.int32] | NDArray[np.uint64]:
    if isinstance(column, Levels):
        indptr = np.concatenate((column.indptr, np.full(spare, column.indptr[-1])))
        return Levels(indptr, column.skill, column.level, column.importance)
    assert isinstance(column, np.ndarray)
    empty = np.full((spare, *column.shape[1:]), codes.NONE if column.ndim == 1 else 0, column.dtype)
    return np.concatenate((column, empty))


def without_skills(people: People) -> People:
    """The same people, their skills taken away."""
    none = np.zeros(0, np.int32)
    bare = Levels(np.zeros(people.size + 1, np.int64), none, none, none)
    columns = {name: bare if isinstance(column, Levels) else column for name, column in people.columns.items()}
    return People(people.size, columns, people.keys)
