"""What every act in a mentorship has in common: who is there, and who is told."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import models

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.models.together import Shared
from querbeet.mentorships.rules import together as rules
from querbeet.notices import actions as notices

Row = TypeVar("Row", bound=Shared)


def others(mentorship: UUID, by: Member) -> list[Member]:
    """Those who take part besides, as far as they are there in one's eyes."""
    there = Partner.objects.filter(mentorship=mentorship).there().exclude(member=by)
    return list(Member.objects.visible_to(by).filter(pk__in=there.values("member")))


def check(mentorship: UUID, by: Member) -> list[Member]:
    """Those who will be told. Raises Quiet where nothing can be added now."""
    found = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship)  # no step away in between
    there = others(mentorship, by)
    rules.check_work(found, present=len(there))
    return there


def locked(row: Row, by: Member) -> tuple[Row, list[Member]]:
    """The row as it is now, locked, and those who will be told. Raises Quiet."""
    there = check(row.mentorship_id, by)
    now: Row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)  # type: ignore[assignment]
    return now, there


def keep(row: Row, *fields: str) -> None:
    """Save changes of a locked row as its next version."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def note(verb: str, *, by: Member, about: models.Model, told: Iterable[Member] = (), kind: str = "") -> None:
    """One entry in the record; the others are told where it is news."""
    audit.record(verb, by=by, community=by.community_id, target=about)
    if kind:
        notices.tell_each(members=told, kind=kind, about=about)
