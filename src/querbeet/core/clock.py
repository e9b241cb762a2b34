"""The one clock: an action reads it once, rules and queries are handed `now`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, time-zone aware, in UTC."""
    return _standing.get() or timezone.now()


@contextmanager
def standing(moment: datetime) -> Iterator[None]:
    """Inside, it is this moment: for a demo that has a past, laid out by the actions that people use."""
    token = _standing.set(moment)
    yield
    _standing.reset(token)
