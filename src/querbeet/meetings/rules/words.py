"""Times in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format


def day_and_time(moment: datetime, zone: str) -> str:
    """A moment as a reader in this zone says it: "Tuesday, 3 March 2026, 18:00"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'l')}, {date_format(local, 'DATE_FORMAT')}, {date_format(local, 'TIME_FORMAT')}"
