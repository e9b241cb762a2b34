"""Why two people were paired, and why somebody stayed without, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querbeet.matching.enums import Why
from querbeet.programmes.enums import Side
from querbeet.programmes.rules import words
from querbeet.programmes.rules.ruleset import RuleSet


def why_left(ruleset: RuleSet, side: Side, why: str, rule: int | None, number: int) -> str:
    """The sentence for somebody without a match. It names a rule or a shortage, never another person."""
    mentee = side == Side.MENTEE
    match Why(why):
        case Why.NOBODY:
            return _("There are no mentors yet.") if mentee else _("There are no mentees yet.")
        case Why.NO_ROOM:
            return _("Said that they have no room at present.")
        case Why.RULE:
            return _("No one is possible. One rule alone stands against everybody: %(rule)s") % {
                "rule": _rule(ruleset, rule)
            }
        case Why.RULES if rule is not None:
            return _("No one is possible. The rule that stands against most of them (%(number)d): %(rule)s") % {
                "number": number,
                "rule": _rule(ruleset, rule),
            }
        case Why.RULES:
            return _("No one is possible under the rules.")
        case Why.FULL:
            return ngettext(
                "%(number)d mentor would be possible, and has as many mentees as there is room for.",
                "%(number)d mentors would be possible, and all have as many mentees as there is room for.",
                number,
            ) % {"number": number}
        case Why.WORTH:
            return _(
                "A match would be possible, but would make the others worse. Choose “everyone someone” to change it."
            )
        case Why.NOT_NEEDED:
            return ngettext(
                "%(number)d mentee would be possible, and fits better with others.",
                "%(number)d mentees would be possible, and fit better with others.",
                number,
            ) % {"number": number}


def _rule(ruleset: RuleSet, position: int | None) -> str:
    return words.rule(ruleset, ruleset.rules[position or 0])
