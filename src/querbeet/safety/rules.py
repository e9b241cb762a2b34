"""The life of a call for help, who may do what with it, and the things of packages above that it can be about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.core.models import Record
from querbeet.safety.enums import Event, State

PAGE = "safety:reports"
REMIND = timedelta(days=1)
QUIET = timedelta(days=14)
KEPT = timedelta(days=180)
MOST_OPEN = 10

REPORT = Lifecycle(
    "call for help",
    start=State.RECEIVED,
    stages=(
        Stage(State.RECEIVED, "stewards", PAGE, Clock(REMIND)),
        Stage(State.TAKEN, "the steward who took it", PAGE, Clock(REMIND)),
        Stage(State.ANSWERED, "whoever asked", "safety:mine", Clock(QUIET, event=Event.CLOSE)),
        Stage(State.CLOSED, screen="safety:mine", end=True),
    ),
    steps=(
        (State.RECEIVED, Event.TAKE, State.TAKEN),
        (State.RECEIVED, Event.ANSWER, State.ANSWERED),
        (State.RECEIVED, Event.ADD, State.RECEIVED),
        (State.RECEIVED, Event.CLOSE, State.CLOSED),
        (State.TAKEN, Event.TAKE, State.TAKEN),
        (State.TAKEN, Event.ANSWER, State.ANSWERED),
        (State.TAKEN, Event.ADD, State.TAKEN),
        (State.TAKEN, Event.CLOSE, State.CLOSED),
        (State.ANSWERED, Event.ANSWER, State.ANSWERED),
        (State.ANSWERED, Event.ADD, State.TAKEN),
        (State.ANSWERED, Event.CLOSE, State.CLOSED),
    ),
)


class NobodyToRead(Refused):
    """Whoever asks for help has left out everybody who could read it."""


class TooManyOpen(Refused):
    """Many open calls of one person help nobody."""


class HasState(Protocol):
    state: str


@dataclass(frozen=True)
class Thing:
    """What a call for help can be about besides a person. Packages above declare theirs.

    `load` answers with the thing if this member is part of it, else None; `partner` with the other person in it, if
    there is one; `page` names the address where a steward may stop it.
    """

    slug: str
    label: str
    load: Callable[[Member, UUID], Record | None]
    partner: Callable[[Record, Member], Member | None]
    page: str


_things: dict[str, Thing] = {}


def declare(thing: Thing) -> None:
    """Make a kind of thing known, by its slug in addresses."""
    _things[thing.slug] = thing


def thing(slug: str) -> Thing | None:
    """The kind of thing with this slug."""
    return _things.get(slug)


def thing_of(label: str) -> Thing | None:
    """The kind of thing with this label of a model."""
    return next((one for one in _things.values() if one.label == label), None)


def check_readers(readers: int) -> None:
    """Raises `NobodyToRead`."""
    if not readers:
        raise NobodyToRead(_("Somebody has to read it. Leave at least one person in; what you wrote is still there."))


def check_open(number: int) -> None:
    """Raises `TooManyOpen`; `number` counts the open calls of the same person."""
    if number >= MOST_OPEN:
        raise TooManyOpen(_("You have several open calls already. Add to one of them; what you wrote is still there."))


def can_add(report: HasState) -> bool:
    """May whoever asked still add something?"""
    return REPORT.can(report.state, Event.ADD)


def can_answer(report: HasState) -> bool:
    """May a reader still answer?"""
    return REPORT.can(report.state, Event.ANSWER)


def forgotten(since: datetime, now: datetime) -> bool:
    """Is a closed call old enough to be deleted?"""
    return now - since > KEPT
