"""The kinds of news, and when a mail may go out.

Each package declares its kinds in `texts.py`, from its AppConfig.ready. A notice holds no words: when its reader opens
the inbox, the kind looks up, in one query for all notices of the kind, which of the things may be seen by this reader
now, and makes a line of each. What may not be seen makes no line, counts nowhere and sends no mail.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise

from querbeet.communities.models.member import Member
from querbeet.notices.enums import How, Rhythm
from querbeet.notices.models import Channel, Notice

EVENING = 18  # the hour at which gathered news is sent
GAP = timedelta(minutes=15)  # between two mails to one member; what happens in between is one mail
FRESH = timedelta(days=14)  # older news waits on the site alone
KEEP_READ = timedelta(days=30)
KEEP_UNREAD = timedelta(days=180)
SLOWEST_RETRY = timedelta(hours=6)


class Names(Protocol):
    """Cards by member id, as the reader may see them now: `names[member_id].name`; else a former member."""

    def __getitem__(self, key: UUID, /) -> Any: ...


@dataclass(frozen=True)
class Line:
    """What the reader gets: a sentence in their language and where it leads."""

    text: str
    href: str


def nobody(thing: Any) -> Iterable[UUID]:
    """For kinds whose line names nobody."""
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of news.

    `name`   what is stored: "<package>.<what happened>", never changed once in use
    `label`  for the page of preferences: "Somebody writes to me"
    `rows`   what this reader may see now *and* is still news: start from `Model.objects.visible_to(reader)`
    `say`    `say(thing, reader, names) -> Line`; runs no query (use select_related in `rows`)
    `names`  the ids of members whom the line names; they are looked up together, for all lines at once
    """

    name: str
    label: str | Promise
    rows: Callable[[Member], QuerySet[Any]]
    say: Callable[[Any, Member, Names], Line]
    names: Callable[[Any], Iterable[UUID]] = nobody


class UnknownKind(Exception):
    """Somebody tells news of a kind that no package declared."""


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Add a kind, or replace the one of the same name; returns it."""
    _kinds[kind.name] = kind
    return kind


def forget(name: str) -> None:
    """Take a kind away again; for tests."""
    _kinds.pop(name, None)


def known(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def find(name: str) -> Kind | None:
    """The kind of this name, if there is one: a stored name may be older than the program."""
    return _kinds.get(name)


def everything() -> list[Kind]:
    """Every kind, by name, so that those of a package stand together."""
    return [_kinds[name] for name in sorted(_kinds)]


def quiet_end(now: datetime, *, zone: ZoneInfo, start: int | None, end: int | None) -> datetime | None:
    """When the quiet hours end that are running now; None where none are. They may span midnight."""
    if start is None or end is None or start == end:
        return None
    here = now.astimezone(zone)
    running = start <= here.hour < end if start < end else here.hour >= start or here.hour < end
    if not running:
        return None
    day = here.date() if here.hour < end else here.date() + timedelta(days=1)
    return datetime.combine(day, time(end), zone).astimezone(now.tzinfo)


def next_digest(after: datetime, *, zone: ZoneInfo, rhythm: str) -> datetime:
    """The first moment after `after` at which gathered news may be sent."""
    here = after.astimezone(zone)
    day = here.date() if here.hour < EVENING else here.date() + timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, time(EVENING), zone).astimezone(after.tzinfo)


def retry_at(now: datetime, failures: int) -> datetime:
    """When to try again after so many failures in a row: 5 minutes, 10, 20, and never slower than every 6 hours."""
    return now + min(timedelta(minutes=5) * 2 ** min(failures - 1, 10), SLOWEST_RETRY)


def open_at(
    moment: datetime, *, zone: ZoneInfo, quiet: tuple[int | None, int | None], sent_at: datetime | None
) -> datetime:
    """The first moment from `moment` on at which a mail may go out: outside of quiet hours, not soon after another."""
    apart = moment if sent_at is None else max(moment, sent_at + GAP)
    return quiet_end(apart, zone=zone, start=quiet[0], end=quiet[1]) or apart


@dataclass(frozen=True)
class Plan:
    """What a mail of now would be about, and when to look again; None for when something new is told."""

    send: frozenset[UUID]
    look_at: datetime | None


def plan(channel: Channel, waiting: Iterable[Notice], *, zone: ZoneInfo, now: datetime) -> Plan:
    """Which of the waiting news goes out now. All that is due goes into one mail."""
    given = list(waiting)
    soon = [one for one in given if channel.kinds.get(one.kind) == How.ONCE]
    gathered = [one for one in given if channel.kinds.get(one.kind) == How.DIGEST]
    moments: list[tuple[datetime, list[Notice]]] = [(now, soon)]
    if gathered:
        since = max(channel.digested_at, min(one.told_at for one in gathered))
        moments.append((max(now, next_digest(since, zone=zone, rhythm=channel.rhythm)), gathered))
    quiet = (channel.quiet_from, channel.quiet_until)
    opened = [(open_at(at, zone=zone, quiet=quiet, sent_at=channel.sent_at), which) for at, which in moments if which]
    later = [at for at, _which in opened if at > now]
    due = frozenset(one.pk for at, which in opened if at <= now for one in which)
    return Plan(due, min(later, default=None))
