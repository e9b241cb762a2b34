"""One piece of work: some mentees with the mentors they may meet. Tasks know nothing of each other and travel well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import best_kernels, parts, rules
from querbeet_engine.scoring.layout import compiled
from querbeet_engine.scoring.people import People
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.program import Program
from querbeet_engine.scoring.row_kernels import Work, fill_pairs_left, fill_scores, new_work


@dataclass(frozen=True, eq=False)
class Task:
    """Mentees and mentors of one task with a profile about their own positions.

    rows, columns  positions of these people among all of them
    elsewhere      mentors of the same community whom the first `Teaches` rule would remove from everyone here
    keep           how many of the best each mentee and each mentor keeps; None: all pairs
    """

    mentees: People
    mentors: People
    profile: Profile
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    elsewhere: int
    keep: tuple[int, int] | None
    seed: int


@dataclass(frozen=True, eq=False)
class Result:
    """Edges of one task in positions among all people, with what `Scored` says of each; `own`: among the mentee's
    best."""

    rows: NDArray[np.int64]
    mentee: NDArray[np.int64]
    mentor: NDArray[np.int64]
    fits: NDArray[np.int64]
    values: NDArray[np.int32]
    own: NDArray[np.bool_]
    tie: NDArray[np.int64]
    removed: NDArray[np.int32]
    alone: NDArray[np.int32]


def run(task: Task) -> Result:
    """Does the work of one task."""
    program = compiled(task.mentees, task.mentors, task.profile)
    work = new_work(program)
    shape = program.n_mentees, len(program.rules)
    removed, alone = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    first, mentor, own = _chosen(task, program, work, removed, alone)
    mentee = np.repeat(np.arange(program.n_mentees), np.diff(first))
    fits, values = np.zeros((2, len(mentor)), np.int64), np.zeros((len(mentor), len(program.parts)), np.int32)
    fill_scores(program, work, first, mentor, fits, values)
    if program.gate >= 0:
        removed[:, [isinstance(rule, rules.Teaches) for rule in task.profile.rules].index(True)] += task.elsewhere
    tie = best_kernels.ties(program, task.seed, mentee, mentor)
    return Result(task.rows, task.rows[mentee], task.columns[mentor], fits, values, own, tie, removed, alone)


def empty(profile: Profile) -> Result:
    """What no task at all would find."""
    none, ruled = np.zeros(0, np.int64), np.zeros((0, len(profile.rules)), np.int32)
    values = np.zeros((0, len(profile.parts)), np.int32)
    return Result(none, none, none, np.zeros((2, 0), np.int64), values, np.zeros(0, np.bool_), none, ruled, ruled)


def _chosen(
    task: Task, program: Program, work: Work, removed: NDArray[np.int32], alone: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    """The pairs to keep as sparse rows, and whether each is among the mentee's best."""
    if task.keep is None:
        first = np.zeros(program.n_mentees + 1, np.int64)
        mentor = fill_pairs_left(program, work, first, removed, alone)[: first[-1]].copy()
        return first, mentor, np.ones(len(mentor), np.bool_)
    of_mentees, of_mentors = (
        best_kernels.room(size, keep)
        for size, keep in zip((program.n_mentees, program.n_mentors), task.keep, strict=True)
    )
    best_kernels.fill_best(program, work, task.seed, of_mentees, of_mentors, removed, alone)
    return best_kernels.edges(of_mentees, of_mentors)


def localised(
    profile: Profile, mentees: People, mentors: People, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> Profile:
    """The profile with its lists of pairs cut down to these people and numbered as they are here."""
    to_row, to_column = (_places(size, chosen) for size, chosen in ((mentees.size, rows), (mentors.size, columns)))
    ruled = [_ruled(rule, to_row, to_column) for rule in profile.rules]
    parted = [_parted(part, to_row, to_column) for part in profile.parts]
    return replace(profile, rules=tuple(ruled), parts=tuple(parted))


def _places(size: int, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    places = np.full(size, -1, np.int64)
    places[chosen] = np.arange(len(chosen))
    return places


def _ruled(rule: rules.Rule, to_row: NDArray[np.int64], to_column: NDArray[np.int64]) -> rules.Rule:
    if not isinstance(rule, rules.Apart | rules.Among):
        return rule
    pairs, _ = _here(rule.pairs, to_row, to_column)
    return replace(rule, pairs=pairs)


def _parted(part: parts.Part, to_row: NDArray[np.int64], to_column: NDArray[np.int64]) -> parts.Part:
    if not isinstance(part, parts.Listed):
        return part
    pairs, here = _here(part.pairs, to_row, to_column)
    return replace(part, pairs=pairs, values=part.values[here])


def _here(
    pairs: NDArray[np.int64], to_row: NDArray[np.int64], to_column: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    moved = np.stack((to_row[pairs[:, 0]], to_column[pairs[:, 1]]), axis=1)
    here: NDArray[np.bool_] = (moved >= 0).min(axis=1, initial=True)
    return moved[here], here


def merged(results: Sequence[Result], keep: tuple[int, int] | None) -> Result:
    """One result of all: people in order, edges by mentee, then mentor.

    An edge that only its mentor wanted stays where it is among that mentor's best over all tasks.
    """
    whole = {
        name: np.concatenate([getattr(result, name) for result in results], axis=1 if name == "fits" else 0)
        for name in (*_OF_PEOPLE, *_OF_EDGES, "values")
    }
    order = np.lexsort((whole["mentor"], whole["mentee"]))
    if keep is not None:
        wanted = whole["own"] | (_rank(Result(**whole)) < keep[1])
        order = order[wanted[order]]
    people = np.argsort(whole["rows"])
    edges = {name: whole[name][..., order] for name in _OF_EDGES}
    return Result(**edges, values=whole["values"][order], **{name: whole[name][people] for name in _OF_PEOPLE})


_OF_PEOPLE = ("rows", "removed", "alone")
_OF_EDGES = ("mentee", "mentor", "fits", "own", "tie")


def _rank(whole: Result) -> NDArray[np.int64]:
    """Place of each edge in its mentor's order, from 0."""
    order = np.lexsort((whole.mentee, whole.tie, -whole.fits.sum(axis=0), whole.mentor))
    first = np.searchsorted(whole.mentor[order], whole.mentor[order])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first
    return rank
