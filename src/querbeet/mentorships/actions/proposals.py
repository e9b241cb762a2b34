"""Putting people to each other: at once, or in line for when a place gets free."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import texts
from querbeet.mentorships.actions import moving, places
from querbeet.mentorships.enums import Event, Question, Reply, Shape, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import OVER, Mentorship, Partner
from querbeet.mentorships.rules import lifecycle
from querbeet.notices import actions as notices
from querbeet.programmes.models.programme import Programme


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
    """Put two members to each other, with reasons that both may read. None where they are already.

    With a `rank` they wait in line: the lowest comes next when what the mentee was offered is over.
    """
    with places.concluding():
        places.lock([mentee.pk, mentor.pk])
        if Mentorship.objects.shared_by(mentee, mentor).filter(programme=programme).exclude(state__in=OVER).exists():
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
def gather(
    *, programme: Programme, shape: Shape, mentors: Collection[Member], others: Collection[Member], by: Member
) -> Mentorship:
    """A coordinator puts more than two to each other: two mentors for one, or a circle with or without a mentor."""
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
