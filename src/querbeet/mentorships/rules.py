"""The life of a proposal, as one table, and who may answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.mentorships.enums import Event, Reply, State

WAITS = timedelta(days=14)


class NoLongerOpen(Refused):
    """The proposal has ended."""


@dataclass(frozen=True)
class Step:
    """In `state`, `event` leads to `next`; `owner` must act, `clock` ends the wait."""

    state: State
    event: Event
    next: State
    owner: str
    clock: timedelta


LIFECYCLE = (
    Step(State.OFFERED, Event.BOTH_YES, State.ACCEPTED, "both members", WAITS),
    Step(State.OFFERED, Event.TIME, State.LAPSED, "the clock", WAITS),
)


class HasLife(Protocol):
    state: str
    expires_at: datetime


def after(state: str, event: Event) -> State:
    """The state after an event. Raises `NoLongerOpen`."""
    for step in LIFECYCLE:
        if (step.state, step.event) == (state, event):
            return step.next
    raise NoLongerOpen(_("This suggestion is no longer open."))


def can_answer(proposal: HasLife, now: datetime) -> bool:
    """May an answer still be given or changed?"""
    return proposal.state == State.OFFERED and now < proposal.expires_at


def check_answer(proposal: HasLife, now: datetime) -> None:
    """Raises `NoLongerOpen`."""
    if not can_answer(proposal, now):
        raise NoLongerOpen(_("This suggestion is no longer open."))


def comes_about(replies: Collection[str]) -> bool:
    """Have both said yes?"""
    return sorted(replies) == [Reply.YES, Reply.YES]
