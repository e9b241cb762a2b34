"""The engine and the one-pair judge agree, pins and marks hold, and the answer is the same again."""

import random

import pytest
from django.utils import translation

from querbeet.matching import problems, reasons, solving
from querbeet.matching.enums import Why
from querbeet.matching.problems import Input
from querbeet.matching.solving import ImpossiblePin
from querbeet.programmes.enums import Asked, Objective, Of, QuestionKind, RuleKind, Side, WishKind
from querbeet.programmes.rules import judging
from querbeet.programmes.rules.ruleset import Person, Question, Rule, RuleSet, Wish

LEVEL = Question("level", "Level", QuestionKind.ORDERED, choices=("low", "mid", "high"))
AGE = Question("age", "Age", QuestionKind.NUMBER)
TOWN = Question("town", "Town", QuestionKind.CHOICE)
TONGUES = Question("tongues", "Languages", QuestionKind.MULTI)
OPEN = Question("open", "Open", QuestionKind.YES_NO)
WANTS = Question("wants", "Wants", QuestionKind.YES_NO, Asked.MENTEE)
QUESTIONS = (LEVEL, AGE, TOWN, TONGUES, OPEN, WANTS)
RULES = (
    Rule(RuleKind.DIFFERENT, "town", "town"),
    Rule(RuleKind.STEPS, "level", "level", at_least=0, strict=True),
    Rule(RuleKind.STEPS, "age", "age", at_least=-5),
    Rule(RuleKind.SHARE, "tongues", "tongues"),
    Rule(RuleKind.BOTH_YES, "open", "open"),
    Rule(RuleKind.APART, pairs=(("mentee 1", "mentor 2"), ("mentor 3", "mentee 2"))),
)
WISHES = (
    Wish(WishKind.SAME, "town", "town", points=3),
    Wish(WishKind.STEPS, "level", "level", steps=((0, 1), (1, 4), (2, 2))),
    Wish(WishKind.NEAR, "age", "age", points=5, width=20),
    Wish(WishKind.COMMON, "tongues", "tongues", points=6, of=Of.EITHER),
    Wish(WishKind.COMMON, "tongues", "tongues", points=2, enough=2, only_if="wants"),
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def somebody(name, lot):
    answers = {
        "level": lot.choice(["low", "mid", "high", None]),
        "age": lot.choice([25.0, 40.0, 63.5, None]),
        "town": lot.choice(["Bonn", "köln", "Köln", None]),
        "tongues": lot.choice([("de",), ("de", "ar"), ("tr", "AR"), None]),
        "open": lot.choice([True, True, True, False, None]),
        "wants": lot.choice([True, False]),
    }
    return Person(name, name, {key: value for key, value in answers.items() if value is not None})


def cohort(rules=RULES, wishes=WISHES, seed=1, size=12, **fields):
    lot = random.Random(seed)
    sides = [[somebody(f"{side.value} {n}", lot) for n in range(size)] for side in Side]
    return Input(RuleSet(questions=QUESTIONS, rules=rules, wishes=wishes, **fields), *sides)


@pytest.mark.parametrize("seed", range(5))
def test_the_engine_removes_the_pairs_that_the_judge_finds_broken(seed):
    people = cohort(seed=seed)
    problem = problems.build(people)
    kept = {(people.mentees[i].id, people.mentors[j].id) for i, j in zip(problem.mentee, problem.mentor, strict=True)}
    assert kept == {
        (mentee.id, mentor.id)
        for mentee in people.mentees
        for mentor in people.mentors
        if not judging.broken(people.ruleset, mentee, mentor)
    }


def pair(mentee, mentor, *wishes):
    ruleset = RuleSet(questions=QUESTIONS, wishes=wishes)
    return solving.solve(Input(ruleset, [Person("a", "A", mentee)], [Person("b", "B", mentor)])).matches[0]


@pytest.mark.parametrize(
    ("wish", "mentee", "mentor", "points"),
    [
        (WISHES[0], {"town": "Köln"}, {"town": "köln"}, 3),
        (WISHES[0], {"town": "Köln"}, {}, 0),
        (WISHES[1], {"level": "low"}, {"level": "mid"}, 4),
        (WISHES[1], {"level": "high"}, {"level": "low"}, 0),
        (WISHES[2], {"age": 30.0}, {"age": 40.0}, 2.5),
        (WISHES[2], {"age": 30.0}, {"age": 70.0}, 0),
        (WISHES[3], {"tongues": ("de",)}, {"tongues": ("DE", "ar")}, 3),
        (WISHES[4], {"tongues": ("de",), "wants": True}, {"tongues": ("de",)}, 1),
        (WISHES[4], {"tongues": ("de",), "wants": False}, {"tongues": ("de",)}, 0),
        (WISHES[4], {"tongues": ("de",)}, {"tongues": ("de",)}, 0),
    ],
)
def test_a_wish_gives_its_points(wish, mentee, mentor, points):
    found = pair(mentee, mentor, wish)
    assert (found.fit, found.worth) == (points, (points,))


@pytest.mark.parametrize("objective", Objective)
def test_the_same_input_and_seed_give_the_same_answer(objective):
    people = cohort(seed=3, mentors_each=2)
    assert solving.solve(people, objective=objective, seed=7).matches == (
        solving.solve(people, objective=objective, seed=7).matches
    )


def free(**fields):
    """Three on each side who could all be paired."""
    ruleset = RuleSet(questions=QUESTIONS, **fields)
    people = [[Person(f"{side.value} {n}", f"{side.value} {n}", {}) for n in range(3)] for side in Side]
    return ruleset, *people


def test_pins_are_in_and_forbidden_pairs_are_not():
    pins, bans = [("mentee 0", "mentor 2")], [("mentee 1", "mentor 0"), ("mentee 1", "mentor 1")]
    result = solving.solve(Input(*free(), pinned=pins, forbidden=bans), objective=Objective.COVERAGE)
    pairs = {(match.mentee.id, match.mentor.id): match.pinned for match in result.matches}
    assert pairs == {("mentee 0", "mentor 2"): True, **{pair: False for pair in pairs if pair[0] != "mentee 0"}}
    assert not set(bans) & set(pairs)


def test_a_pin_that_a_rule_forbids_is_refused_in_words():
    apart = Rule(RuleKind.APART, pairs=(("mentee 0", "mentor 0"),))
    with pytest.raises(ImpossiblePin, match=r"^mentee 0 and mentor 0 cannot be paired under the rules\.$"):
        solving.solve(Input(*free(rules=(apart,)), pinned=[("mentee 0", "mentor 0")]))


def test_a_pin_across_a_block_is_refused_with_the_same_words():
    pair = ("mentee 0", "mentor 0")
    with pytest.raises(ImpossiblePin, match=r"^mentee 0 and mentor 0 cannot be paired under the rules\.$"):
        solving.solve(Input(*free(), apart=[pair], pinned=[pair]))


def test_more_pins_than_places_are_refused_in_words():
    pins = [("mentee 0", "mentor 0"), ("mentee 1", "mentor 0")]
    with pytest.raises(ImpossiblePin, match=r"^mentor 0 has more pairs marked “always” than there is room for\.$"):
        solving.solve(Input(*free(), pinned=pins))


def test_nobody_is_paired_with_themself():
    people = [Person("Same@x", "A", {})]
    assert solving.solve(Input(RuleSet(), people, [Person("same@X", "A", {})])).matches == ()


def whys(*sides, **fields):
    result = solving.solve(Input(RuleSet(questions=QUESTIONS, **fields), *sides), objective=Objective.COVERAGE)
    return {left.person.id: left.why for left in result.left}


def test_everyone_without_a_match_has_a_reason():
    low, high = {"level": "low", "town": "Bonn"}, {"level": "high", "town": "Bonn"}
    mentees = [Person("full", "F", low), Person("taken", "T", low), Person("stuck", "S", high)]
    mentors = [Person("busy", "B", high, capacity=0), Person("one", "O", {"level": "mid"}), Person("low", "L", low)]
    up = Rule(RuleKind.STEPS, "level", "level", at_least=1, strict=True)
    town = Rule(RuleKind.DIFFERENT, "town", "town")
    found = whys(mentees, mentors, rules=(up, town))
    assert found.pop("full", None) in (Why.FULL, None) or found.pop("taken") == Why.FULL
    assert found["stuck"] == Why.RULE
    assert found["busy"] == Why.NO_ROOM
    assert found["low"] == Why.RULE
    assert whys(mentees, []) == dict.fromkeys(("full", "taken", "stuck"), Why.NOBODY)


def test_several_rules_together_and_mentors_who_are_not_needed():
    people = [Person("a", "A", {"level": "mid", "town": "Bonn"})]
    others = [Person("x", "X", {"level": "low", "town": "Köln"}), Person("y", "Y", {"level": "high", "town": "Bonn"})]
    up = Rule(RuleKind.STEPS, "level", "level", at_least=1)
    town = Rule(RuleKind.DIFFERENT, "town", "town")
    assert whys(people, others, rules=(up, town))["a"] == Why.RULES
    assert whys(people, others) in ({"x": Why.NOT_NEEDED}, {"y": Why.NOT_NEEDED})


@pytest.mark.parametrize(
    ("side", "why", "sentence"),
    [
        (Side.MENTEE, Why.NOBODY, "There are no mentors yet."),
        (Side.MENTOR, Why.NOBODY, "There are no mentees yet."),
        (Side.MENTOR, Why.NO_ROOM, "Said that they have no room at present."),
        (
            Side.MENTEE,
            Why.RULE,
            "No one is possible. One rule alone stands against everybody: Never two people with the same “Town”.",
        ),
        (
            Side.MENTEE,
            Why.RULES,
            "No one is possible. The rule that stands against most of them (2): Never two people with the same “Town”.",
        ),
        (
            Side.MENTEE,
            Why.FULL,
            "2 mentors would be possible, and all have as many mentees as there is room for.",
        ),
        (
            Side.MENTEE,
            Why.WORTH,
            "A match would be possible, but would make the others worse. Choose “everyone someone” to change it.",
        ),
        (Side.MENTOR, Why.NOT_NEEDED, "2 mentees would be possible, and fit better with others."),
    ],
)
def test_reasons_for_staying_without_are_sentences(side, why, sentence):
    assert reasons.why_left(RuleSet(questions=QUESTIONS, rules=RULES), side, why, 0, 2) == sentence


def test_a_reason_without_a_rule_names_none():
    assert reasons.why_left(RuleSet(), Side.MENTEE, Why.RULES, None, 0) == "No one is possible under the rules."
