"""From people and a profile to what a `Problem` is made of: edges, integer fits, parts, and why the other pairs are
impossible."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring import plan, tasks
from querbeet_engine.scoring.checks import check, check_plan
from querbeet_engine.scoring.parts import MILLION
from querbeet_engine.scoring.people import People
from querbeet_engine.scoring.profile import Profile


class Executor(Protocol):
    """Anything with the `map` of concurrent.futures."""

    def map(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterable[Any]: ...


@dataclass(frozen=True, eq=False, kw_only=True)
class Scored:
    """Possible pairs (edges, by mentee, then mentor) and what was counted on the way.

    fit_mentee, fit_mentor  int64[E], each side's view; `fit` is their mean, rounded down
    parts                   int64[E, P], each part in millionths; a part that had no say in a pair is 0
    removed                 int32[n_mentees, R], how many mentors each rule took from each mentee
    removed_alone           int32[n_mentees, R], how many of them no other rule would have taken

    Rules besides the first `Teaches` count among the pairs that this one leaves.
    """

    n_mentees: int
    n_mentors: int
    mentee: NDArray[np.int32]
    mentor: NDArray[np.int32]
    fit_mentee: NDArray[np.int64]
    fit_mentor: NDArray[np.int64]
    parts: NDArray[np.int64]
    part_names: tuple[str, ...]
    removed: NDArray[np.int32]
    removed_alone: NDArray[np.int32]
    rule_names: tuple[str, ...]

    @property
    def fit(self) -> NDArray[np.int64]:
        """The joint fit."""
        return (self.fit_mentee + self.fit_mentor) // 2

    def problem_fields(self) -> dict[str, Any]:
        """All of this under the names of `Problem`: ``Problem(**scored.problem_fields(), capacity_mentor=...)``."""
        names = ("n_mentees", "n_mentors", "mentee", "mentor", "fit_mentee", "fit_mentor", "parts", "part_names")
        counted = ("removed", "removed_alone", "rule_names")
        return {"fit": self.fit, **{name: getattr(self, name) for name in (*names, *counted)}}


def build(
    mentees: People,
    mentors: People,
    profile: Profile,
    *,
    keep: int | None = None,
    keep_mentor: int | None = None,
    within: str | None = None,
    areas: NDArray[np.int32] | None = None,
    rows: int = 4096,
    executor: Executor | None = None,
    seed: int = 0,
) -> Scored:
    """Scores possible pairs. Raises `Refusal` for people or a profile that cannot be scored.

    keep      only the best so many mentors of each mentee and the best `keep_mentor` mentees of each mentor (as
              many, where left out); pairs of equal joint fit are ordered by the keys of the two and `seed`
    within    a column of answers: people meet only inside their community and are not even counted outside
    areas     int32[skills], the skill area of each skill: mentees of one area are scored together
    rows      most mentees a task
    executor  where tasks run (threads, processes, Dask, ...; see `scale`); here, where left out

    `areas`, `rows` and `executor` change nothing in the answer.
    """
    check(mentees, mentors, profile)
    check_plan(mentees, mentors, profile, keep, keep_mentor, within, areas, rows)
    kept = None if keep is None else (keep, keep if keep_mentor is None else keep_mentor)
    work = plan.tasks(mentees, mentors, profile, within=within, areas=areas, rows=rows, keep=kept, seed=seed)
    results = map(tasks.run, work) if executor is None else executor.map(tasks.run, work)
    return _scored(tasks.merged([tasks.empty(profile), *results], kept), mentees.size, mentors.size, profile)


def _scored(found: tasks.Result, n_mentees: int, n_mentors: int, profile: Profile) -> Scored:
    """All that was found, under the names of the profile."""
    return Scored(
        n_mentees=n_mentees,
        n_mentors=n_mentors,
        mentee=found.mentee.astype(np.int32),
        mentor=found.mentor.astype(np.int32),
        fit_mentee=found.fits[0],
        fit_mentor=found.fits[1],
        parts=with_unanswered(found.values, profile),
        part_names=tuple(part.name for part in profile.parts),
        removed=found.removed,
        removed_alone=found.alone,
        rule_names=tuple(rule.name for rule in profile.rules),
    )


def with_unanswered(values: NDArray[np.int32], profile: Profile) -> NDArray[np.int64]:
    """Parts with the profile's value where an answer was missing, 0 where the part had no say."""
    instead = np.array([round((part.unanswered or 0) * MILLION) for part in profile.parts], np.int64)
    return np.where(values < 0, instead, values).astype(np.int64)
