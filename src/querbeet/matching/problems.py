"""From people and a rule set to what the engine is asked: pure, the same for the web and the command line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from querbeet.programmes.enums import Of, QuestionKind, RuleKind, Side, WishKind
from querbeet.programmes.rules.answers import folded, text_of
from querbeet.programmes.rules.ruleset import Answer, Person, Question, Rule, RuleSet, Wish
from querbeet.programmes.rules.words import values
from querbeet_engine import Problem, scoring

MILLION = 1_000_000
"""The engine counts in millionths of a point."""

SHARE_OF: dict[Of, Literal["mentee", "mentor", "either"]] = {
    Of.MENTEE: "mentee",
    Of.MENTOR: "mentor",
    Of.EITHER: "either",
}

NOT_THESE = "apart"
"""Name of the one rule for pairs that never meet: lists, blocks, and nobody with themself. It names no cause."""

Pair = tuple[str, str]
"""Ids of a mentee and a mentor."""


@dataclass(frozen=True)
class Input:
    """A cohort: who is to be matched by which rules. Pairs are ids (mentee, mentor)."""

    ruleset: RuleSet
    mentees: Sequence[Person]
    mentors: Sequence[Person]
    apart: Iterable[Pair] = ()
    pinned: Iterable[Pair] = ()
    forbidden: Iterable[Pair] = ()
    row: dict[str, int] = field(init=False, default_factory=dict, repr=False)
    column: dict[str, int] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """People are put in the order of their ids, so that the order of a file changes nothing."""
        for side in ("mentees", "mentors"):
            object.__setattr__(self, side, tuple(sorted(getattr(self, side), key=lambda person: person.id.casefold())))
        for pairs in ("apart", "pinned", "forbidden"):
            object.__setattr__(self, pairs, tuple(getattr(self, pairs)))
        self.row.update({person.id.casefold(): index for index, person in enumerate(self.mentees)})
        self.column.update({person.id.casefold(): index for index, person in enumerate(self.mentors)})

    def positions(self, pairs: Iterable[Pair]) -> NDArray[np.int64]:
        """int64[*, 2]: rows of the pairs whose people are both here; each once."""
        found = {
            (self.row[mentee.casefold()], self.column[mentor.casefold()])
            for mentee, mentor in pairs
            if mentee.casefold() in self.row and mentor.casefold() in self.column
        }
        return np.array(sorted(found), np.int64).reshape(-1, 2)

    def kept_apart(self, mentee: Person, mentor: Person) -> bool:
        """Do lists, blocks, or being the same person stand between the two?"""
        pair = (mentee.id.casefold(), mentor.id.casefold())
        return any((one.casefold(), other.casefold()) == pair for one, other in _apart(self))


def capacity(ruleset: RuleSet, person: Person, side: Side) -> int:
    """How many partners a person has at most."""
    return ruleset.each(side) if person.capacity is None else person.capacity


def build(cohort: Input) -> Problem:
    """The engine's problem; fits are points x 1,000,000. Pins must be possible pairs."""
    scored = scored_pairs(cohort)
    return Problem(
        **scored.problem_fields(),
        capacity_mentee=_capacities(cohort, Side.MENTEE),
        capacity_mentor=_capacities(cohort, Side.MENTOR),
        pinned=cohort.positions(cohort.pinned).astype(np.int32),
        forbidden=cohort.positions(cohort.forbidden).astype(np.int32),
    )


def scored_pairs(cohort: Input) -> scoring.Scored:
    """Every possible pair with its points, and what made the others impossible."""
    columns = _Columns(cohort)
    profile = scoring.Profile(
        rules=(
            *(
                columns.rule(index, rule)
                for index, rule in enumerate(cohort.ruleset.rules)
                if rule.kind != RuleKind.APART
            ),
            scoring.rules.Apart(NOT_THESE, cohort.positions(_apart(cohort))),
        ),
        parts=tuple(columns.part(index, wish) for index, wish in enumerate(cohort.ruleset.wishes)),
        normalised=False,
    )
    sides = (scoring.People(len(people), held) for people, held in zip(columns.people, columns.held, strict=True))
    mentees, mentors = sides
    return scoring.build(mentees, mentors, profile)


def position(name: str) -> int | None:
    """The position of the rule behind a name that the engine was given; None for pairs kept apart."""
    return None if name == NOT_THESE else int(name.removeprefix("rule "))


def _apart(cohort: Input) -> list[Pair]:
    """Listed pairs in both directions, those given, and everyone with themself."""
    listed = [pair for rule in cohort.ruleset.rules for pair in rule.pairs]
    themselves = [(person.id, person.id) for person in cohort.mentees]
    return [*listed, *((other, one) for one, other in listed), *cohort.apart, *themselves]


def _capacities(cohort: Input, side: Side) -> list[int]:
    people = cohort.mentees if side == Side.MENTEE else cohort.mentors
    return [capacity(cohort.ruleset, person, side) for person in people]


class _Columns:
    """Columns for the engine, two (one a side) for each rule and wish."""

    def __init__(self, cohort: Input) -> None:
        self.ruleset = cohort.ruleset
        self.people = (cohort.mentees, cohort.mentors)
        self.held: tuple[dict[str, Any], ...] = ({}, {})

    def rule(self, index: int, rule: Rule) -> scoring.rules.Rule:
        name = f"rule {index}"
        ends = {"name": name, "mentee": name, "mentor": name}
        unanswered: Literal["keep", "remove"] = "remove" if rule.strict else "keep"
        match rule.kind:
            case RuleKind.DIFFERENT:
                self._put(name, self._coded(rule))
                return scoring.rules.Different(**ends, unanswered=unanswered)
            case RuleKind.SAME:
                self._put(name, self._coded(rule))
                return scoring.rules.Same(**ends, unanswered=unanswered)
            case RuleKind.STEPS:
                self._put(name, self._steps(rule))
                least = -MILLION if rule.at_least is None else rule.at_least
                most = MILLION if rule.at_most is None else rule.at_most
                return scoring.rules.Steps(**ends, at_least=least, at_most=most, unanswered=unanswered)
            case RuleKind.SHARE:
                self._put(name, self._sets(rule))
                return scoring.rules.Share(**ends, at_least=rule.at_least or 1, unanswered=unanswered)
            case RuleKind.BOTH_YES:
                said = [[int(answer is True) for answer in side] for side in self._answers(rule)]
                self._put(name, [np.array(side, np.int32) for side in said])
                return scoring.rules.Ready(**ends)
        raise AssertionError(rule.kind)

    def part(self, index: int, wish: Wish) -> scoring.parts.Part:
        name = f"wish {index}"
        ends: dict[str, Any] = {"name": name, "mentee": name, "mentor": name, "weight": wish.most}
        match wish.kind:
            case WishKind.SAME:
                self._put(name, self._coded(wish))
                return scoring.parts.Equal(**ends)
            case WishKind.STEPS:
                self._put(name, self._steps(wish))
                return scoring.parts.Ladder(**ends, values={step: points / wish.most for step, points in wish.steps})
            case WishKind.NEAR:
                self._put(name, self._steps(wish))
                return scoring.parts.Near(**ends, width=wish.width)
            case WishKind.COMMON:
                self._put(name, self._sets(wish))
                return scoring.parts.Common(**ends, of=wish.enough or SHARE_OF[wish.of])
        raise AssertionError(wish.kind)

    def _put(self, name: str, columns: Iterable[NDArray[np.generic]]) -> None:
        for held, column in zip(self.held, columns, strict=True):
            held[name] = column

    def _answers(self, rule: Rule | Wish) -> list[list[Answer | None]]:
        """The answers of both sides; none for people whom the wish's condition leaves out."""
        keys = (rule.mentee, rule.mentor)
        condition = getattr(rule, "only_if", "")
        return [
            [person.answers.get(key) if self._counts(person, condition, side) else None for person in people]
            for people, key, side in zip(self.people, keys, Side, strict=True)
        ]

    def _counts(self, person: Person, condition: str, side: Side) -> bool:
        if not condition or not self.ruleset.question(condition).asked.of(side):
            return True
        return person.answers.get(condition) is True

    def _coded(self, rule: Rule | Wish) -> Iterable[NDArray[np.generic]]:
        return scoring.coded(
            *([None if answer is None else folded(text_of(answer)) for answer in side] for side in self._answers(rule))
        )

    def _steps(self, rule: Rule | Wish) -> Iterable[NDArray[np.generic]]:
        question = self.ruleset.question(rule.mentee)
        return [np.array([_step(question, answer) for answer in side], np.int32) for side in self._answers(rule)]

    def _sets(self, rule: Rule | Wish) -> Iterable[NDArray[np.generic]]:
        return scoring.tagged(
            *([[folded(value) for value in values(answer)] for answer in side] for side in self._answers(rule))
        )


def _step(question: Question, answer: Answer | None) -> int:
    """Steps count from 0 so that -1 stays free for "not answered"; numbers are rounded to whole steps."""
    if answer is None:
        return -1
    if question.kind == QuestionKind.NUMBER:
        return round(float(answer)) + MILLION if not isinstance(answer, str | tuple) else -1
    return question.choices.index(answer) if answer in question.choices else -1
