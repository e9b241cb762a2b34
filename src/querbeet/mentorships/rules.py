"""The life of a proposal, as one table, and who may answer."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.mentorships.enums import Event, Reply, State

WAITS = timedelta(days=14)


class NoLongerOpen(Refused):
    """The proposal has ended."""


PROPOSAL = Lifecycle(
    "proposal",
    start=State.OFFERED,
    stages=(
        Stage(State.OFFERED, "both members", "mentorships:index", Clock(at="expires_at", event=Event.TIME)),
        Stage(State.ACCEPTED, screen="mentorships:index", end=True),
        Stage(State.LAPSED, screen="mentorships:index", end=True),
    ),
    steps=(
        (State.OFFERED, Event.BOTH_YES, State.ACCEPTED),
        (State.OFFERED, Event.TIME, State.LAPSED),
    ),
)


class HasLife(Protocol):
    state: str
    expires_at: datetime


def after(state: str, event: Event) -> State:
    """The state after an event. Raises `NoLongerOpen`."""
    if PROPOSAL.can(state, event):
        return State(PROPOSAL.after(state, event))
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
