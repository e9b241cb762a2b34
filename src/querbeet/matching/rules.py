"""The life of a run, as one table, and what each step needs."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.matching.enums import RunState

STALLS = timedelta(minutes=10)


class NobodyToMatch(Refused):
    """Matching needs somebody on both sides."""


class NotFinished(Refused):
    """Only a finished run can be published."""


PAGE = "matching:run"
RUN = Lifecycle(
    "matching run",
    start=RunState.WAITING,
    stages=(
        Stage(RunState.WAITING, "job worker", PAGE, Clock(STALLS)),
        Stage(RunState.WORKING, "job worker", PAGE, Clock(STALLS)),
        Stage(RunState.DONE, "coordinator", PAGE, Clock(timedelta(days=30))),
        Stage(RunState.PUBLISHED, screen=PAGE, end=True),
        Stage(RunState.FAILED, screen=PAGE, end=True),
    ),
    steps=(
        (RunState.WAITING, "taken", RunState.WORKING),
        (RunState.WORKING, "answered", RunState.DONE),
        (RunState.WORKING, "refused", RunState.FAILED),
        (RunState.DONE, "published", RunState.PUBLISHED),
    ),
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
