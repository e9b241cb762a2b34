"""Rule sets as TOML: read, refused in words, and written back."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from querbeet.programmes.enums import Asked, Objective, Of, QuestionKind, RuleKind, WishKind
from querbeet.programmes.rules import documents
from querbeet.programmes.rules import ruleset as rs
from querbeet.programmes.rules.ruleset import BadRules, Columns, Question, Rule, RuleSet, Wish
from querbeet.programmes.tests.factories import RULES

EXAMPLE = Path(__file__).parents[4] / "examples" / "uk-civil-service" / "rules.toml"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


EVERYTHING = RuleSet(
    name='A "name" with \\ and\nlines',
    questions=(
        Question("grade", "Grade", QuestionKind.ORDERED, choices=("One", "Two"), needed=True),
        Question("age", "Age", QuestionKind.NUMBER),
        Question("town", "Town", QuestionKind.CHOICE),
        Question("tongues", "Languages", QuestionKind.MULTI, facet="language"),
        Question("wants", "Wants", QuestionKind.YES_NO, Asked.MENTEE, shown=False, columns=("a", "b")),
        Question("ok", "Okay", QuestionKind.YES_NO),
    ),
    rules=(
        Rule(RuleKind.DIFFERENT, "town", "town", strict=True),
        Rule(RuleKind.SAME, "town", "town"),
        Rule(RuleKind.STEPS, "grade", "grade", at_least=-1, at_most=2, strict=True),
        Rule(RuleKind.STEPS, "age", "age", at_most=5),
        Rule(RuleKind.SHARE, "tongues", "tongues", at_least=2),
        Rule(RuleKind.BOTH_YES, "ok", "ok"),
        Rule(RuleKind.APART, pairs=(("a", "b"), ("c", "d"))),
    ),
    wishes=(
        Wish(WishKind.SAME, "town", "town", points=2.5, only_if="wants"),
        Wish(WishKind.STEPS, "grade", "grade", steps=((-1, 0.5), (1, 9))),
        Wish(WishKind.NEAR, "age", "age", points=3, width=10),
        Wish(WishKind.COMMON, "tongues", "tongues", points=1, of=Of.EITHER, enough=2),
    ),
    mentors_each=2,
    mentees_each=3,
    objective=Objective.STABLE,
    columns=Columns({"id": ("no",), "name": ("first", "last")}),
)


@pytest.mark.parametrize("ruleset", [EVERYTHING, RULES, RuleSet()])
def test_a_rule_set_written_and_read_is_the_same(ruleset):
    assert documents.load(documents.dump(ruleset)) == ruleset


def test_the_shipped_example_is_the_network_s_programme():
    ruleset = documents.load(EXAMPLE.read_text())
    assert (ruleset.mentors_each, ruleset.mentees_each, ruleset.objective) == (3, 3, Objective.COVERAGE)
    assert [(wish.kind, wish.most) for wish in ruleset.wishes] == [("steps", 12), ("same", 10), ("common", 6)]


TOWN = '[[questions]]\nkey = "town"\nkind = "choice"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "name = ",
            "The rules are not valid TOML: Invalid value (at end of document).",
        ),
        (
            "weights = 1",
            "Rules: “weights” means nothing here. Known: name, objective, mentors_each, mentees_each, columns,"
            " questions, rules, wishes.",
        ),
        ("name = 5", "name must be a text."),
        ('mentors_each = "2"', "mentors_each must be a whole number."),
        ("mentors_each = true", "mentors_each must be a whole number."),
        ("mentors_each = 0", "Nobody can have 0 people at a time; between 1 and 50 can."),
        ('objective = "luck"', "objective must be one of fair, coverage, total, stable."),
        ("columns = 3", "columns must be a table."),
        ("[columns]\nid = 3", "columns › id must be a text or a list of texts."),
        ("[columns]\nid = [3]", "columns › id must be a text or a list of texts."),
        ("questions = 3", "questions must be a list of tables."),
        ("questions = [3]", "questions 1 must be a table."),
        ('[[questions]]\nlabel = "x"', "questions 1 › key must be a text."),
        ('[[questions]]\nkey = "x"\nneeded = "no"', "questions 1 › needed must be true or false."),
        (
            TOWN + '[[rules]]\nquestion = "town"',
            "rules 1 › kind must be one of different, same, steps, share, both_yes, apart.",
        ),
        ('[[rules]]\nkind = "apart"\npairs = [["a"]]', "rules 1 › pairs must be a list of pairs of ids."),
        (TOWN + '[[wishes]]\nkind = "same"\nquestion = "town"\npoints = "x"', "wishes 1 › points must be a number."),
        (
            TOWN + '[[wishes]]\nkind = "steps"\nquestion = "town"\npoints = { one = 1 }',
            "wishes 1 › points must be a table such as { 1 = 9, 2 = 12 }.",
        ),
    ],
)
def test_what_is_wrong_in_a_document_is_said_with_its_place(text, sentence):
    with pytest.raises(BadRules) as refusal:
        documents.load(text)
    assert str(refusal.value) == sentence


def broken(**changes):
    return [*rs.problems(replace(EVERYTHING, **changes))]


def test_a_good_rule_set_has_no_problems():
    assert broken() == []
    assert rs.check(EVERYTHING) is EVERYTHING


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (EVERYTHING.questions[1], "Two questions have the key “age”."),
        (
            Question("x", "X", QuestionKind.ORDERED, choices=("one",)),
            "“X” goes upwards and so needs at least two choices.",
        ),
        (Question("x", "X", QuestionKind.CHOICE, choices=("One", "one")), "“X” lists a choice twice."),
    ],
)
def test_questions_that_cannot_work_are_named(question, sentence):
    assert sentence in broken(questions=(*EVERYTHING.questions, question))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule(RuleKind.SAME, "nope", "town"), "There is no question “nope”."),
        (Rule(RuleKind.BOTH_YES, "wants", "wants"), "“Wants” is not asked of every mentor."),
        (
            Rule(RuleKind.SAME, "tongues", "tongues"),
            "“Languages” has several answers at once; use “something in common” for it.",
        ),
        (
            Rule(RuleKind.STEPS, "town", "town", at_least=1),
            "“Town” and “Town” do not go upwards in the same way, so steps cannot be counted.",
        ),
        (Rule(RuleKind.BOTH_YES, "ok", "town"), "“Okay” is not a yes-or-no question of this programme."),
        (Rule(RuleKind.STEPS, "grade", "grade"), "The rule for “Grade” needs a smallest or a largest number of steps."),
        (
            Rule(RuleKind.STEPS, "grade", "grade", at_least=2, at_most=1),
            "The smallest number of steps for “Grade” is larger than the largest.",
        ),
    ],
)
def test_rules_that_cannot_work_are_named(rule, sentence):
    assert broken(rules=(rule,)) == [sentence]


def test_steps_between_different_lists_cannot_be_counted():
    other = Question("rank", "Rank", QuestionKind.ORDERED, choices=("A", "B"))
    rule = Rule(RuleKind.STEPS, "grade", "rank", at_least=1)
    assert broken(questions=(*EVERYTHING.questions, other), rules=(rule,)) == [
        "“Grade” and “Rank” have different choices, so steps cannot be counted."
    ]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(WishKind.SAME, "nope", "nope", points=1), "There is no question “nope”."),
        (Wish(WishKind.SAME, "town", "town"), "The points for “Town” must be above 0 and at most 1000."),
        (Wish(WishKind.STEPS, "grade", "grade"), "The points for “Grade” must be above 0 and at most 1000."),
        (
            Wish(WishKind.STEPS, "grade", "grade", steps=((1, 5), (2, -1))),
            "The points for “Grade” must be above 0 and at most 1000.",
        ),
        (
            Wish(WishKind.NEAR, "age", "age", points=1),
            "“As close as possible” for “Age” needs the number of steps at which it stops counting.",
        ),
        (
            Wish(WishKind.SAME, "town", "town", points=1, only_if="age"),
            "“age” is not a yes-or-no question of this programme.",
        ),
    ],
)
def test_wishes_that_cannot_work_are_named(wish, sentence):
    assert sentence in broken(wishes=(wish,))


def test_a_rule_between_two_questions_comes_back_as_it_was():
    rules = replace(RULES, wishes=(Wish(WishKind.SAME, "grade", "employer", points=3.0),))
    assert documents.load(documents.dump(rules)) == rules


def test_bytes_that_are_too_many_or_no_text_are_refused():
    with pytest.raises(BadRules, match="too large"):
        documents.from_bytes(b"#" * (documents.MOST_BYTES + 1))
    with pytest.raises(BadRules, match="UTF-8"):
        documents.from_bytes(b"name = '\xff'")
