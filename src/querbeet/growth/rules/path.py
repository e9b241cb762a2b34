"""The way from learning to passing on. It invites and never pushes: every step is the member's own word."""

from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.growth.enums import CompanyEvent, CompanyState, PathEvent, PathState

PAGE = "growth:path"
ASKS_AGAIN = timedelta(days=180)  # after "not now"
INVITED = timedelta(days=90)  # after an invitation that nobody answered
YEARLY = timedelta(days=365)
WAITS = timedelta(days=14)  # for a guide to answer
TOGETHER = timedelta(days=120)  # how long one looks over a shoulder

PATH = Lifecycle(
    "path",
    start=PathState.MENTEE,
    stages=(
        Stage(PathState.MENTEE, "the member", PAGE, Clock(YEARLY)),
        Stage(PathState.REFLECTING, "the member", PAGE, Clock(at="asks_at")),
        Stage(PathState.SHADOWING, "the member", PAGE, Clock(at="asks_at")),
        Stage(PathState.CO_MENTOR, "the member", PAGE, Clock(at="asks_at")),
        Stage(PathState.MENTOR, "the member", PAGE, Clock(at="asks_at")),
        Stage(PathState.SUPERVISOR, "the member", PAGE, Clock(at="asks_at")),
    ),
    steps=(
        (PathState.MENTEE, PathEvent.INVITE, PathState.REFLECTING),
        (PathState.MENTEE, PathEvent.MENTORS, PathState.MENTOR),
        (PathState.REFLECTING, PathEvent.YES, PathState.SHADOWING),
        (PathState.REFLECTING, PathEvent.NOT_NOW, PathState.REFLECTING),
        (PathState.REFLECTING, PathEvent.MENTORS, PathState.MENTOR),
        (PathState.SHADOWING, PathEvent.READY, PathState.CO_MENTOR),
        (PathState.SHADOWING, PathEvent.NOT_NOW, PathState.SHADOWING),
        (PathState.SHADOWING, PathEvent.BACK, PathState.REFLECTING),
        (PathState.CO_MENTOR, PathEvent.READY, PathState.MENTOR),
        (PathState.CO_MENTOR, PathEvent.NOT_NOW, PathState.CO_MENTOR),
        (PathState.CO_MENTOR, PathEvent.BACK, PathState.SHADOWING),
        (PathState.MENTOR, PathEvent.READY, PathState.SUPERVISOR),
        (PathState.MENTOR, PathEvent.NOT_NOW, PathState.MENTOR),
        (PathState.MENTOR, PathEvent.BACK, PathState.CO_MENTOR),
        (PathState.SUPERVISOR, PathEvent.NOT_NOW, PathState.SUPERVISOR),
        (PathState.SUPERVISOR, PathEvent.BACK, PathState.MENTOR),
    ),
)
ORDER = tuple(stage.state for stage in PATH.stages)
PASSING_ON = ORDER[2:]  # whoever is here passes on, or has begun to
MENTORING = ORDER[3:]

COMPANY = Lifecycle(
    "looking over a shoulder",
    start=CompanyState.ASKED,
    stages=(
        Stage(CompanyState.ASKED, "the one who is asked", PAGE, Clock(at="ends_at", event=CompanyEvent.TIME)),
        Stage(CompanyState.TOGETHER, "both", PAGE, Clock(at="ends_at", event=CompanyEvent.TIME)),
        Stage(CompanyState.OVER, screen=PAGE, end=True),
        Stage(CompanyState.LAPSED, screen=PAGE, end=True),
    ),
    steps=(
        (CompanyState.ASKED, CompanyEvent.YES, CompanyState.TOGETHER),
        (CompanyState.ASKED, CompanyEvent.TAKE_BACK, CompanyState.LAPSED),
        (CompanyState.ASKED, CompanyEvent.TIME, CompanyState.LAPSED),
        (CompanyState.TOGETHER, CompanyEvent.END, CompanyState.OVER),
        (CompanyState.TOGETHER, CompanyEvent.TIME, CompanyState.OVER),
    ),
)


class NotThere(Refused):
    """The path does not lead there from here."""


class Asked(Refused):
    """Somebody was asked already, or has no room."""


class Wants(Protocol):
    places: int


def after(state: str, event: PathEvent) -> PathState:
    """The state after an event. Raises `NotThere`."""
    if PATH.can(state, event):
        return PathState(PATH.after(state, event))
    raise NotThere(_("That step is not next on your way. Nothing was changed."))


def company_after(state: str, event: CompanyEvent) -> CompanyState:
    """The state after an event. Raises `NotThere`."""
    if COMPANY.can(state, event):
        return CompanyState(COMPANY.after(state, event))
    raise NotThere(_("This is over already. Nothing was changed."))


def asks_at(event: PathEvent, now: datetime) -> datetime:
    """When to ask again, softly: after "not now" at most twice a year."""
    if event == PathEvent.INVITE:
        return now + INVITED
    return now + ASKS_AGAIN


def can_guide(state: str) -> bool:
    """May somebody here let others look over their shoulder?"""
    return state in (PathState.MENTOR, PathState.SUPERVISOR)


def check_guide(state: str) -> None:
    """Raises `NotThere`."""
    if not can_guide(state):
        raise NotThere(_("That is for people who mentor. Nothing was changed."))


def can_ask(state: str, open_already: int) -> bool:
    """May somebody here ask a guide? One at a time."""
    return state == PathState.SHADOWING and open_already == 0


def check_ask(state: str, open_already: int) -> None:
    """Raises `NotThere` and `Asked`."""
    if state != PathState.SHADOWING:
        raise NotThere(_("That step is not next on your way. Nothing was changed."))
    if open_already:
        raise Asked(_("You have asked somebody already. One at a time is enough."))


def can_hold_rounds(state: str) -> bool:
    """May somebody here open a circle of mentors?"""
    return state == PathState.SUPERVISOR


def can_join_rounds(state: str) -> bool:
    """May somebody here sit in a circle of mentors?"""
    return state in MENTORING


def check_hold_rounds(state: str) -> None:
    """Raises `NotThere`."""
    if not can_hold_rounds(state):
        raise NotThere(_("Circles of mentors are opened by people who are there for mentors. Nothing was changed."))


def check_join_rounds(state: str) -> None:
    """Raises `NotThere`."""
    if not can_join_rounds(state):
        raise NotThere(_("Circles of mentors are for people who mentor. Nothing was changed."))
