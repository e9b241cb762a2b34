"""Lays out a pool of people for single questions: postings by skill and group, with the columns of hard rules beside
each entry."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.program import Program


class Packed(NamedTuple):
    """Postings of one skill column, sorted by (skill, group); skill s and group g fill first[s * groups + g] to the
    next.

    person           int32[E]
    numbers, words   int32[R1, E] and uint64[R2, E]: what rule number_rules[r] or word_rules[r] reads of each entry
    """

    first: NDArray[np.int64]
    person: NDArray[np.int32]
    numbers: NDArray[np.int32]
    number_rules: NDArray[np.int64]
    words: NDArray[np.uint64]
    word_rules: NDArray[np.int64]
    groups: int


class Rows(NamedTuple):
    """Skills for each skill part (S of them): person p of part s holds the entries first[s, p]:last[s, p]."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    skill: NDArray[np.int32]
    level: NDArray[np.int32]
    weight: NDArray[np.int32]


def rows_of(people: People, columns: list[str]) -> Rows:
    """The skill columns of the skill parts, in their order."""
    held = [people.skills(name) for name in columns]
    sizes = np.cumsum([0, *(len(column.skill) for column in held)])
    shape = len(held), people.size
    return Rows(
        np.array([column.indptr[:-1] + start for column, start in zip(held, sizes, strict=False)]).reshape(shape),
        np.array([column.indptr[1:] + start for column, start in zip(held, sizes, strict=False)]).reshape(shape),
        *(np.concatenate([getattr(column, name) for column in held]) for name in ("skill", "level", "importance")),
    )


def with_entries(rows: Rows, part: int, person: int, held: Levels, used: int) -> Rows:
    """The rows, in which one person holds the entries of `held` (one row), kept from entry `used` on; longer ones if
    need be."""
    end = used + len(held.skill)
    if end > len(rows.skill):
        room = np.zeros(end, np.int32)
        rows = rows._replace(
            **{name: np.concatenate((getattr(rows, name)[:used], room)) for name in ("skill", "level", "weight")}
        )
    rows.skill[used:end], rows.level[used:end], rows.weight[used:end] = held.skill, held.level, held.importance
    rows.first[part, person], rows.last[part, person] = used, end
    return rows


def packed(held: Levels, skills: int, group: NDArray[np.int32], groups: int, program: Program) -> Packed:
    """The postings of a pool. Every entry carries its own copy of what the rules read, so that they read in one
    line."""
    owner = held.owners()
    key = held.skill.astype(np.int64) * groups + group[owner]
    order = np.argsort(key, kind="stable")
    person = owner[order].astype(np.int32)
    first = np.concatenate(([0], np.cumsum(np.bincount(key, minlength=skills * groups)))).astype(np.int64)
    numbered, worded = _packable(program.rules)
    place = program.rules[:, codes.MENTOR]
    return Packed(
        first,
        person,
        np.array([program.ints[place[rule] + person] for rule in numbered], np.int32).reshape(
            len(numbered), len(person)
        ),
        np.array(numbered, np.int64),
        np.array([program.words[place[rule] + person] for rule in worded], np.uint64).reshape(len(worded), len(person)),
        np.array(worded, np.int64),
        groups,
    )


def _packable(rules: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """Rules that read one number and rules that read one word of the person of the pool."""
    kinds, wide = rules[:, codes.KIND], rules[:, codes.MENTOR_WORDS] > 1
    read = (rules[:, codes.MENTOR] != codes.NONE) & np.isin(
        kinds, (codes.SAME, codes.DIFFERENT, codes.STEPS, codes.READY)
    )
    return np.flatnonzero(read).tolist(), np.flatnonzero((kinds == codes.SHARE) & ~wide).tolist()


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
