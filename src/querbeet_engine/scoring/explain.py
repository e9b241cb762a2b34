"""One pair, part by part, without scoring anybody else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from querbeet_engine import validation
from querbeet_engine.refusal import Refusal
from querbeet_engine.scoring import parts
from querbeet_engine.scoring.building import with_unanswered
from querbeet_engine.scoring.checks import check
from querbeet_engine.scoring.layout import compiled
from querbeet_engine.scoring.people import People
from querbeet_engine.scoring.profile import Profile
from querbeet_engine.scoring.row_kernels import fill_pairs_left, fill_scores, new_work
from querbeet_engine.scoring.tasks import localised


@dataclass(frozen=True)
class PairFit:
    """All about one pair, for those who may know all.

    broken      names of the hard rules that stand against it; empty: the pair is possible
    parts       each part in millionths, as it counts in the fit
    unanswered  names of the parts for which an answer is missing
    """

    broken: tuple[str, ...]
    parts: dict[str, int]
    unanswered: tuple[str, ...]
    fit_mentee: int
    fit_mentor: int


def pair(mentees: People, mentors: People, profile: Profile, mentee: int, mentor: int) -> PairFit:
    """Every rule and every part for one pair. For coordinators: it knows what the two do not show each other."""
    check(mentees, mentors, profile)
    one, other, here = _alone(mentees, mentors, profile, mentee, mentor)
    program = compiled(one, other, here)._replace(gate=-1)
    work, first = new_work(program), np.zeros(2, np.int64)
    removed, alone = np.zeros((1, len(here.rules)), np.int32), np.zeros((1, len(here.rules)), np.int32)
    fill_pairs_left(program, work, first, removed, alone)
    fits, values = _scores(one, other, here)
    counted = with_unanswered(values, profile)[0].tolist()
    names = [part.name for part in profile.parts]
    return PairFit(
        broken=tuple(rule.name for rule, broken in zip(profile.rules, removed[0], strict=True) if broken),
        parts=dict(zip(names, counted, strict=True)),
        unanswered=tuple(name for name, value in zip(names, values[0], strict=True) if value < 0),
        fit_mentee=int(fits[0, 0]),
        fit_mentor=int(fits[1, 0]),
    )


def told(mentees: People, mentors: People, profile: Profile, mentee: int, mentor: int) -> dict[str, int]:
    """What the two may read about why they fit: parts above 0 by name, scored as if all that they do not show did not
    exist.

    What a person hides cannot change the answer. Neither the fit nor the rules are told (both know hidden facts), nor a
    coordinator's own values (`Listed`).
    """
    check(mentees, mentors, profile)
    one, other, here = _alone(mentees, mentors, profile, mentee, mentor)
    _, values = _scores(one.told(), other.told(), here)
    named = zip(profile.parts, values[0].tolist(), strict=True)
    return {part.name: value for part, value in named if value > 0 and not isinstance(part, parts.Listed)}


def _alone(
    mentees: People, mentors: People, profile: Profile, mentee: int, mentor: int
) -> tuple[People, People, Profile]:
    """The two by themselves."""
    for name, number, people in (("mentee", mentee, mentees), ("mentor", mentor, mentors)):
        if validation.count(name, number) >= people.size:
            raise Refusal(f"{number} is not a person, there are {people.size}", field=name)
    row, column = np.array([mentee]), np.array([mentor])
    return mentees.take(row), mentors.take(column), localised(profile, mentees, mentors, row, column)


def _scores(one: People, other: People, profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    program = compiled(one, other, profile)
    fits, values = np.zeros((2, 1), np.int64), np.zeros((1, len(profile.parts)), np.int32)
    fill_scores(program, new_work(program), np.array([0, 1]), np.zeros(1, np.int32), fits, values)
    return fits, values
