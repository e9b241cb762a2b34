"""Rules, wishes and reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querbeet.programmes.enums import Of, RuleKind, WishKind
from querbeet.programmes.rules.answers import folded, text_of
from querbeet.programmes.rules.ruleset import Answer, Person, Rule, RuleSet, Wish


def points(number: float) -> str:
    """A number of points, in words."""
    return ngettext("%(number)s point", "%(number)s points", 1 if number == 1 else 2) % {"number": f"{number:g}"}


def label(ruleset: RuleSet, mentee: str, mentor: str) -> str:
    """What a rule or wish is about: the label of its question, or of both."""
    one, other = ruleset.question(mentee).label, ruleset.question(mentor).label
    return one if one == other else _("%(mentee)s and %(mentor)s") % {"mentee": one, "mentor": other}


def rule(ruleset: RuleSet, rule: Rule) -> str:
    """What a hard rule demands, as one sentence."""
    if rule.kind == RuleKind.APART:
        number = len(rule.pairs)
        return ngettext("%(number)d pair is never matched.", "%(number)d pairs are never matched.", number) % {
            "number": number
        }
    sentences = {
        RuleKind.DIFFERENT: _("Never two people with the same “%(label)s”."),
        RuleKind.SAME: _("Only people with the same “%(label)s”."),
        RuleKind.STEPS: _("On “%(label)s”, the mentor is %(steps)s."),
        RuleKind.SHARE: _("They have at least %(least)s of “%(label)s” in common."),
        RuleKind.BOTH_YES: _("Only people who both said yes to “%(label)s”."),
    }
    values = {
        "label": label(ruleset, rule.mentee, rule.mentor),
        "steps": span(rule.at_least, rule.at_most),
        "least": rule.at_least or 1,
    }
    open_answer = _("Whoever left it open is not matched.") if rule.strict and rule.kind != RuleKind.BOTH_YES else ""
    return f"{sentences[rule.kind] % values} {open_answer}".strip()


def span(least: int | None, most: int | None) -> str:
    """A range of steps that the mentor is above the mentee."""
    if least == most:
        return steps(least or 0)
    if most is None:
        return _("at least %(steps)s") % {"steps": steps(least or 0)}
    if least is None:
        return _("at most %(steps)s") % {"steps": steps(most)}
    return _("%(least)d to %(most)d steps above the mentee") % {"least": least, "most": most}


def steps(number: int) -> str:
    """How far the mentor is from the mentee."""
    if number == 0:
        return _("level with the mentee")
    if number > 0:
        return ngettext("%(n)d step above the mentee", "%(n)d steps above the mentee", number) % {"n": number}
    return ngettext("%(n)d step below the mentee", "%(n)d steps below the mentee", -number) % {"n": -number}


def wish(ruleset: RuleSet, wish: Wish) -> str:
    """What a wish is worth, as one or two sentences."""
    values = {
        "label": label(ruleset, wish.mentee, wish.mentor),
        "points": points(wish.points),
        "width": wish.width,
        "enough": wish.enough,
    }
    condition = ""
    if wish.only_if:
        asked = ruleset.question(wish.only_if).label
        condition = _("It counts only for people who said yes to “%(asked)s”.") % {"asked": asked}
    return f"{_wish_sentence(wish) % values} {condition}".strip()


def _wish_sentence(wish: Wish) -> str:
    match wish.kind:
        case WishKind.SAME:
            return _("The same “%(label)s” counts %(points)s.")
        case WishKind.STEPS:
            listed = "; ".join(f"{steps(step)}: {points(worth)}" for step, worth in wish.steps)
            return _("On “%(label)s”, the mentor's place counts: ") + listed.replace("%", "%%") + "."
        case WishKind.NEAR:
            return _(
                "The closer on “%(label)s”, the better: %(points)s at the same step, none from %(width)d steps on."
            )
    if wish.enough:
        return _("“%(label)s”: %(points)s from %(enough)d in common, fewer for fewer.")
    return {
        Of.MENTEE: _("“%(label)s”: %(points)s when all that the mentee named is there, a share of them for a share."),
        Of.MENTOR: _("“%(label)s”: %(points)s when all that the mentor named is there, a share of them for a share."),
        Of.EITHER: _("“%(label)s”: %(points)s when both named the same, a share of them for a share."),
    }[wish.of]


# Reasons for one pair


@dataclass(frozen=True)
class Reason:
    """Why a pair fits: what the two said to one question. Without a label it stands for all that is not told.

    `shown`: made from answers that the two see of each other, so that they may read it too.
    """

    label: str
    mentee: str
    mentor: str
    points: float
    shown: bool = True

    @property
    def text(self) -> str:
        """The reason as a phrase, in the language of the reader."""
        if not self.label:
            return _("Further wishes")
        if self.mentee == self.mentor:
            return _("%(label)s: both %(value)s") % {"label": self.label, "value": self.mentee}
        return _("%(label)s: %(mentee)s and %(mentor)s") % vars(self)

    def __str__(self) -> str:
        return f"{self.text} ({self.points:g})"


def reasons(ruleset: RuleSet, mentee: Person, mentor: Person, worth: Sequence[float]) -> list[Reason]:
    """The wishes that a pair meets; `worth` holds the points for each wish of the rule set.

    What the two do not see of each other is never named: its points are one sum at the end.
    """
    met = [(wish, number) for wish, number in zip(ruleset.wishes, worth, strict=True) if number > 0]
    told = [_told(ruleset, wish, mentee, mentor, number) for wish, number in met if _shown(ruleset, wish)]
    hidden = sum(number for wish, number in met if not _shown(ruleset, wish))
    return told + ([Reason("", "", "", hidden, shown=False)] if hidden else [])


def _shown(ruleset: RuleSet, wish: Wish) -> bool:
    keys = [key for key in (wish.mentee, wish.mentor, wish.only_if) if key]
    questions = [ruleset.question(key) for key in keys]
    return all(question.shown and not question.facet for question in questions)


def _told(ruleset: RuleSet, wish: Wish, mentee: Person, mentor: Person, number: float) -> Reason:
    one, other = mentee.answers.get(wish.mentee), mentor.answers.get(wish.mentor)
    if wish.kind == WishKind.COMMON:
        one = other = common(one, other)
    elif wish.kind == WishKind.SAME:
        other = one  # they may differ by capitals or spaces
    return Reason(ruleset.question(wish.mentee).label, text_of(one), text_of(other), number)


def common(one: Answer | None, other: Answer | None) -> tuple[str, ...]:
    """What two answers have in common, in the words of the first."""
    theirs = {folded(value) for value in values(other)}
    return tuple(value for value in values(one) if folded(value) in theirs)


def values(answer: Answer | None) -> tuple[str, ...]:
    """An answer as a set of texts."""
    if answer is None:
        return ()
    return answer if isinstance(answer, tuple) else (text_of(answer),)
