"""The life of a programme, as one table."""

from datetime import timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.programmes.enums import Event, State

PAGE = "programmes:detail"
TWO_WEEKS, MONTH = Clock(timedelta(days=14)), Clock(timedelta(days=30))


class NotNow(Refused):
    """The programme is not in a state in which this can happen."""


PROGRAMME = Lifecycle(
    "programme",
    start=State.DRAFT,
    stages=(
        Stage(State.DRAFT, "coordinator", PAGE, MONTH),
        Stage(State.RECRUITING, "coordinator", PAGE, Clock(at="signup_until", event=Event.COLLECTED)),
        Stage(State.MATCHING, "coordinator", PAGE, TWO_WEEKS),
        Stage(State.RUNNING, "coordinator", PAGE, Clock(at="ends_on", event=Event.WIND_DOWN)),
        Stage(State.CLOSING, "coordinator", PAGE, TWO_WEEKS),
        Stage(State.CLOSED, screen=PAGE, end=True),
    ),
    steps=(
        (State.DRAFT, Event.OPEN, State.RECRUITING),
        (State.DRAFT, Event.COLLECTED, State.MATCHING),
        (State.RECRUITING, Event.COLLECTED, State.MATCHING),
        (State.RECRUITING, Event.START, State.RUNNING),
        (State.RECRUITING, Event.WIND_DOWN, State.CLOSING),
        (State.MATCHING, Event.START, State.RUNNING),
        (State.MATCHING, Event.REOPEN, State.RECRUITING),
        (State.MATCHING, Event.WIND_DOWN, State.CLOSING),
        (State.RUNNING, Event.WIND_DOWN, State.CLOSING),
        (State.CLOSING, Event.CLOSE, State.CLOSED),
        (State.CLOSING, Event.REOPEN, State.RUNNING),
    ),
)
ONLY_ROLLING = {(State.RECRUITING, Event.START)}
"""A rolling programme matches all the time and has no season of matching; the others go through it."""
NEVER_ROLLING = {(State.DRAFT, Event.COLLECTED), (State.RECRUITING, Event.COLLECTED)}


class HasLife(Protocol):
    state: str
    rolling: bool


def events(programme: HasLife) -> list[Event]:
    """What may happen next, in order."""
    return [Event(event) for event in PROGRAMME.events(programme.state) if _fits(programme, event)]


def _fits(programme: HasLife, event: str) -> bool:
    return (programme.state, event) not in (NEVER_ROLLING if programme.rolling else ONLY_ROLLING)


def after(programme: HasLife, event: str) -> State:
    """The state after an event. Raises `NotNow`."""
    if PROGRAMME.can(programme.state, event) and _fits(programme, event):
        return State(PROGRAMME.after(programme.state, event))
    label = State(programme.state).label
    raise NotNow(_("This cannot be done while the programme is “%(state)s”.") % {"state": label})


def path(programme: HasLife) -> list[dict[str, str]]:
    """The states on the usual way, marked as done, current or next."""
    way = [state for state in State if not (programme.rolling and state == State.MATCHING)]
    here = way.index(State(programme.state)) if programme.state in way else way.index(State.RECRUITING)
    marks = ["done"] * here + ["current"] + ["next"] * (len(way) - here - 1)
    return [{"label": str(one.label), "state": mark} for one, mark in zip(way, marks, strict=True)]


def can_enrol(programme: HasLife) -> bool:
    """May members sign up and change their answers? A rolling programme stays open while it runs."""
    return programme.state == State.RECRUITING or (programme.rolling and programme.state == State.RUNNING)


def check_enrol(programme: HasLife) -> None:
    """Raises `NotNow` where members may not sign up."""
    if not can_enrol(programme):
        raise NotNow(_("Sign-up for this programme is not open."))


def can_import(state: str) -> bool:
    """May coordinators bring people in?"""
    return state not in (State.CLOSING, State.CLOSED)


def check_import(state: str) -> None:
    """Raises `NotNow` where nobody may be brought in."""
    if not can_import(state):
        raise NotNow(_("This programme is closed."))


def can_match(programme: HasLife) -> bool:
    """May new pairs be proposed?"""
    return programme.state in (State.DRAFT, State.RECRUITING, State.MATCHING, State.RUNNING)


def check_match(programme: HasLife) -> None:
    """Raises `NotNow` where the programme is coming to its end."""
    if not can_match(programme):
        raise NotNow(_("This programme is coming to its end, so nobody is matched any more."))
