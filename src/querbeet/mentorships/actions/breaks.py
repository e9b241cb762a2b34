"""Taking a break, without a reason. Only whoever rests knows that it is them; it goes on when all are back."""

from datetime import date, datetime

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships.actions import moving, places
from querbeet.mentorships.enums import Event, Freezing, Question, Reply, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.freeze import Freeze
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules import parts as rules


@transaction.atomic
def rest(*, mentorship: Mentorship, member: Member, until: date | None = None) -> Mentorship:
    """Take a break, or move the day on which to be asked about it. Raises `NotNow`."""
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        rules.check_rest(mentorship.state)
        Answer.objects.update_or_create(
            mentorship=mentorship,
            member=member,
            question=Question.REST,
            defaults={"reply": Reply.YES, "until": until, "answered_at": now, "nudges": 0},
        )
        if mentorship.state != State.ON_HOLD:
            moving.move(mentorship, Event.HOLD, by=member, now=now)
        audit.record("rest", by=member, community=member.community_id, target=mentorship)
    return mentorship


@transaction.atomic
def resume(*, mentorship: Mentorship, member: Member) -> Mentorship:
    """Be back. It goes on when nobody else rests. Safe to repeat."""
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        mine = Answer.objects.filter(mentorship=mentorship, member=member, question=Question.REST, reply=Reply.YES)
        if mine.update(reply=Reply.EXPIRED, until=None):
            audit.record("be back", by=member, community=member.community_id, target=mentorship)
            go_on(mentorship, by=member, now=clock.now())
    return mentorship


def go_on(mentorship: Mentorship, *, by: Member | None, now: datetime) -> None:
    """Go on from a break if nobody rests and nothing is frozen. Needs the lock and the purpose of concluding."""
    resting = Answer.objects.filter(mentorship=mentorship, question=Question.REST, reply=Reply.YES)
    frozen = Freeze.objects.filter(mentorship=mentorship, state=Freezing.FROZEN)
    if mentorship.state == State.ON_HOLD and not resting.exists() and not frozen.exists():
        moving.move(mentorship, rules.resume_event(mentorship), by=by, now=now)
