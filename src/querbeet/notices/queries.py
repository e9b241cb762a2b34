"""The inbox, as its reader may see it now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from querbeet.communities import queries as communities
from querbeet.communities.enums import Kind as FacetKind
from querbeet.communities.enums import Status
from querbeet.communities.models.member import Facet, Member
from querbeet.notices import rules
from querbeet.notices.models import Channel, Notice
from querbeet.people.models import Account

MOST = 300  # so far back the inbox goes; the rest is swept away


@dataclass(frozen=True)
class Told:
    """One line of the inbox."""

    notice: Notice
    kind: rules.Kind
    thing: Any
    line: rules.Line

    @property
    def new(self) -> bool:
        return self.notice.read_at is None


@dataclass(frozen=True)
class _Found:
    notice: Notice
    kind: rules.Kind
    thing: Any


def standing(member: Member, notices: Iterable[Notice]) -> list[_Found]:
    """Those of these notices whose thing the member may see now; one query a kind, however many there are."""
    given = list(notices)
    by_kind = defaultdict(set)
    for notice in given:
        by_kind[notice.kind].add(notice.about)
    things = {
        kind.name: {thing.pk: thing for thing in kind.rows(member).filter(pk__in=by_kind[kind.name])}
        for kind in rules.everything()
        if kind.name in by_kind
    }
    found = ((notice, rules.find(notice.kind)) for notice in given)
    return [
        _Found(notice, kind, things[kind.name][notice.about])
        for notice, kind in found
        if kind is not None and notice.about in things[kind.name]
    ]


def inbox(member: Member) -> list[_Found]:
    """All news of a member that stands, newest first; make lines of a part of it with `lines`."""
    return standing(member, Notice.objects.visible_to(member)[:MOST])


def lines(member: Member, found: Iterable[_Found]) -> list[Told]:
    """The words of these, in the reader's language; all names are looked up together."""
    given = list(found)
    named = {pk for one in given for pk in one.kind.names(one.thing)}
    names = communities.cards(member, named) if named else communities.Cards()
    return [Told(one.notice, one.kind, one.thing, one.kind.say(one.thing, member, names)) for one in given]


def unread(member: Member, *, since: datetime | None = None) -> list[_Found]:
    """What is new for a member and stands, newest first."""
    new = Notice.objects.visible_to(member).unread()
    return standing(member, (new.filter(told_at__gt=since) if since else new)[:MOST])


def channel(member: Member) -> Channel | None:
    """How the member wants mail; None for not at all."""
    return Channel.objects.visible_to(member).first()


def zone(member: Member) -> ZoneInfo:
    """The time zone of a member's day: their own, else the community's."""
    own = Facet.objects.filter(member=member, kind=FacetKind.TIME_ZONE).first()
    return ZoneInfo(own.value if own and own.value else member.community.time_zone)


def recipient(channel: Channel) -> tuple[Account | None, Member | None]:
    """Who would get a mail of this channel: None where the account is closed or its address not confirmed, and where
    the member is not active. Runs as that member and account.
    """
    active = Account.objects.filter(pk=channel.account_id, is_active=True).exclude(email_confirmed_at=None).first()
    theirs = Member.objects.filter(pk=channel.member_id, status=Status.ACTIVE, persona__account=channel.account_id)
    return active if active and active.email else None, theirs.select_related("community").first()
