"""The one obvious next step in a mentorship, for one of those in it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from querbeet.mentorships.enums import Reply, Shape, State
from querbeet.mentorships.models.mentorship import Mentorship


@dataclass(frozen=True)
class Facts:
    """What the step depends on, all of it one's own or known to all."""

    fit: str = Reply.WAITING  # what one answered after the first talk
    resting: bool = False  # whether one takes a break oneself
    version: int = 0  # the newest version of the agreement
    signed: bool = False  # whether one has signed it
    complete: bool = False  # whether all have
    goodbye: bool = False  # whether one has said goodbye
    change: str = ""  # what one answered to a change that is offered, if one is


@dataclass(frozen=True)
class Step:
    """What to do next, and where; without a label there is nothing to do but wait."""

    title: str
    text: str
    label: str = ""
    href: str = ""


def next_step(mentorship: Mentorship, facts: Facts) -> Step:
    """What comes next for the one whose facts these are."""
    return {
        State.EXPLORING: _explore,
        State.ACTIVE: _go_on,
        State.ON_HOLD: _rest,
        State.ENDING: _say_goodbye,
    }.get(State(mentorship.state), _over)(mentorship, facts)


def _explore(mentorship: Mentorship, facts: Facts) -> Step:
    day = _day(mentorship.decide_by)
    if facts.fit == Reply.WAITING:
        text = _("Meet once, without any promise. Then each of you says alone, until %(day)s, whether it fits.")
        return Step(_("Have a first talk"), text % {"day": day}, _("How was it?"), _page(mentorship, "#after"))
    text = _("Nobody sees what you said. If all say yes, it begins at once; else it ends quietly on %(day)s.")
    return Step(_("You have answered"), text % {"day": day})


def _go_on(mentorship: Mentorship, facts: Facts) -> Step:
    if mentorship.shape == Shape.FLASH:
        text = _("Find a time and talk. It closes by itself afterwards, on %(day)s at the latest.")
        day = {"day": _day(mentorship.closes_at)}
        return Step(_("Have your talk"), text % day, _("We have talked"), _at("ending", mentorship))
    agreement = _at("agreement", mentorship)
    if not facts.version:
        text = _("How often, by which way, what stays between you: five minutes now save many later.")
        return Step(_("Agree on how you do it"), text, _("Write it down"), agreement)
    if not facts.signed:
        return Step(_("Read and sign"), _("There is a version that you have not signed yet."), _("Read it"), agreement)
    if not facts.complete:
        return Step(_("You have signed"), _("It holds as soon as all have signed."), _("Read it"), agreement)
    return Step(_("You are under way"), _("Meet, write, take the next small step."), "", "")


def _rest(mentorship: Mentorship, facts: Facts) -> Step:
    if facts.resting:
        text = _("Nobody is told that it is you, or why. Come back when it suits you.")
        return Step(_("You take a break"), text, _("I am back"), _at("break", mentorship))
    return Step(_("It rests"), _("That happens. It goes on when all are back; nobody can write meanwhile."))


def _say_goodbye(mentorship: Mentorship, facts: Facts) -> Step:
    day = {"day": _day(mentorship.closes_at)}
    if facts.goodbye:
        return Step(_("You have said goodbye"), _("It closes when all have, or on %(day)s.") % day)
    text = _("Talk once more if you like, keep what you take along, and thank each other. It closes on %(day)s.")
    return Step(_("Say goodbye"), text % day, _("Say goodbye"), _at("farewell", mentorship))


def _over(mentorship: Mentorship, facts: Facts) -> Step:
    text = _("What you wrote down for yourself stays yours.")
    return Step(_("It has ended"), text, _("What you take along"), _at("farewell", mentorship))


def _at(name: str, mentorship: Mentorship) -> str:
    return reverse(f"mentorships:{name}", args=[mentorship.pk])


def _page(mentorship: Mentorship, part: str) -> str:
    return _at("mentorship", mentorship) + part


def _day(moment: datetime | None) -> str:
    return date_format(moment, "DATE_FORMAT") if moment else ""
