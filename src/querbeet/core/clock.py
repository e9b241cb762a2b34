"""The one clock: an action reads it once, rules and queries are handed `now`."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, time-zone aware, in UTC."""
    return timezone.now()
