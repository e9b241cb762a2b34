"""The life of a programme, as one table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.programmes.enums import Event, State


class NotNow(Refused):
    """The programme is not in a state in which this can happen."""


@dataclass(frozen=True)
class Step:
    """In `state`, `event` leads to `next`. `clock`: what ends the state by itself, if anything does."""

    state: State
    event: Event
    next: State
    clock: str = ""


LIFECYCLE = (
    Step(State.DRAFT, Event.OPEN, State.OPEN),
    Step(State.DRAFT, Event.COLLECTED, State.MATCHING),
    Step(State.OPEN, Event.COLLECTED, State.MATCHING),
    Step(State.MATCHING, Event.REOPEN, State.OPEN),
    Step(State.MATCHING, Event.START, State.RUNNING),
    Step(State.RUNNING, Event.CLOSE, State.CLOSED, clock="ends_on"),
    Step(State.OPEN, Event.CLOSE, State.CLOSED, clock="ends_on"),
    Step(State.CLOSED, Event.REOPEN, State.OPEN),
)


def events(state: str) -> list[Event]:
    """What may happen next, in order."""
    return [step.event for step in LIFECYCLE if step.state == state]


def after(state: str, event: str) -> State:
    """The state after an event. Raises `NotNow`."""
    for step in LIFECYCLE:
        if (step.state, step.event) == (state, event):
            return step.next
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
