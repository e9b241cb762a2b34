"""The life of a run, as one table, and what each step needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.matching.enums import RunState

STALLS = timedelta(minutes=10)


class NobodyToMatch(Refused):
    """Matching needs somebody on both sides."""


class NotFinished(Refused):
    """Only a finished run can be published."""


@dataclass(frozen=True)
class Step:
    """In `state`, `event` leads to `next`; `owner` must act, `clock` ends a state that lasts too long."""

    state: RunState
    event: str
    next: RunState
    owner: str
    clock: timedelta | None = None


LIFECYCLE = (
    Step(RunState.WAITING, "taken", RunState.WORKING, "job worker", STALLS),
    Step(RunState.WORKING, "answered", RunState.DONE, "job worker", STALLS),
    Step(RunState.WORKING, "refused", RunState.FAILED, "job worker", STALLS),
    Step(RunState.DONE, "published", RunState.PUBLISHED, "coordinator"),
)


def can_start(mentees: int, mentors: int) -> bool:
    """Is there somebody on both sides?"""
    return mentees > 0 and mentors > 0


def check_start(mentees: int, mentors: int) -> None:
    """Raises `NobodyToMatch`."""
    if not can_start(mentees, mentors):
        raise NobodyToMatch(_("Matching needs at least one mentee and one mentor. Import a list or open the sign-up."))


def can_publish(state: str) -> bool:
    """May the pairs be proposed to the two?"""
    return state == RunState.DONE


def check_publish(state: str) -> None:
    """Raises `NotFinished`."""
    if not can_publish(state):
        raise NotFinished(_("Only a finished run that is not yet published can be published."))


def stalled(state: str, created_at: datetime, now: datetime) -> bool:
    """Has a run waited so long that nobody is working on it?"""
    return state in (RunState.WAITING, RunState.WORKING) and now - created_at > STALLS
