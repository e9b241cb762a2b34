"""Hours of a member's own day: quiet ones, and the evening."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from querbeet.notices import rules
from querbeet.notices.enums import Rhythm

BERLIN = ZoneInfo("Europe/Berlin")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "hours", "end"),
    [
        ("2026-03-03 23:30", (22, 7), "2026-03-04 07:00"),
        ("2026-03-04 06:59", (22, 7), "2026-03-04 07:00"),
        ("2026-03-04 07:00", (22, 7), None),
        ("2026-03-03 21:59", (22, 7), None),
        ("2026-03-03 13:00", (12, 14), "2026-03-03 14:00"),
        ("2026-03-03 14:00", (12, 14), None),
        ("2026-03-03 14:00", (14, 14), None),
        ("2026-03-03 14:00", (None, None), None),
        ("2026-03-03 14:00", (0, 0), None),
        ("2026-03-28 23:00", (22, 7), "2026-03-29 07:00"),  # the night that is an hour shorter
        ("2026-10-24 23:00", (22, 7), "2026-10-25 07:00"),  # the one that is longer
    ],
)
def test_quiet_hours_end(now, hours, end):
    assert rules.quiet_end(at(now), zone=BERLIN, start=hours[0], end=hours[1]) == (at(end) if end else None)


@pytest.mark.parametrize(
    ("after", "rhythm", "evening"),
    [
        ("2026-03-03 12:00", Rhythm.DAILY, "2026-03-03 18:00"),
        ("2026-03-03 18:00", Rhythm.DAILY, "2026-03-04 18:00"),
        ("2026-03-02 17:59", Rhythm.WEEKLY, "2026-03-02 18:00"),
        ("2026-03-02 18:00", Rhythm.WEEKLY, "2026-03-09 18:00"),
        ("2026-03-28 19:00", Rhythm.DAILY, "2026-03-29 18:00"),
    ],
)
def test_the_next_evening(after, rhythm, evening):
    assert rules.next_digest(at(after), zone=BERLIN, rhythm=rhythm) == at(evening)


def test_failures_wait_longer_and_longer_and_never_longer_than_six_hours():
    now = at("2026-03-03 12:00")
    waits = [rules.retry_at(now, failures) - now for failures in (1, 2, 3, 8, 500)]
    assert waits == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 360, 360)]
