"""Conversations as one reader may see them now."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.conversations import rules
from querbeet.conversations.models import Message, Thread
from querbeet.core import vault
from querbeet.notices import queries as notices

PER_PAGE = 30


@dataclass(frozen=True)
class Listed:
    """One conversation in the list."""

    thread: Thread
    heading: str
    last_at: datetime | None
    new: bool


@dataclass(frozen=True)
class Said:
    """One message as its reader gets it."""

    message: Message
    card: communities.Card
    mine: bool
    editable: bool
    removable: bool

    @property
    def gone(self) -> bool:
        """Taken back, or erased with its author."""
        return not self.message.body


@dataclass(frozen=True)
class Open:
    """A conversation with one page of it, oldest first, and whether the reader may write."""

    thread: Thread
    heading: str
    page: Page
    said: list[Said]
    writable: bool


def threads(member: Member) -> QuerySet[Thread]:
    """The conversations of a member, those with the newest message that may be read first."""
    newest = Message.objects.visible_to(member).filter(thread=OuterRef("pk")).order_by("-created_at")
    last = Subquery(newest.values("created_at")[:1])
    return Thread.objects.visible_to(member).annotate(last_at=last).exclude(last_at=None).order_by("-last_at", "pk")


def listed(member: Member, found: list[Thread]) -> list[Listed]:
    """These conversations with their headings; names are looked up together."""
    names = communities.cards(member, {pk for thread in found for pk in thread.members})
    new = {one.notice.about for one in notices.unread(member)}
    return [
        Listed(thread, rules.heading(thread, member, names), thread.last_at, thread.pk in new)  # type: ignore[attr-defined]
        for thread in found
    ]


def read(thread: Thread, member: Member, number: int | str | None, now: datetime) -> Open:
    """One page of a conversation; page 1 holds the newest messages."""
    messages = Paginator(Message.objects.visible_to(member).filter(thread=thread), PER_PAGE).get_page(number)
    vault.gather(messages)
    names = communities.cards(member, thread.members)
    said = [_said(message, names, member, now) for message in reversed(list(messages))]
    writable = rules.can_write(thread, member, present=present(thread, names, member))
    return Open(thread, rules.heading(thread, member, names), messages, said, writable)


def present(thread: Thread, names: communities.Cards, member: Member) -> int:
    """How many of the others are there in this member's eyes."""
    return sum(1 for pk in thread.others(member) if pk in names)


def _said(message: Message, names: communities.Cards, member: Member, now: datetime) -> Said:
    return Said(
        message,
        names[message.author_id] if message.author_id else communities.Cards()[message.pk],
        mine=message.author_id == member.pk,
        editable=rules.can_edit(message, member, now),
        removable=rules.can_remove(message, member),
    )
