"""The life of a programme, as one table."""

from datetime import timedelta

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.programmes.enums import Event, State

PAGE = "programmes:detail"
MONTH = Clock(timedelta(days=30))


class NotNow(Refused):
    """The programme is not in a state in which this can happen."""


PROGRAMME = Lifecycle(
    "programme",
    start=State.DRAFT,
    stages=(
        Stage(State.DRAFT, "coordinator", PAGE, MONTH),
        Stage(State.OPEN, "coordinator", PAGE, Clock(at="ends_on", event=Event.CLOSE)),
        Stage(State.MATCHING, "coordinator", PAGE, MONTH),
        Stage(State.RUNNING, "coordinator", PAGE, Clock(at="ends_on", event=Event.CLOSE)),
        Stage(State.CLOSED, "coordinator", PAGE, MONTH),
    ),
    steps=(
        (State.DRAFT, Event.OPEN, State.OPEN),
        (State.DRAFT, Event.COLLECTED, State.MATCHING),
        (State.OPEN, Event.COLLECTED, State.MATCHING),
        (State.MATCHING, Event.REOPEN, State.OPEN),
        (State.MATCHING, Event.START, State.RUNNING),
        (State.RUNNING, Event.CLOSE, State.CLOSED),
        (State.OPEN, Event.CLOSE, State.CLOSED),
        (State.CLOSED, Event.REOPEN, State.OPEN),
    ),
)


def events(state: str) -> list[Event]:
    """What may happen next, in order."""
    return [Event(event) for event in PROGRAMME.events(state)]


def after(state: str, event: str) -> State:
    """The state after an event. Raises `NotNow`."""
    if PROGRAMME.can(state, event):
        return State(PROGRAMME.after(state, event))
    raise NotNow(_("This cannot be done while the programme is “%(state)s”.") % {"state": State(state).label})


def path(state: str) -> list[dict[str, str]]:
    """The states on the usual way, marked as done, current or next."""
    way = [State.DRAFT, State.OPEN, State.MATCHING, State.RUNNING, State.CLOSED]
    here = way.index(State(state))
    marks = ["done"] * here + ["current"] + ["next"] * (len(way) - here - 1)
    return [{"label": str(one.label), "state": mark} for one, mark in zip(way, marks, strict=True)]


def can_enrol(state: str) -> bool:
    """May members sign up and change their answers?"""
    return state == State.OPEN


def check_enrol(state: str) -> None:
    """Raises `NotNow` where members may not sign up."""
    if not can_enrol(state):
        raise NotNow(_("Sign-up for this programme is not open."))


def can_import(state: str) -> bool:
    """May coordinators bring people in?"""
    return state != State.CLOSED


def check_import(state: str) -> None:
    """Raises `NotNow` where nobody may be brought in."""
    if not can_import(state):
        raise NotNow(_("This programme is closed."))
