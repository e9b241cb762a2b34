"""Ending, from the first day on, by anybody, without a reason: a goodbye for each, and then it is closed."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import texts
from querbeet.mentorships.actions import answers, moving, places
from querbeet.mentorships.enums import Event, Question, State
from querbeet.mentorships.models.farewell import Farewell, Thanks
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.rules import parts as rules
from querbeet.notices import actions as notices


@transaction.atomic
def end(*, mentorship: Mentorship, by: Member) -> Mentorship:
    """End it for all; in a circle, or as one of two mentors, step out while the others go on.

    What never began ends at once, what did ends with a goodbye. Safe to repeat.
    """
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        if mentorship.state in (State.ENDING, State.CLOSED, State.LAPSED):
            return mentorship
        mine, others = _sorted(mentorship, by)
        if rules.goes_on([one.side for one in others]):
            moving.leave(mentorship, mine, by=by, now=now)
            return mentorship
        moving.move(mentorship, rules.end_event(mentorship), by=by, now=now)
        answers.forget([mentorship], Question.FIT)
        answers.forget([mentorship], Question.REST)
        answers.forget([mentorship], Question.CHANGE)
        if mentorship.state == State.ENDING:
            notices.tell_each(members=[places.stub(one) for one in others], kind=texts.ENDING, about=mentorship)
    return mentorship


@transaction.atomic
def talked(*, mentorship: Mentorship, by: Member) -> Mentorship:
    """A single talk was held: what follows is the goodbye."""
    return end(mentorship=mentorship, by=by)


@transaction.atomic
def take_along(*, mentorship: Mentorship, member: Member, text: str) -> Farewell:
    """Keep what one takes along, for oneself alone. Raises `NotNow`."""
    rules.check_say_goodbye(mentorship.state)
    mine = _farewell(mentorship, member)
    mine.text = text
    mine.save(update_fields=["text"])
    audit.record("take along", by=member, community=member.community_id)
    return mine


@transaction.atomic
def thank(*, mentorship: Mentorship, by: Member, text: str) -> Thanks | None:
    """Thank the others; written once more it replaces what was there, and an empty text takes it back.

    Raises `NotNow`.
    """
    rules.check_say_goodbye(mentorship.state)
    if not text.strip():
        Thanks.objects.filter(mentorship=mentorship, by=by).delete()
        return None
    said, _new = Thanks.objects.update_or_create(mentorship=mentorship, by=by, defaults={"text": text.strip()})
    audit.record("thank", by=by, community=by.community_id, target=mentorship)
    others = mentorship.partners.there().exclude(member=by)
    notices.tell_each(members=[places.stub(one) for one in others], kind=texts.THANKED, about=said)
    return said


@transaction.atomic
def say_goodbye(*, mentorship: Mentorship, member: Member) -> Mentorship:
    """Be done with it. When all are, it is closed. Safe to repeat."""
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        rules.check_say_goodbye(mentorship.state)
        mine = _farewell(mentorship, member)
        if mine.done_at is None:
            mine.done_at = now
            mine.save(update_fields=["done_at"])
            audit.record("say goodbye", by=member, community=member.community_id, target=mentorship)
        done = Farewell.objects.filter(mentorship=mentorship).exclude(done_at=None).values("member")
        if mentorship.state == State.ENDING and not mentorship.partners.there().exclude(member__in=done).exists():
            moving.move(mentorship, Event.CLOSE, by=member, now=now)
    return mentorship


def _farewell(mentorship: Mentorship, member: Member) -> Farewell:
    return Farewell.objects.get_or_create(mentorship=mentorship, member=member)[0]


def _sorted(mentorship: Mentorship, member: Member) -> tuple[Partner, list[Partner]]:
    everybody = list(mentorship.partners.there())
    return (
        next(one for one in everybody if one.member_id == member.pk),
        [one for one in everybody if one.member_id != member.pk],
    )
