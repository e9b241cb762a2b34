"""How a mentoring is doing, seen from outside: dates and states, never contents."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused

SILENCES = (28, 21, 14)  # days without a sign of life
NO_MEETING = timedelta(days=21)
ASKS_AGAIN = timedelta(days=7)  # a coordinator's kind question, at most this often
MUCH = 3  # who takes along so many at a time carries much


class AskedLately(Refused):
    """The two were asked a short time ago."""


def silent(last_sign: datetime, now: datetime) -> int:
    """For how long it is silent: 28, 21 or 14 days at least, else 0."""
    days = (now - last_sign).days
    return next((limit for limit in SILENCES if days >= limit), 0)


def without_meeting(last_met: datetime, now: datetime) -> bool:
    """Has there been no meeting for three weeks?"""
    return now - last_met >= NO_MEETING


def can_ask(asked_at: datetime | None, now: datetime) -> bool:
    """May a coordinator ask the two how they are?"""
    return asked_at is None or now - asked_at >= ASKS_AGAIN


def check_ask(asked_at: datetime | None, now: datetime) -> None:
    """Raises `AskedLately`."""
    if not can_ask(asked_at, now):
        raise AskedLately(_("They were asked within the last week. Give them a little time."))


def carries_much(taken: int) -> bool:
    """Does somebody take so many along that they should be offered relief?"""
    return taken >= MUCH
