from dataclasses import replace

import numpy as np
import pytest

from querbeet_engine import Refusal, scoring
from querbeet_engine.tests.scoring import reference, worlds

COLUMNS = (
    "community",
    "employer",
    "grade",
    "languages",
    "goals",
    "week",
    "wishes",
    "offers",
    "ready",
    "now",
    "limit",
    "warmth",
)


@pytest.mark.parametrize("seed", range(6))
def test_one_pair_is_explained_as_the_plain_definition_has_it(seed):
    mentees, mentors, profile = worlds.world(seed)
    for i in range(mentees.size):
        found = reference.pair(mentees, mentors, profile, i, i)
        explained = scoring.pair(mentees, mentors, profile, i, i)
        assert explained.broken == tuple(found.broken)
        missing = [part.name for part, value in zip(profile.parts, found.values, strict=True) if value is None]
        assert explained.unanswered == tuple(missing)
        assert (explained.fit_mentee, explained.fit_mentor) == (found.fit_mentee, found.fit_mentor)


def showing(people, names):
    """The same people, who show all of these columns."""

    def mask(column):
        if isinstance(column, scoring.Levels):
            return np.ones(len(column.skill), np.bool_)
        return np.ones(len(column), np.bool_) if column.ndim == 1 else np.full_like(column, 2**64 - 1)

    return replace(people, shown={name: mask(people.columns[name]) for name in names})


def told_everywhere(mentees, mentors, profile):
    return [scoring.told(mentees, mentors, profile, i, j) for i in range(mentees.size) for j in range(mentors.size)]


def test_people_who_show_nothing_are_told_nothing():
    assert set(map(tuple, told_everywhere(*worlds.world(2)))) == {()}


def test_people_who_show_everything_are_told_all_but_the_values_of_coordinators():
    mentees, mentors, profile = worlds.world(2)
    one, other = showing(mentees, mentees.columns), showing(mentors, mentors.columns)
    for i in range(mentees.size):
        found = reference.pair(mentees, mentors, profile, i, i)
        named = zip(profile.parts, found.values, strict=True)
        expected = {part.name: value for part, value in named if value and part.name != "coordinator"}
        assert scoring.told(one, other, profile, i, i) == expected


@pytest.mark.parametrize("hidden", COLUMNS)
def test_what_somebody_hides_changes_no_word_of_an_explanation(hidden):
    mentees, mentors, profile = worlds.world(9)
    others, _, _ = worlds.world(10)
    shown = [name for name in COLUMNS if name != hidden]
    changed = replace(mentees, columns={**mentees.columns, hidden: others.columns[hidden]})
    before = told_everywhere(showing(mentees, shown), showing(mentors, COLUMNS), profile)
    assert told_everywhere(showing(changed, shown), showing(mentors, COLUMNS), profile) == before


def test_the_same_change_shows_where_it_is_not_hidden():
    mentees, mentors, profile = worlds.world(9)
    others, _, _ = worlds.world(10)
    changed = replace(mentees, columns={**mentees.columns, "goals": others.columns["goals"]})
    before = told_everywhere(showing(mentees, COLUMNS), showing(mentors, COLUMNS), profile)
    assert told_everywhere(showing(changed, COLUMNS), showing(mentors, COLUMNS), profile) != before


def test_a_single_hidden_offer_and_a_single_hidden_goal_are_not_told():
    goals, offers = scoring.bits([[0, 1]], 2), scoring.levels([[(0,), (1,)]])
    mentee = showing(scoring.People(1, {"goals": goals, "wishes": offers}), ["goals", "wishes"])
    mask = {"goals": scoring.bits([[1]], 2), "offers": np.array([False, True])}
    mentor = scoring.People(1, {"goals": goals, "offers": offers}, shown=mask)
    parts = (
        scoring.parts.Common(name="goals", mentee="goals", mentor="goals"),
        scoring.parts.Skills(name="skills", mentee="wishes", mentor="offers", hierarchy=scoring.flat(2)),
    )
    assert scoring.told(mentee, mentor, scoring.Profile(parts=parts), 0, 0) == {"goals": 500_000, "skills": 500_000}
    assert scoring.pair(mentee, mentor, scoring.Profile(parts=parts), 0, 0).parts == {"goals": 10**6, "skills": 10**6}


@pytest.mark.parametrize(("mentee", "mentor", "field"), [(7, 0, "mentee"), (0, 9, "mentor"), (-1, 0, "mentee")])
def test_a_person_who_is_not_there_is_refused(mentee, mentor, field):
    with pytest.raises(Refusal) as refused:
        scoring.pair(*worlds.world(0), mentee, mentor)
    assert refused.value.field == field
