"""From cells to answers, and from rules to sentences."""

import pytest
from django.utils import translation

from querbeet.programmes.enums import Of, QuestionKind, RuleKind, Side, WishKind
from querbeet.programmes.rules import answers, judging, words
from querbeet.programmes.rules.ruleset import Person, Question, Rule, RuleSet, Wish
from querbeet.programmes.tests.factories import GRADE, RULES, TOPICS

YES_NO = Question("ok", "Okay", QuestionKind.YES_NO)
AGE = Question("age", "Age", QuestionKind.NUMBER)
CLOSED = Question("goals", "Goals", QuestionKind.MULTI, choices=("Rest, sleep", "Work"))
TOWN = Question("town", "Town", QuestionKind.CHOICE)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("question", "cell", "answer"),
    [
        (GRADE, "", None),
        (GRADE, " two ", "Two"),
        (TOWN, "Köln", "Köln"),
        (YES_NO, "JA", True),
        (YES_NO, "0", False),
        (AGE, "3,5", 3.5),
        (AGE, "-2", -2),
        (TOPICS, "rest; work|rest\nnaps", ("rest", "work", "naps")),
        (CLOSED, "rest, sleep", ("Rest, sleep",)),
        (CLOSED, "work", ("Work",)),
        (Question("t", "T"), "any text", "any text"),
    ],
)
def test_cells_become_answers(question, cell, answer):
    assert answers.parse(question, cell) == answer


@pytest.mark.parametrize(
    ("question", "cell", "sentence"),
    [
        (GRADE, "Nine", "“Nine” is not one of: One, Two, Three, Four."),
        (YES_NO, "maybe", "“maybe” is neither yes nor no."),
        (AGE, "old", "“old” is not a number."),
        (AGE, "1000001", "“1000001” is not a number."),
        (CLOSED, "work, play", "“play” is not one of: Rest, sleep, Work."),
    ],
)
def test_cells_that_answer_nothing_are_refused_in_words(question, cell, sentence):
    with pytest.raises(answers.Unclear) as refusal:
        answers.parse(question, cell)
    assert str(refusal.value) == sentence


def test_answers_read_as_people_write_them():
    assert [answers.text_of(one) for one in (None, True, False, ("a", "b"), 3.0, 2.5, "x")] == [
        "",
        "yes",
        "no",
        "a, b",
        "3",
        "2.5",
        "x",
    ]


def ruleset(*rules, wishes=()):
    return RuleSet(questions=(GRADE, YES_NO, AGE, TOWN, TOPICS), rules=rules, wishes=wishes)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule(RuleKind.DIFFERENT, "town", "town"), "Never two people with the same “Town”."),
        (Rule(RuleKind.SAME, "town", "grade"), "Only people with the same “Town and Grade”."),
        (
            Rule(RuleKind.STEPS, "grade", "grade", at_least=1, at_most=2, strict=True),
            "On “Grade”, the mentor is 1 to 2 steps above the mentee. Whoever left it open is not matched.",
        ),
        (
            Rule(RuleKind.STEPS, "grade", "grade", at_most=-2),
            "On “Grade”, the mentor is at most 2 steps below the mentee.",
        ),
        (
            Rule(RuleKind.STEPS, "grade", "grade", at_least=0, at_most=0),
            "On “Grade”, the mentor is level with the mentee.",
        ),
        (Rule(RuleKind.SHARE, "topics", "topics", at_least=2), "They have at least 2 of “Topics” in common."),
        (Rule(RuleKind.BOTH_YES, "ok", "ok", strict=True), "Only people who both said yes to “Okay”."),
        (Rule(RuleKind.APART, pairs=(("a", "b"),)), "1 pair is never matched."),
    ],
)
def test_hard_rules_are_said_in_one_sentence(rule, sentence):
    assert words.rule(ruleset(rule), rule) == sentence


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(WishKind.SAME, "town", "town", points=1), "The same “Town” counts 1 point."),
        (
            Wish(WishKind.STEPS, "grade", "grade", steps=((1, 9), (2, 12))),
            "On “Grade”, the mentor's place counts: 1 step above the mentee: 9 points; 2 steps above the mentee:"
            " 12 points.",
        ),
        (
            Wish(WishKind.NEAR, "age", "age", points=2.5, width=10),
            "The closer on “Age”, the better: 2.5 points at the same step, none from 10 steps on.",
        ),
        (
            Wish(WishKind.COMMON, "topics", "topics", points=6, enough=2, only_if="ok"),
            "“Topics”: 6 points from 2 in common, fewer for fewer. It counts only for people who said yes to “Okay”.",
        ),
        (
            Wish(WishKind.COMMON, "topics", "topics", points=6, of=Of.EITHER),
            "“Topics”: 6 points when both named the same, a share of them for a share.",
        ),
    ],
)
def test_wishes_are_said_in_words(wish, sentence):
    assert words.wish(ruleset(wishes=(wish,)), wish) == sentence


def person(name, **given):
    return Person(name, name, given)


def test_reasons_name_what_both_show_and_add_the_rest_up():
    mentee = person("ash", grade="One", topics=("rest", "naps"), secret=("x",), asked_for=True)
    mentor = person("dara", grade="Three", topics=("Rest",), secret=("x",))
    reasons = words.reasons(RULES, mentee, mentor, (8, 3, 2))
    assert [str(reason) for reason in reasons] == [
        "Grade: One and Three (8)",
        "Topics: both rest (3)",
        "Further wishes (2)",
    ]
    assert [reason.shown for reason in reasons] == [True, True, False]


def test_a_change_in_what_is_hidden_changes_no_byte_of_what_is_told():
    mentor = person("dara", grade="Two", secret=("x", "y"))
    told = [
        words.reasons(RULES, person("ash", grade="One", secret=secret, asked_for=True), mentor, (4, 0, 2))
        for secret in (("x",), ("y",))
    ]
    assert told[0] == told[1]


TOGETHER = person("dara", grade="Three", town="Köln", ok=True, age=40.0, topics=("rest",))


@pytest.mark.parametrize(
    ("rule", "mentee", "allowed"),
    [
        (Rule(RuleKind.DIFFERENT, "town", "town"), person("a", town="KÖLN "), False),
        (Rule(RuleKind.DIFFERENT, "town", "town"), person("a", town="Bonn"), True),
        (Rule(RuleKind.DIFFERENT, "town", "town"), person("a"), True),
        (Rule(RuleKind.DIFFERENT, "town", "town", strict=True), person("a"), False),
        (Rule(RuleKind.SAME, "town", "town"), person("a", town="Köln"), True),
        (Rule(RuleKind.SAME, "town", "town"), person("a", town="Bonn"), False),
        (Rule(RuleKind.STEPS, "grade", "grade", at_least=1, at_most=2), person("a", grade="One"), True),
        (Rule(RuleKind.STEPS, "grade", "grade", at_most=1), person("a", grade="One"), False),
        (Rule(RuleKind.STEPS, "grade", "grade", at_least=0), person("a", grade="Four"), False),
        (Rule(RuleKind.STEPS, "grade", "grade", at_least=1), person("a", grade="gone"), True),
        (Rule(RuleKind.STEPS, "grade", "grade", at_least=1, strict=True), person("a", grade="gone"), False),
        (Rule(RuleKind.STEPS, "age", "age", at_least=10), person("a", age=30.4), True),
        (Rule(RuleKind.SHARE, "topics", "topics"), person("a", topics=("REST", "naps")), True),
        (Rule(RuleKind.SHARE, "topics", "topics", at_least=2), person("a", topics=("rest", "naps")), False),
        (Rule(RuleKind.SHARE, "topics", "topics"), person("a", topics=()), True),
        (Rule(RuleKind.BOTH_YES, "ok", "ok"), person("a", ok=True), True),
        (Rule(RuleKind.BOTH_YES, "ok", "ok"), person("a", ok=False), False),
        (Rule(RuleKind.APART, pairs=(("Dara", "A"),)), person("a"), False),
        (Rule(RuleKind.APART, pairs=(("dara", "b"),)), person("a"), True),
    ],
)
def test_a_pair_breaks_a_rule_or_keeps_it(rule, mentee, allowed):
    assert (judging.broken(ruleset(rule), mentee, TOGETHER) == []) is allowed


def test_each_side_has_its_own_questions_and_places():
    assert [question.key for question in RULES.asked_of(Side.MENTOR)] == ["grade", "employer", "topics", "secret"]
    assert (RULES.each(Side.MENTEE), RULES.each(Side.MENTOR)) == (1, 2)
    with pytest.raises(KeyError):
        RULES.question("nope")


def test_a_reason_for_the_same_answer_tells_it_once_in_the_words_of_the_first():
    rules = RuleSet("Spring", questions=(TOWN,), wishes=(Wish(WishKind.SAME, "town", "town", points=4),))
    one, other = Person("a", "A", {"town": "Köln"}), Person("b", "B", {"town": " köln"})
    (reason,) = words.reasons(rules, one, other, [4])
    assert (reason.label, reason.mentee, reason.mentor) == ("Town", "Köln", "Köln")


def test_nobody_has_anything_in_common_with_an_answer_that_is_not_there():
    assert words.common(None, ("rest",)) == words.common(("rest",), None) == ()
