"""Reads of calls for help, as one member sees them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from querbeet.communities import queries as communities
from querbeet.communities.enums import Role
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.core import vault
from querbeet.safety import rules
from querbeet.safety.models import Report, Word


def stewards(asking: Member, about: Member | None) -> list[Member]:
    """Who could read a call of `asking`: stewards, or coordinators where there are none; never whom it is about."""
    here = Member.objects.visible_to(asking).exclude(pk=asking.pk)
    others = here.exclude(pk=about.pk) if about else here
    staff = list(others.filter(Q(roles__contains=[Role.STEWARD]) | Q(roles__contains=[Role.COORDINATOR])))
    first = [one for one in staff if one.stewards]
    return first or staff


def readers(asking: Member, about: Member | None, left_out: Collection[UUID]) -> list[Member]:
    """The same without those whom `asking` leaves out."""
    return [one for one in stewards(asking, about) if one.pk not in left_out]


@dataclass(frozen=True)
class Said:
    """One part of the conversation of a call."""

    who: str
    mine: bool
    when: datetime
    text: str


@dataclass(frozen=True)
class Call:
    """A call for help in the eyes of one member."""

    report: Report
    asked_by: Card | None
    about: Card | None
    said: list[Said]
    open: bool
    stop_page: str

    @property
    def wants_stop(self) -> bool:
        return self.report.wish == "freeze" and bool(self.stop_page)


def call(report: Report, viewer: Member) -> Call:
    """One call with everything that was said. Whoever asked without their name stays without one."""
    words = list(Word.objects.visible_to(viewer).filter(report=report))
    vault.gather([report, *words])
    named = {report.reporter_id, *(word.author_id for word in words)} | (
        {report.about_id} if report.about_id else set()
    )
    cards = communities.cards(viewer, named)
    hidden = not report.named and viewer.pk != report.reporter_id

    def who(member_id: UUID) -> str:
        return "" if hidden and member_id == report.reporter_id else str(cards[member_id])

    first = Said(who(report.reporter_id), viewer.pk == report.reporter_id, report.created_at, report.words)
    later = [Said(who(word.author_id), viewer.pk == word.author_id, word.created_at, word.text) for word in words]
    thing = rules.thing_of(report.thing_label)
    return Call(
        report=report,
        asked_by=None if hidden else cards[report.reporter_id],
        about=cards[report.about_id] if report.about_id else None,
        said=[first, *later],
        open=rules.can_answer(report),
        stop_page=thing.page if thing else "",
    )


def mine(member: Member) -> list[Report]:
    """The calls of a member, newest first."""
    return list(Report.objects.visible_to(member).filter(reporter=member))


def to_read(member: Member) -> list[Report]:
    """The calls that wait for a reader, open ones first, longest waiting first."""
    rows = Report.objects.visible_to(member).exclude(reporter=member).order_by("since")
    return sorted(rows, key=lambda report: (not rules.can_answer(report), report.since))


def waiting(member: Member) -> int:
    """How many calls wait for this member as a reader."""
    return Report.objects.visible_to(member).exclude(reporter=member).open().count()
