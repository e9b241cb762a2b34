"""Cuts people into tasks: by community, then by the skill area of what each mentee wishes, then into handy pieces."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import parts, rules
from querbeet_engine.scoring.people import Levels, People
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.tasks import Task, localised


def tasks(
    mentees: People,
    mentors: People,
    profile: Profile,
    *,
    within: str | None,
    areas: NDArray[np.int32] | None,
    rows: int,
    keep: tuple[int, int] | None,
    seed: int,
) -> Iterator[Task]:
    """Tasks of at most `rows` mentees each; each mentee is in exactly one. `areas` (int32[skills]) groups the
    skills."""
    gate = gate_of(profile)
    for some, others in _communities(mentees, mentors, within):
        for piece in _pieces(mentees, some, gate, areas, rows):
            near = others if gate is None else _reachable(mentees, mentors, gate, piece, others)
            yield Task(
                mentees.take(piece),
                mentors.take(near),
                localised(profile, mentees, mentors, piece, near),
                piece,
                near,
                len(others) - len(near),
                keep,
                seed,
            )


def gate_of(profile: Profile) -> parts.Skills | None:
    """The skill part that finds the candidates."""
    named = [rule.part for rule in profile.rules if isinstance(rule, rules.Teaches)]
    return next(
        (part for part in profile.parts if named and part.name == named[0] and isinstance(part, parts.Skills)), None
    )


def _communities(
    mentees: People, mentors: People, within: str | None
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Mentees and mentors of each community; people without one ("not answered") are a community of their own."""
    if within is None:
        yield np.arange(mentees.size), np.arange(mentors.size)
        return
    one, other = mentees.columns[within], mentors.columns[within]
    assert not isinstance(one, Levels) and not isinstance(other, Levels)
    by_one, by_other = (np.argsort(column, kind="stable") for column in (one, other))
    for code in np.unique(one):
        low, high = np.searchsorted(one[by_one], (code, code + 1))
        from_, to = np.searchsorted(other[by_other], (code, code + 1))
        yield by_one[low:high], by_other[from_:to]


def _pieces(
    mentees: People, some: NDArray[np.int64], gate: parts.Skills | None, areas: NDArray[np.int32] | None, rows: int
) -> Iterator[NDArray[np.int64]]:
    area = np.full(len(some), -1, np.int64)
    if gate is not None and areas is not None:
        area = main_areas(mentees.columns[gate.mentee], areas)[some]
    order = np.argsort(area, kind="stable")
    starts = np.flatnonzero(np.diff(area[order], prepend=-2))
    for low, high in zip(starts, np.append(starts, len(some))[1:], strict=True):
        for at in range(low, high, rows):
            yield some[order[at : min(at + rows, high)]]


def main_areas(held: object, areas: NDArray[np.int32]) -> NDArray[np.int64]:
    """The area of each person's first skill, -1 for people without one."""
    assert isinstance(held, Levels)
    some = held.indptr[:-1] < held.indptr[1:]
    area = np.full(held.size, -1, np.int64)
    area[some] = areas[held.skill[held.indptr[:-1][some]]]
    return area


def _reachable(
    mentees: People, mentors: People, gate: parts.Skills, piece: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Those of `others` who hold a skill near to one of the mentees' in `piece`: nobody else can be their candidate."""
    mine, theirs, near = mentees.columns[gate.mentee], mentors.columns[gate.mentor], gate.hierarchy
    assert isinstance(mine, Levels) and isinstance(theirs, Levels)
    held = np.zeros(near.size, np.bool_)
    held[mine.take(piece).skill] = True
    reached = np.zeros(near.size, np.bool_)
    reached[near.skill[np.repeat(held, np.diff(near.indptr))]] = True
    holders = np.zeros(mentors.size, np.bool_)
    holders[theirs.owners()[reached[theirs.skill]]] = True
    return others[holders[others]]
