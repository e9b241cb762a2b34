"""Check-ins: when each is asked, and what its answers come to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.growth.enums import Between, CheckEvent, CheckState, Helps, Spoke

PAGE = "growth:check"
FIRST, SECOND, EVERY = 7, 30, 60  # days after a mentoring began
NUDGES = timedelta(days=3)  # after its day
ENDS = timedelta(days=7)

CHECK = Lifecycle(
    "check-in",
    start=CheckState.PLANNED,
    stages=(
        Stage(CheckState.PLANNED, "the clock", "growth:checks", Clock(at="due_at", event=CheckEvent.DUE)),
        Stage(CheckState.OPEN, "the one who is asked", PAGE, Clock(wait=NUDGES, event=CheckEvent.NUDGE)),
        Stage(CheckState.NUDGED, "the one who is asked", PAGE, Clock(at="ends_at", event=CheckEvent.TIME)),
        Stage(CheckState.ANSWERED, screen=PAGE, end=True),
        Stage(CheckState.LAPSED, screen="growth:checks", end=True),
    ),
    steps=(
        (CheckState.PLANNED, CheckEvent.DUE, CheckState.OPEN),
        (CheckState.PLANNED, CheckEvent.DROP, CheckState.LAPSED),
        (CheckState.OPEN, CheckEvent.NUDGE, CheckState.NUDGED),
        (CheckState.OPEN, CheckEvent.ANSWER, CheckState.ANSWERED),
        (CheckState.OPEN, CheckEvent.DROP, CheckState.LAPSED),
        (CheckState.NUDGED, CheckEvent.ANSWER, CheckState.ANSWERED),
        (CheckState.NUDGED, CheckEvent.TIME, CheckState.LAPSED),
        (CheckState.NUDGED, CheckEvent.DROP, CheckState.LAPSED),
    ),
)
OPEN = (CheckState.OPEN, CheckState.NUDGED)


class NotOpen(Refused):
    """The check-in does not wait for an answer."""


class HasLife(Protocol):
    state: str
    member_id: UUID


def after(state: str, event: CheckEvent) -> CheckState:
    """The state after an event. Raises `NotOpen`."""
    if CHECK.can(state, event):
        return CheckState(CHECK.after(state, event))
    raise NotOpen(_("This check-in does not wait for an answer any more. Nothing was changed."))


def day_after(day: int) -> int:
    """The day of the check-in that follows the one of this day; 0 for the first."""
    if day < FIRST:
        return FIRST
    return SECOND if day < SECOND else day + EVERY


def next_day(last: int, began_at: datetime, now: datetime) -> int:
    """The day of the next check-in after the one of `last`; those that nobody could answer any more are left out."""
    day = day_after(last)
    while due(began_at, day) + ENDS <= now:
        day = day_after(day)
    return day


def due(began_at: datetime, day: int) -> datetime:
    """When the check-in of this day is asked."""
    return began_at + timedelta(days=day)


def can_answer(check: HasLife, member: UUID) -> bool:
    """May this member answer it?"""
    return check.member_id == member and check.state in OPEN


def check_answer(check: HasLife, member: UUID) -> None:
    """Raises `NotOpen`."""
    if not can_answer(check, member):
        raise NotOpen(_("This check-in does not wait for an answer any more. Nothing was changed."))


def unsafe(answers: Mapping[str, str]) -> bool:
    """Does somebody say that they do not feel safe?"""
    return answers.get("between") == Between.UNSAFE


def low(answers: Mapping[str, str]) -> bool:
    """Do these answers say that the two could use a hand?

    "I don't feel safe" is not among it: it leads to help, and reaches nobody unless the person wants that.
    """
    return (
        answers.get("spoke") == Spoke.NO
        or answers.get("between") == Between.STUCK
        or answers.get("helps") == Helps.NOT_YET
    )
