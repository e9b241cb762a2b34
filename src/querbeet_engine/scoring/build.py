"""From people and a profile to what a `Problem` is made of: edges, integer fits, parts, and why the other pairs are
impossible."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring.checks import check
from querbeet_engine.scoring.layout import compiled
from querbeet_engine.scoring.parts import MILLION
from querbeet_engine.scoring.people import People
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.row_kernels import fill_pairs_left, fill_scores, new_work


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


def build(mentees: People, mentors: People, profile: Profile) -> Scored:
    """Scores every possible pair. Raises `Refusal` for people or a profile that cannot be scored."""
    check(mentees, mentors, profile)
    program = compiled(mentees, mentors, profile)
    work = new_work(program)
    first = np.zeros(mentees.size + 1, np.int64)
    removed, alone = (np.zeros((mentees.size, len(profile.rules)), np.int32) for _ in range(2))
    mentor = fill_pairs_left(program, work, first, removed, alone)[: first[-1]].copy()
    fits, values = np.zeros((2, len(mentor)), np.int64), np.zeros((len(mentor), len(profile.parts)), np.int32)
    fill_scores(program, work, first, mentor, fits, values)
    return Scored(
        n_mentees=mentees.size,
        n_mentors=mentors.size,
        mentee=np.repeat(np.arange(mentees.size, dtype=np.int32), np.diff(first)),
        mentor=mentor,
        fit_mentee=fits[0],
        fit_mentor=fits[1],
        parts=with_unanswered(values, profile),
        part_names=tuple(part.name for part in profile.parts),
        removed=removed,
        removed_alone=alone,
        rule_names=tuple(rule.name for rule in profile.rules),
    )


def with_unanswered(values: NDArray[np.int32], profile: Profile) -> NDArray[np.int64]:
    """Parts with the profile's value where an answer was missing, 0 where the part had no say."""
    instead = np.array([round((part.unanswered or 0) * MILLION) for part in profile.parts], np.int64)
    return np.where(values < 0, instead, values).astype(np.int64)
