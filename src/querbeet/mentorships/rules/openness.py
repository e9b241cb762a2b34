"""Asking somebody directly: how often at a time, and an honest word about the wait."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.mentorships.enums import Shape

MOST_OPEN = 3
KNOWN_FROM = 5  # with fewer that have ended, a word about the wait would be a guess
DIRECT = (Shape.ONE_TO_ONE, Shape.FLASH, Shape.STORY, Shape.REVERSE)
BANDS = (timedelta(weeks=4), timedelta(weeks=13), timedelta(weeks=26))


class TooManyOpen(Refused):
    """So many questions are open that others should be asked later."""


class NotThatWay(Refused):
    """The shape is not one that this member takes others along in."""


def can_open(open_: int) -> bool:
    """May one ask another? `open_`: how many of one's requests are open."""
    return open_ < MOST_OPEN


def check_open(open_: int) -> None:
    """Raises `TooManyOpen`."""
    if not can_open(open_):
        sentence = _("You have asked %(number)s people already. When one of them has answered, you can ask again.")
        raise TooManyOpen(sentence % {"number": MOST_OPEN})


def can_shape(shape: str, *, flash: bool) -> bool:
    """Can one ask for this directly? `flash`: does the mentor offer single talks?"""
    return shape in DIRECT and (shape != Shape.FLASH or flash)


def check_shape(shape: str, *, flash: bool) -> None:
    """Raises `NotThatWay`."""
    if not can_shape(shape, flash=flash):
        raise NotThatWay(_("This person cannot be asked for that."))


def wait(free: int, began: Sequence[datetime], lasted: Sequence[timedelta], now: datetime) -> timedelta | None:
    """About how long until a place is free: nothing where one is, None where nobody can tell.

    `began`: when the mentorships began that take the places up; `lasted`: how long those lasted that have ended here.
    The first to end is expected after as long as half of them lasted; what lasts longer already may end any day.
    """
    if free > 0:
        return timedelta(0)
    if len(lasted) < KNOWN_FROM or not began:
        return None
    usual = timedelta(seconds=median(one.total_seconds() for one in lasted))
    return max(timedelta(days=1), min(usual - (now - start) for start in began))


def wait_text(expected: timedelta | None) -> str:
    """A wait in words, in bands wide enough to be true."""
    if expected is None:
        return _("All places are taken. We cannot tell yet how long it takes.")
    if not expected:
        return _("There is a free place.")
    words = (
        _("All places are taken. A place is likely to get free within some weeks."),
        _("All places are taken. It is likely to take one to three months."),
        _("All places are taken. It is likely to take three to six months."),
    )
    for band, text in zip(BANDS, words, strict=True):
        if expected <= band:
            return text
    return _("All places are taken. It is likely to take more than half a year.")
