"""Who may do what in a mentorship, and when it goes on without somebody."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.mentorships.enums import Event, Side, State
from querbeet.mentorships.models.mentorship import Mentorship


class NotYours(Refused):
    """The act needs somebody else."""


class NotNow(Refused):
    """The state of the mentorship does not allow it."""

    def __init__(self) -> None:
        super().__init__(_("That is not possible at the moment. Nothing was changed."))


def goes_on(sides: Collection[str]) -> bool:
    """Can those who stay go on among themselves? It takes two, and somebody on each side unless all are equals."""
    if len(sides) < 2:
        return False
    learning = {Side.MENTEE, Side.PEER} & set(sides)
    return bool(learning) and (Side.MENTEE not in sides or Side.MENTOR in sides)


def end_event(mentorship: Mentorship) -> Event:
    """How it ends when somebody ends it: with a goodbye, or without one where it never began."""
    return Event.END if mentorship.began_at else Event.STOP


def resume_event(mentorship: Mentorship) -> Event:
    """Where a break leads back to."""
    return Event.RESUME if mentorship.began_at else Event.RESUME_TALKS


def can_rest(state: str) -> bool:
    """May somebody take a break, or make theirs longer?"""
    return state in (State.EXPLORING, State.ACTIVE, State.ON_HOLD)


def check_rest(state: str) -> None:
    """Raises `NotNow`."""
    if not can_rest(state):
        raise NotNow


def can_say_goodbye(state: str) -> bool:
    """May one write down what one takes along, and thank the others?"""
    return state in (State.ENDING, State.CLOSED)


def check_say_goodbye(state: str) -> None:
    """Raises `NotNow`."""
    if not can_say_goodbye(state):
        raise NotNow


def can_agree(state: str) -> bool:
    """May an agreement be written or signed?"""
    return state in (State.EXPLORING, State.ACTIVE)


def check_agree(state: str) -> None:
    """Raises `NotNow`."""
    if not can_agree(state):
        raise NotNow


def can_change(state: str, sides: Collection[str]) -> bool:
    """May a change be offered? To two who are under way: in a group one simply steps out."""
    return state == State.ACTIVE and sorted(sides) == [Side.MENTEE, Side.MENTOR]


def check_change(state: str, sides: Collection[str]) -> None:
    """Raises `NotNow`."""
    if not can_change(state, sides):
        raise NotNow


def can_freeze(by: Member, people: Collection[object]) -> bool:
    """Stewards and coordinators may, in what they are not part of; `people`: the ids of those who are."""
    return (by.stewards or by.coordinates) and by.pk not in people


def check_freeze(by: Member, people: Collection[object]) -> None:
    """Raises `NotYours`."""
    if not can_freeze(by, people):
        raise NotYours(_("Only stewards or coordinators who are not part of it can do that. Nothing was changed."))
