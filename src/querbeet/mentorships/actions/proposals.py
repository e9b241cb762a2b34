"""Putting people to each other: at once, or in line for when a place gets free."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships import texts
from querbeet.mentorships.actions import moving, places
from querbeet.mentorships.enums import Event, Question, Reply, Shape, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import OVER, Mentorship, Partner
from querbeet.mentorships.queries import law
from querbeet.mentorships.rules import lifecycle
from querbeet.notices import actions as notices
from querbeet.programmes.models.programme import Programme


class KeptApart(Refused):
    """A rule, a list or a block stands between some of them; the words are the same for all three."""

    def __init__(self) -> None:
        super().__init__(_("These people cannot be brought together under the rules. Nothing was changed."))


@dataclass(frozen=True)
class InLine:
    """A pair for when what its mentee was offered is over; the lowest `rank` comes first."""

    mentee: Member
    mentor: Member
    reasons: Sequence[dict[str, Any]]
    rank: int


@transaction.atomic
def propose(
    *,
    programme: Programme,
    mentee: Member,
    mentor: Member,
    reasons: Sequence[dict[str, Any]],
    source: UUID,
    by: Member,
    rank: int = 0,
) -> Mentorship | None:
    """Put two members to each other, with reasons that both may read. None where they are already, or are kept apart.

    With a `rank` they wait in line: the lowest comes next when what the mentee was offered is over.
    """
    with places.concluding():
        places.lock([mentee.pk, mentor.pk])
        together = Mentorship.objects.shared_by(mentee, mentor).filter(programme=programme).exclude(state__in=OVER)
        if together.exists() or places.apart(programme.pk, [mentee.pk, mentor.pk]):
            return None
    made = make(
        {mentee.pk: Side.MENTEE, mentor.pk: Side.MENTOR},
        community_id=programme.community_id,
        programme=programme,
        reasons=list(reasons),
        source=source,
        rank=rank,
    )
    audit.record("propose", by=by, community=programme.community_id, target=made)
    return made if rank else offer(mentorship=made, by=by)


@transaction.atomic
def line_up(*, programme: Programme, lines: Iterable[InLine], source: UUID, by: Member) -> int:
    """Put pairs in line, the lowest ranks first; how many. Whoever has something together already is left out.

    Nobody is told: the clock asks them when it is their turn, and looks again then whether they have room and may meet.
    """
    with places.concluding():
        open_ = Mentorship.objects.filter(programme=programme).exclude(state__in=OVER).prefetch_related("partners")
        together = {frozenset(one.member_id for one in each.partners.all()) for each in open_}
    number = 0
    for line in sorted(lines, key=lambda line: line.rank):
        if frozenset((line.mentee.pk, line.mentor.pk)) in together:
            continue
        make(
            {line.mentee.pk: Side.MENTEE, line.mentor.pk: Side.MENTOR},
            community_id=programme.community_id,
            programme=programme,
            reasons=list(line.reasons),
            source=source,
            rank=line.rank,
        )
        number += 1
    audit.record("line up", by=by, community=programme.community_id, pairs=number)
    return number


@transaction.atomic
def clear_line(*, programme: Programme, by: Member) -> int:
    """Take out of line whoever an earlier run of this programme put there; how many. Nobody had been asked."""
    with places.concluding():
        lines = Mentorship.objects.filter(programme=programme, asked_by=None)
        number = moving.withdraw(lines, now=clock.now())
    audit.record("clear line", by=by, community=programme.community_id, pairs=number)
    return number


@transaction.atomic
def gather(
    *, programme: Programme, shape: Shape, mentors: Collection[Member], others: Collection[Member], by: Member
) -> Mentorship:
    """A coordinator puts more than two to each other: two mentors for one, or a circle with or without a mentor.

    Raises `KeptApart`.
    """
    with places.concluding():
        apart = places.apart(programme.pk, [one.pk for one in (*mentors, *others)])
    if apart or not law.law(programme, by).gathers(mentors, others):
        raise KeptApart
    side = Side.PEER if shape in (Shape.CIRCLE, Shape.STORY) else Side.MENTEE
    sides = {one.pk: side for one in others} | {one.pk: Side.MENTOR for one in mentors}
    made = make(sides, community_id=programme.community_id, programme=programme, shape=shape)
    audit.record("propose", by=by, community=programme.community_id, target=made, people=len(sides))
    return offer(mentorship=made, by=by)


@transaction.atomic
def offer(*, mentorship: Mentorship, by: Member | None, now: datetime | None = None) -> Mentorship:
    """Ask all who are in it. Whoever asked for it has said yes already."""
    now = now or clock.now()
    moving.move(mentorship, Event.OFFER, by=by, now=now)
    members = list(mentorship.partners.there().values_list("member", flat=True))
    Answer.objects.bulk_create(
        Answer(
            mentorship=mentorship,
            member_id=member,
            question=Question.OFFER,
            reply=Reply.YES if member == mentorship.asked_by_id else Reply.WAITING,
            answered_at=now if member == mentorship.asked_by_id else None,
        )
        for member in members
    )
    asked = [Member(pk=member) for member in members if member != mentorship.asked_by_id]
    notices.tell_each(members=asked, kind=texts.OFFERED, about=mentorship)
    return mentorship


def make(sides: Mapping[UUID, Side], **fields: Any) -> Mentorship:
    """A mentorship in line, with everybody in it. For the verbs of this package."""
    made = Mentorship(state=State.PROPOSED, **fields)
    for name, value in lifecycle.dates(made, State.PROPOSED, clock.now()).items():
        setattr(made, name, value)
    made.save(force_insert=True)
    Partner.objects.bulk_create(
        Partner(mentorship=made, member_id=member, side=side, community_id=made.community_id)
        for member, side in sides.items()
    )
    return made
