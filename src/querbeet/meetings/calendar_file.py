"""Meetings as a calendar file (iCalendar, RFC 5545).

A calendar is read on phones and office computers, by strangers over a shoulder and by whoever runs the calendar's
server. So an entry is a title that its owner chose, a beginning and an end. Who else comes, where, and what for is not
in it, unless the owner wants the place in it. Times are UTC: right in every zone and across daylight-saving changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

NOBODY = "-//-//calendar//"  # the program that made it; ours would tell


@dataclass(frozen=True)
class Entry:
    """One meeting as it stands in one person's calendar. `uid` is that person's own: two calendars share no id."""

    uid: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    revision: int
    place: str = ""


def write(entries: Iterable[Entry]) -> bytes:
    """The file; without entries an empty calendar, which clears what a calendar program kept."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", NOBODY)
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry):
    from icalendar import Event

    event = Event()
    event.add("uid", str(entry.uid))
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", entry.revision)
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    return event
