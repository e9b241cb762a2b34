"""Opening conversations, and writing in them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import models, transaction

from querbeet.audit import actions as audit
from querbeet.communities import queries as communities
from querbeet.communities import rules as roles
from querbeet.communities.models.member import Member
from querbeet.conversations import queries, rules, texts
from querbeet.conversations.models import Message, Seat, Thread
from querbeet.core import clock, viewing
from querbeet.notices import actions as notices


@transaction.atomic
def open_thread(*, members: Iterable[Member], about: models.Model | None = None) -> Thread:
    """The conversation of these members: about one thing, or else of exactly these people. Made where there is none.

    For packages above, which have checked that these people belong together. Safe to repeat. Who takes part in the
    conversation about a thing changes with `join` and `part`, never here.
    """
    everybody = {member.pk: member for member in members}
    community = next(iter(everybody.values())).community_id
    known: dict[str, Any] = (
        {"about_label": about._meta.label, "about": about.pk} if about is not None else {"about": None}
    )
    if about is None:
        known["members"] = sorted(everybody)
    with viewing.purpose("converse"):
        thread, new = Thread.objects.get_or_create(
            community_id=community, **known, defaults={"members": sorted(everybody)}
        )
        if new:
            Seat.objects.bulk_create([Seat(thread=thread, member=member) for member in everybody.values()])
    return thread


@transaction.atomic
def join(*, thread: Thread, member: Member) -> None:
    """One more takes part, and reads what is written from now on. For packages above; safe to repeat."""
    with viewing.purpose("converse"):
        locked = Thread.objects.select_for_update().get(pk=thread.pk)
        if member.pk not in locked.members:
            locked.members = sorted([*locked.members, member.pk])
            locked.save(update_fields=["members"])
            Seat.objects.create(thread=locked, member=member)


@transaction.atomic
def part(*, thread: Thread, member: Member) -> None:
    """A member no longer takes part, and reads nothing of it any more. For packages above; safe to repeat."""
    with viewing.purpose("converse"):
        locked = Thread.objects.select_for_update().get(pk=thread.pk)
        locked.members = [pk for pk in locked.members if pk != member.pk]
        locked.save(update_fields=["members"])
        Seat.objects.filter(thread=locked, member=member).delete()


def close(*, thread: Thread) -> None:
    """Nothing new can be written; everything stays to be read. For packages above; safe to repeat."""
    with viewing.purpose("converse"):
        Thread.objects.filter(pk=thread.pk, closed_at=None).update(closed_at=clock.now())


def reopen(*, thread: Thread) -> None:
    """It can be written in again. For packages above; safe to repeat."""
    with viewing.purpose("converse"):
        Thread.objects.filter(pk=thread.pk).update(closed_at=None)


@transaction.atomic
def write(*, thread: Thread, by: Member, text: str) -> Message:
    """Write a message; the others are told that there is one. Safe to repeat within a minute.

    Raises Over, OnABreak, NotWritten or TooFast.
    """
    seat = Seat.objects.select_for_update().filter(thread=thread, member=by).first()  # one by one: the pace holds
    thread = Thread.objects.visible_to(by).filter(pk=thread.pk).first() or thread
    names = communities.cards(by, thread.members)
    rules.check_write(thread, by, present=queries.present(thread, names, by) if seat else 0)
    rules.check_text(text)
    now, last = clock.now(), thread.messages.first()
    if last and rules.is_sent_twice(last, by, text, now):
        return last
    rules.check_pace(Message.objects.filter(author=by, created_at__gt=now - rules.PACE_IN).count())
    return _write(thread, by, text, [pk for pk in names if pk != by.pk])


def look(*, thread: Thread, by: Member) -> None:
    """The member reads it: for them it is no longer new. Nobody else ever learns of it."""
    notices.seen(member=by, about=thread)


@transaction.atomic
def circulate(*, by: Member, members: Sequence[Member], text: str, once: UUID) -> int:
    """Write the same to many, to each alone; returns to how many. For coordinators.

    Safe to repeat: with the same `once`, nobody gets it twice. Raises NotYours, NotWritten or Nobody.
    """
    Member.objects.select_for_update().get(pk=by.pk)  # two presses at once are one message
    roles.check_coordinate(by, by.community)
    rules.check_text(text)
    there = communities.cards(by, [member.pk for member in members])
    reached = {uuid5(once, str(member.pk)): member for member in members if member.pk in there and member != by}
    rules.check_reached(len(reached))
    sent = set(Message.objects.filter(author=by, pk__in=reached).values_list("pk", flat=True))
    for pk, member in reached.items():
        if pk not in sent:
            _write(open_thread(members=[by, member]), by, text, [member.pk], pk=pk)
    if len(sent) < len(reached):
        audit.record("messages.circulated", by=by, community=by.community_id, reached=len(reached) - len(sent))
    return len(reached)


def _write(thread: Thread, by: Member, text: str, others: list, **more: UUID) -> Message:
    message = Message.objects.create(thread=thread, author=by, body=text.strip(), **more)
    audit.record("message.written", by=by, community=by.community_id, target=thread)
    notices.tell_each(members=Member.objects.filter(pk__in=others), kind=texts.WRITTEN, about=thread, again=True)
    return message


@transaction.atomic
def edit(*, message: Message, by: Member, text: str) -> Message:
    """Change the words of one's own message for an hour; it then says that it was changed. The old words are gone.

    Raises NotYours, TooLate or NotWritten.
    """
    locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    now = clock.now()
    rules.check_edit(locked, by, now)
    rules.check_text(text)
    if locked.body != text.strip():
        locked.body, locked.edited_at = text.strip(), now
        locked.save(update_fields=["body", "edited_at"])
        audit.record("message.edited", by=by, community=by.community_id, target=locked.thread)
    return locked


@transaction.atomic
def remove(*, message: Message, by: Member) -> None:
    """Take one's own message back: the words are gone for everybody. Raises NotYours."""
    locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    rules.check_remove(locked, by)
    locked.body, locked.removed_at = "", clock.now()
    locked.save(update_fields=["body", "removed_at"])
    audit.record("message.removed", by=by, community=by.community_id, target=locked.thread)


def forget(*, member: Member) -> None:
    """The member's place in every conversation is gone; what they wrote stays with the others, by a former member.

    For the package that lets a member leave, in the same transaction.
    """
    Seat.objects.filter(member=member).delete()
