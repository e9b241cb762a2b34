"""What a programme asks and how it matches: plain values, the same for the web, the command line and the engine."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.programmes.enums import Asked, Objective, Of, QuestionKind, RuleKind, Side, WishKind

Answer = str | tuple[str, ...] | bool | float
"""A text or one choice, several choices, yes or no, a number. Whoever did not answer has no entry."""

MOST_POINTS = 1000
MOST_EACH = 50  # people at a time, either way


class BadRules(Refused):
    """Rules that contradict themselves or ask for what is not there."""


@dataclass(frozen=True)
class Question:
    """One thing asked. `columns` are further names it may have in a spreadsheet.

    `shown`: the two people of a pair see each other's answer; else it counts and is told to nobody but coordinators.
    `facet`: members are not asked; what they say about themselves counts, and no run ever tells it.
    """

    key: str
    label: str
    kind: QuestionKind = QuestionKind.TEXT
    asked: Asked = Asked.BOTH
    choices: tuple[str, ...] = ()
    shown: bool = True
    needed: bool = False
    columns: tuple[str, ...] = ()
    facet: str = ""


@dataclass(frozen=True)
class Rule:
    """A hard rule between the mentee's answer to one question and the mentor's to the same or another.

    `at_least`, `at_most`: steps (STEPS), or how many things in common (SHARE, `at_least`). `pairs`: ids (APART).
    `strict`: a pair where one of the two did not answer is impossible too.
    """

    kind: RuleKind
    mentee: str = ""
    mentor: str = ""
    at_least: int | None = None
    at_most: int | None = None
    strict: bool = False
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wish:
    """Points for a pair. `steps` (STEPS): points for each number of steps that the mentor is above the mentee.

    `width` (NEAR): steps apart at which nothing is left. `of` (COMMON): what the share is taken of; `enough`, when
    set: so many things in common are worth all the points. `only_if`: a yes-or-no question; whoever of those asked
    did not say yes gets no points from this wish.
    """

    kind: WishKind
    mentee: str
    mentor: str
    points: float = 0
    steps: tuple[tuple[int, float], ...] = ()
    width: int = 0
    of: Of = Of.MENTEE
    enough: int = 0
    only_if: str = ""

    @property
    def most(self) -> float:
        """The most points this wish can give."""
        return max(points for _step, points in self.steps) if self.kind == WishKind.STEPS else self.points


@dataclass(frozen=True)
class Columns:
    """Names that the general columns of a spreadsheet have in this programme, by `Field` value."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleSet:
    """All of a programme that matching needs."""

    name: str = ""
    questions: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()
    wishes: tuple[Wish, ...] = ()
    mentors_each: int = 1
    mentees_each: int = 1
    objective: Objective = Objective.FAIR
    columns: Columns = Columns()

    def question(self, key: str) -> Question:
        """The question with this key; KeyError where there is none."""
        return next(iter(q for q in self.questions if q.key == key), None) or _missing(key)

    def asked_of(self, side: Side) -> tuple[Question, ...]:
        """The questions of one side, in order."""
        return tuple(question for question in self.questions if question.asked.of(side))

    def each(self, side: Side) -> int:
        """How many partners a person of this side has at most, unless they say otherwise."""
        return self.mentors_each if side == Side.MENTEE else self.mentees_each


@dataclass(frozen=True)
class Person:
    """Somebody to be matched. `capacity` None: as many as the programme gives everyone."""

    id: str
    name: str
    answers: Mapping[str, Answer]
    capacity: int | None = None
    contact: str = ""


def _missing(key: str) -> Question:
    raise KeyError(key)


def compared(ruleset: RuleSet) -> list[Rule | Wish]:
    """All rules and wishes: each compares an answer of a mentee with one of a mentor."""
    return [*ruleset.rules, *ruleset.wishes]


# Checks


def check(ruleset: RuleSet) -> RuleSet:
    """The same rule set. Raises `BadRules` with a sentence for the first thing that cannot work."""
    for sentence in problems(ruleset):
        raise BadRules(sentence)
    return ruleset


def problems(ruleset: RuleSet) -> Iterator[str]:
    """What cannot work, one sentence each."""
    for each in (ruleset.mentors_each, ruleset.mentees_each):
        if not 1 <= each <= MOST_EACH:
            yield _("Nobody can have %(number)s people at a time; between 1 and %(most)s can.") % {
                "number": each,
                "most": MOST_EACH,
            }
    keys = [question.key for question in ruleset.questions]
    for question in ruleset.questions:
        if keys.count(question.key) > 1:
            yield _("Two questions have the key “%(key)s”.") % {"key": question.key}
        if question.kind == QuestionKind.ORDERED and len(question.choices) < 2:
            yield _("“%(label)s” goes upwards and so needs at least two choices.") % {"label": question.label}
        folded = [choice.casefold() for choice in question.choices]
        if len(set(folded)) < len(folded):
            yield _("“%(label)s” lists a choice twice.") % {"label": question.label}
    for rule in ruleset.rules:
        yield from _rule_problems(ruleset, rule)
    for wish in ruleset.wishes:
        yield from _wish_problems(ruleset, wish)


def _rule_problems(ruleset: RuleSet, rule: Rule) -> Iterator[str]:
    if rule.kind == RuleKind.APART:
        return
    pair = yield from _pair(ruleset, rule.mentee, rule.mentor)
    if pair is None:
        return
    yield from _kind_problems(rule.kind, pair)
    if rule.kind == RuleKind.STEPS:
        if rule.at_least is None and rule.at_most is None:
            yield _("The rule for “%(label)s” needs a smallest or a largest number of steps.") % {
                "label": pair[0].label
            }
        elif rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
            yield _("The smallest number of steps for “%(label)s” is larger than the largest.") % {
                "label": pair[0].label
            }


def _wish_problems(ruleset: RuleSet, wish: Wish) -> Iterator[str]:
    pair = yield from _pair(ruleset, wish.mentee, wish.mentor)
    if pair is None:
        return
    yield from _kind_problems(wish.kind, pair)
    label = {"label": pair[0].label, "most": MOST_POINTS}
    given = [points for _step, points in wish.steps] if wish.kind == WishKind.STEPS else [wish.points]
    if not given or max(given) <= 0 or min(given) < 0 or max(given) > MOST_POINTS:
        yield _("The points for “%(label)s” must be above 0 and at most %(most)s.") % label
    if wish.kind == WishKind.NEAR and wish.width < 1:
        yield _("“As close as possible” for “%(label)s” needs the number of steps at which it stops counting.") % label
    if wish.only_if:
        found = [question for question in ruleset.questions if question.key == wish.only_if]
        if not found or found[0].kind != QuestionKind.YES_NO:
            yield _("“%(key)s” is not a yes-or-no question of this programme.") % {"key": wish.only_if}


def _pair(ruleset: RuleSet, mentee: str, mentor: str) -> Generator[str, None, tuple[Question, Question] | None]:
    found: list[Question] = []
    for side, key in ((Side.MENTEE, mentee), (Side.MENTOR, mentor)):
        match = [question for question in ruleset.questions if question.key == key]
        if not match:
            yield _("There is no question “%(key)s”.") % {"key": key}
        elif not match[0].asked.of(side):
            yield _("“%(label)s” is not asked of every %(side)s.") % {"label": match[0].label, "side": side.label}
        found += match
    return (found[0], found[1]) if len(found) == 2 else None


def _kind_problems(kind: RuleKind | WishKind, pair: tuple[Question, Question]) -> Iterator[str]:
    one, other = pair
    label = {"label": one.label, "other": other.label}
    match kind.value:
        case "different" | "same" if one.kind.is_set or other.kind.is_set:
            yield _("“%(label)s” has several answers at once; use “something in common” for it.") % label
        case "steps" | "near" if not (one.kind.has_steps and other.kind == one.kind):
            yield (
                _("“%(label)s” and “%(other)s” do not go upwards in the same way, so steps cannot be counted.") % label
            )
        case "steps" | "near" if one.choices != other.choices:
            yield _("“%(label)s” and “%(other)s” have different choices, so steps cannot be counted.") % label
        case "both_yes" if {one.kind, other.kind} != {QuestionKind.YES_NO}:
            yield _("“%(label)s” is not a yes-or-no question of this programme.") % label
