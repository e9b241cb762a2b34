"""Small changes to a rule set, by position, as the pages that edit it need them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.utils.text import slugify
from django.utils.translation import gettext as _

from querbeet.programmes.enums import RuleKind
from querbeet.programmes.rules import ruleset as rs
from querbeet.programmes.rules.ruleset import BadRules, Question, Rule, RuleSet, Wish

One = TypeVar("One")


def at(many: Sequence[One], number: str) -> One | None:
    """The one at this position, None for a new one or a number that is none."""
    return many[int(number)] if number.isdigit() and int(number) < len(many) else None


def put(many: tuple[One, ...], number: str, one: One) -> tuple[One, ...]:
    """With `one` at this position, or at the end when it is new."""
    if at(many, number) is None:
        return (*many, one)
    return tuple(one if index == int(number) else other for index, other in enumerate(many))


def hard(ruleset: RuleSet) -> list[tuple[int, Rule]]:
    """The hard rules with their positions, without the list of pairs."""
    return [(number, rule) for number, rule in enumerate(ruleset.rules) if rule.kind != RuleKind.APART]


def steps_text(wish: Wish) -> str:
    """Points for steps as a person types them."""
    return ", ".join(f"{step}: {points:g}" for step, points in wish.steps)


def free_key(ruleset: RuleSet, label: str) -> str:
    """A key for a new question that no other has."""
    wanted = re.sub(r"[^a-z0-9]+", "_", slugify(label)).strip("_")[:32] or "question"
    keys = {question.key for question in ruleset.questions}
    names = (wanted if number == 1 else f"{wanted}_{number}" for number in range(1, len(keys) + 2))
    return next(name for name in names if name not in keys)


def with_question(ruleset: RuleSet, number: str, question: Question) -> RuleSet:
    """With a question changed or added."""
    return replace(ruleset, questions=put(ruleset.questions, number, question))


def with_apart(ruleset: RuleSet, pairs: Sequence[tuple[str, str]]) -> RuleSet:
    """With this list of pairs that are never matched."""
    others = tuple(rule for rule in ruleset.rules if rule.kind != RuleKind.APART)
    return replace(ruleset, rules=(*others, Rule(RuleKind.APART, pairs=tuple(pairs))) if pairs else others)


def without(ruleset: RuleSet, part: str, number: str) -> RuleSet:
    """Without one question, rule or wish. Raises `BadRules` for a question that a rule needs."""
    many: Sequence[Any] = getattr(ruleset, part)
    gone = at(many, number)
    if isinstance(gone, Question):
        used = {key for one in rs.compared(ruleset) for key in (one.mentee, one.mentor)}
        used |= {wish.only_if for wish in ruleset.wishes}
        if gone.key in used:
            raise BadRules(_("A rule needs “%(label)s”. Remove the rule first.") % {"label": gone.label})
    left: dict[str, Any] = {part: tuple(one for one in many if one is not gone)}
    return replace(ruleset, **left)
