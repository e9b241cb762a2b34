"""Answering an offer: each alone. All yes reserves the places and begins; everything else looks like silence."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import texts
from querbeet.mentorships.actions import moving, places
from querbeet.mentorships.enums import Answered, Event, Question, Reply, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.rules import answers as rules
from querbeet.mentorships.rules import lifecycle
from querbeet.mentorships.rules import places as rooms
from querbeet.mentorships.rules.places import NoRoom
from querbeet.notices import actions as notices
from querbeet.programmes.actions import enrolments as enrolling
from querbeet.programmes.enums import EnrolmentEvent
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.rules import enrolment as enrolments


@transaction.atomic
def answer(*, mentorship: Mentorship, member: Member, reply: Reply) -> Mentorship:
    """Say yes, no, tell me more or not now; it can be changed while the offer is open. All yes reserves a place for
    each, in this transaction, and begins. Where a place is gone, the offer is over; look at the state it comes back in.

    Raises `NoLongerOpen`.
    """
    now = clock.now()
    with places.concluding():
        places.lock(list(mentorship.partners.there().values_list("member", flat=True)))
        mentorship = moving.locked(mentorship.pk)
        rules.check_answer(mentorship, now)
        _note(mentorship, member, reply, now)
        if reply == Reply.NOT_NOW:
            _rest(mentorship, member, now)
        audit.record("answer offer", by=member, community=member.community_id, target=mentorship)
        if rules.all_yes(replies(mentorship, Question.OFFER)):
            _conclude(mentorship, member, now)
    return mentorship


def replies(mentorship: Mentorship, question: Question) -> list[str]:
    """What all answered. Only verbs may know: the database shows it for their purpose and to nobody else."""
    return list(mentorship.answers.filter(question=question).values_list("reply", flat=True))


def forget(mentorships: Iterable[Mentorship | UUID], question: Question) -> None:
    """The time of these answers is over: nobody needs to know any more what they were."""
    open_ = Answer.objects.filter(mentorship__in=list(mentorships), question=question)
    open_.exclude(reply__in=(Reply.AGREED, Reply.EXPIRED)).update(reply=Reply.EXPIRED)


def _rest(mentorship: Mentorship, member: Member, now: datetime) -> None:
    """Not now means nothing new: the place rests, and everything else that is open there is answered likewise."""
    if mentorship.programme_id is None:
        OpenPlace.objects.filter(member=member).update(resting=True)
    else:
        mine = Participant.objects.filter(programme=mentorship.programme_id, member=member)
        for enrolment in mine.taking_part():
            if enrolments.can(enrolment.state, EnrolmentEvent.PAUSE):
                enrolling.pause(enrolment=enrolment, by=member)
    same = Mentorship.objects.filter(programme=mentorship.programme_id, state=State.OFFERED)
    open_ = Answer.objects.filter(mentorship__in=same, member=member, question=Question.OFFER)
    open_.update(reply=Reply.NOT_NOW, answered_at=now)


def _note(mentorship: Mentorship, member: Member, reply: Reply, now: datetime) -> None:
    mine = Answer.objects.select_for_update().get(mentorship=mentorship, member=member, question=Question.OFFER)
    mine.reply, mine.answered_at = rules.reply_after(mine.reply, rules.EVENTS[reply]), now
    mine.save(update_fields=["reply", "answered_at"])


def _conclude(mentorship: Mentorship, by: Member, now: datetime) -> None:
    try:
        places.take(mentorship, by=by)
    except NoRoom:
        moving.move(mentorship, Event.WITHDRAW, by=None, now=now)
        forget([mentorship], Question.OFFER)
        return
    begin(mentorship, by=by, now=now)


def begin(mentorship: Mentorship, *, by: Member | None, now: datetime) -> None:
    """The places are taken: the first talk, or what needs none. Other offers of whoever is full now withdraw."""
    agreed = mentorship.answers.filter(question=Question.OFFER, reply=Reply.YES)
    agreed.update(reply=lifecycle.ANSWER.after(Reply.YES, Answered.ALL_YES))
    talk = lifecycle.has_first_talk(mentorship.shape)
    moving.move(mentorship, Event.ALL_YES if talk else Event.BEGIN, by=by, now=now)
    partners = list(mentorship.partners.there())
    others = [places.stub(one) for one in partners if by is None or one.member_id != by.pk]
    notices.tell_each(members=others, kind=texts.MATCHED, about=mentorship)
    if talk:
        Answer.objects.bulk_create(
            Answer(mentorship=mentorship, member_id=one.member_id, question=Question.FIT) for one in partners
        )
    for one in partners:
        if not rooms.can_take(places.room(mentorship.programme_id, one.member_id, one.side)):
            _withdraw_others(mentorship, one.member_id, one.side, now)


def _withdraw_others(mentorship: Mentorship, member, side: str, now: datetime) -> None:
    same = Mentorship.objects.filter(programme=mentorship.programme_id, state=State.OFFERED)
    others = same.filter(partners__member=member, partners__side=side, partners__left_at=None)
    competing = list(others.order_by("pk").select_for_update(of=("self",)))
    for one in competing:
        moving.move(one, Event.WITHDRAW, by=None, now=now)
    forget(competing, Question.OFFER)
