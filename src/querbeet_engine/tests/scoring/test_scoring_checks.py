from dataclasses import replace

import numpy as np
import pytest

from querbeet_engine import Refusal, scoring
from querbeet_engine.scoring import parts, rules
from querbeet_engine.tests.scoring import worlds

MENTEES, MENTORS, PROFILE = worlds.world(1)
FLAT = scoring.flat(worlds.SKILLS)


def refusal(mentees=MENTEES, mentors=MENTORS, profile=PROFILE, **how):
    with pytest.raises(Refusal) as refused:
        scoring.build(mentees, mentors, profile, **how)
    return str(refused.value)


def with_column(name, column, people=MENTEES):
    return replace(people, columns={**people.columns, name: column})


def ruled(*some):
    return scoring.Profile(some, PROFILE.parts)


def parted(*some):
    return scoring.Profile((), some)


def skills(**how):
    return parts.Skills(**{"name": "s", "mentee": "wishes", "mentor": "offers", "hierarchy": FLAT, **how})


WISHES = MENTEES.skills("wishes")
NONE = np.zeros(0, np.int64)
PAIR = np.array([[0, 0]])


@pytest.mark.parametrize(
    ("name", "column", "message"),
    [
        ("grade", np.zeros(3, np.int32), "mentees.grade: 3 rows for 7 people"),
        (
            "grade",
            np.zeros(7),
            "mentees.grade: float64[1 dimensions] is none of "
            "answers (int32[n]), sets (uint64[n, words]), skills (Levels)",
        ),
        ("wishes", replace(WISHES, indptr=WISHES.indptr[::-1]), None),
        ("wishes", replace(WISHES, level=WISHES.level[1:]), None),
        (
            "wishes",
            replace(WISHES, importance=WISHES.importance * 0),
            "mentees.wishes.importance[0]: 0 is not between 1 and 100",
        ),
        ("wishes", replace(WISHES, skill=WISHES.skill - 99), None),
        ("wishes", replace(WISHES, skill=WISHES.skill + 99), None),
        ("grade", MENTEES.columns["goals"], None),
    ],
)
def test_columns_that_cannot_be_read_are_refused(name, column, message):
    said = refusal(with_column(name, column))
    assert name in said or "wish" in said
    assert said == message or message is None


def test_too_many_wishes_of_one_person_are_refused():
    column = scoring.levels([[(0, 1, 100)] * 21, *[[]] * 6])
    assert refusal(with_column("wishes", column)) == "mentees.wishes.importance[0]: 2100 is not between 0 and 2000"


def test_keys_and_what_is_shown_must_fit_the_people():
    assert refusal(replace(MENTEES, keys=np.zeros(2, np.uint64))) == "mentees.keys: 2 keys for 7 people"
    shown = {"grade": np.ones(2, np.bool_)}
    assert refusal(replace(MENTEES, shown=shown)) == "mentees.grade: what is shown has shape (2,), expected (7,)"
    assert refusal(replace(MENTEES, shown={"x": np.ones(7, np.bool_)})) == "mentees.x: shown, but no such column"
    shown = {"wishes": np.ones(99, np.bool_)}
    assert refusal(replace(MENTEES, shown=shown)).startswith("mentees.wishes: what is shown has shape (99,)")


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        (ruled(*[rules.Ready("x", "ready")] * 2), "rules[1]: 'x' is there already"),
        (ruled(*(rules.Ready(str(n), "ready") for n in range(33))), "rules: more than 32 rules"),
        (ruled(rules.Same("x", "nothing", "grade")), "x: the mentees have no column 'nothing'"),
        (
            ruled(rules.Same("x", "grade", "goals")),
            "x: column 'goals' of the mentors holds sets (uint64[n, words]), needed are answers (int32[n])",
        ),
        (ruled(rules.Ready("x")), "x: needs a column of the mentees, of the mentors, or both"),
        (ruled(rules.Teaches("x", "grade")), "x: part 'grade' is no `Skills` part of the profile"),
        (ruled(rules.Apart("x", NONE)), "x: pairs must be rows of (mentee, mentor), not of shape (0,)"),
        (ruled(rules.Among("x", np.array([[0, 9]]))), "x[0, 1]: 9 is not a person, there are 9"),
        (
            parted(parts.Equal(name="x", mentee="grade", mentor="grade", weight=-1)),
            "x: weight -1 is not between 0 and 1000",
        ),
        (
            parted(parts.Equal(name="x", mentee="grade", mentor="grade", mentor_weight=np.nan)),
            "x: weight nan is not between 0 and 1000",
        ),
        (
            parted(parts.Equal(name="x", mentee="grade", mentor="grade", unanswered=2)),
            "x: 2 (unanswered) is not between 0 and 1",
        ),
        (
            parted(parts.Equal(name="x", mentee="grade", mentor="grade", asked="community")),
            "x: community[0]: -1 is not between 0 and 1000",
        ),
        (
            parted(parts.Ladder(name="x", mentee="grade", mentor="grade", values={1: 2})),
            "x: 2 (1) is not between 0 and 1",
        ),
        (parted(parts.Near(name="x", mentee="grade", mentor="grade", width=0)), "x: width 0 is below 1"),
        (parted(parts.Common(name="x", mentee="goals", mentor="goals", of=0)), "x: 0 common members cannot be enough"),
        (parted(parts.Overlap(name="x", mentee="week", mentor="week", minutes=0)), "x: 0 minutes cannot be enough"),
        (parted(parts.Own(name="x")), "x: needs a column of the mentees or of the mentors"),
        (parted(parts.Listed(name="x", pairs=PAIR, values=np.zeros(2))), "x: 2 values for 1 pairs"),
        (parted(parts.Listed(name="x", pairs=PAIR, values=np.array([7.0]))), "x: 7.0 (0) is not between 0 and 1"),
        (parted(skills(level_fit={})), "s: level_fit is empty"),
        (parted(skills(level_fit={0: 3})), "s: 3 (0) is not between 0 and 1"),
    ],
)
def test_rules_and_parts_that_make_no_sense_are_refused(profile, message):
    mentees = with_column("community", np.full(7, -1, np.int32))
    assert refusal(mentees, profile=profile) == message


def test_values_that_people_bring_along_lie_within_a_million():
    column = np.full(7, 2_000_000, np.int32)
    profile = parted(parts.Own(name="x", mentee="warmth"))
    assert (
        refusal(with_column("warmth", column), profile=profile) == "x: warmth[0]: 2e+06 is not between -1 and 1000000"
    )


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"keep": 0}, "keep: 0 is below 1"),
        ({"keep": 1, "keep_mentor": -1}, "keep_mentor: -1 is below 0"),
        ({"rows": 0}, "rows: 0 is below 1"),
        ({"within": "x"}, "within: the mentees have no column of answers 'x'"),
        ({"within": "goals"}, "within: the mentees have no column of answers 'goals'"),
        ({"areas": np.zeros(2, np.int32)}, "areas: 2 areas for 9 skills"),
    ],
)
def test_plans_that_cannot_be_are_refused(how, message):
    assert refusal(**how) == message


def test_columns_are_read_as_what_they_are():
    for wrong in (MENTEES.skills, MENTEES.sets):
        with pytest.raises(TypeError, match="grade"):
            wrong("grade")
    with pytest.raises(TypeError, match="goals"):
        MENTEES.answers("goals")


def test_answers_sets_and_skills_get_the_codes_that_the_docstrings_promise():
    assert [column.tolist() for column in scoring.coded(["a", None], ["b", "a"])] == [[0, -1], [1, 0]]
    assert scoring.ordered("abc", ["c", None])[0].tolist() == [2, -1]
    assert [column.tolist() for column in scoring.tagged([["x", "y"], []], [["y"]])] == [[[3], [0]], [[2]]]
    assert scoring.bits([[0, 64]], 65).tolist() == [[1, 1]]
    held = scoring.levels([[(4,)], [], [(5, 2), (6, 1, 3)]])
    assert (held.indptr.tolist(), held.skill.tolist()) == ([0, 1, 1, 3], [4, 5, 6])
    assert (held.level.tolist(), held.importance.tolist()) == ([-1, 2, 1], [1, 1, 3])
