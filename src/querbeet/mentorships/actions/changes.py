"""A change that coordinators offer: a hand-over to another mentor, or a new match. Each says alone whether they would
like it. Two yes bring what runs to a good end; everything else ends with its time, and nobody learns why.
"""

from datetime import datetime

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import texts
from querbeet.mentorships.actions import answers, moving, places, proposals
from querbeet.mentorships.enums import Answered, Changing, Event, Question, Reply, Side, State, Turning
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.change import Change
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import law
from querbeet.mentorships.rules import answers as replies
from querbeet.mentorships.rules import lifecycle
from querbeet.mentorships.rules import parts as rules
from querbeet.mentorships.rules.lifecycle import NoLongerOpen
from querbeet.notices import actions as notices


@transaction.atomic
def offer(*, mentorship: Mentorship, by: Member, mentor: Member | None = None) -> Change:
    """Ask both whether a change would help. With a `mentor` the mentee is offered to them first, if the place is free;
    else whoever is next in line, or the next run. Safe to repeat while it is open.

    Raises `NotNow` or `KeptApart`.
    """
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        partners = list(mentorship.partners.there())
        rules.check_change(mentorship.state, [one.side for one in partners])
        made, new = Change.objects.get_or_create(
            mentorship=mentorship,
            state=Changing.OFFERED,
            defaults={"by": by, "ends_at": clock.now() + lifecycle.CHANGE_WAITS},
        )
        if not new:
            return made
        for one in partners:
            Answer.objects.update_or_create(
                mentorship=mentorship,
                member_id=one.member_id,
                question=Question.CHANGE,
                defaults={"reply": Reply.WAITING, "answered_at": None},
            )
    if mentor is not None:
        mentee = next(places.stub(one) for one in partners if one.side == Side.MENTEE)
        _line_up(mentorship, mentee, mentor, made, by)
    audit.record("offer change", by=by, community=by.community_id, target=mentorship)
    return made


def _line_up(mentorship: Mentorship, mentee: Member, mentor: Member, made: Change, by: Member) -> None:
    programme = mentorship.programme
    if programme is None or not law.law(programme, by).lets(mentee.pk, mentor.pk):
        raise proposals.KeptApart
    first = proposals.InLine(mentee, mentor, reasons=[], rank=0)
    proposals.line_up(programme=programme, lines=[first], source=made.pk, by=by)


@transaction.atomic
def answer(*, mentorship: Mentorship, member: Member, wanted: bool) -> Mentorship:
    """Say whether one would like the change; it can be changed until all said yes or the time is over.

    Raises `NoLongerOpen`.
    """
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        found = Change.objects.select_for_update().filter(mentorship=mentorship, state=Changing.OFFERED).first()
        if found is None or found.ends_at <= now or mentorship.state != State.ACTIVE:
            raise NoLongerOpen
        mine = Answer.objects.select_for_update().get(mentorship=mentorship, member=member, question=Question.CHANGE)
        mine.reply = Reply(lifecycle.CHANGED.after(mine.reply, Answered.YES if wanted else Answered.NO))
        mine.answered_at = now
        mine.save(update_fields=["reply", "answered_at"])
        audit.record("answer change", by=member, community=member.community_id, target=mentorship)
        if replies.all_yes(answers.replies(mentorship, Question.CHANGE)):
            _agree(mentorship, found, member, now)
    return mentorship


def _agree(mentorship: Mentorship, change: Change, by: Member, now: datetime) -> None:
    agreed = mentorship.answers.filter(question=Question.CHANGE)
    agreed.update(reply=lifecycle.CHANGED.after(Reply.YES, Answered.ALL_YES))
    _turn(change, Turning.ALL_YES, now)
    moving.move(mentorship, Event.END, by=by, now=now)
    others = [places.stub(one) for one in mentorship.partners.there() if one.member_id != by.pk]
    notices.tell_each(members=others, kind=texts.ENDING, about=mentorship)


def lapse(now: datetime) -> int:
    """End every offer of a change whose time is over; how many. Whoever stood in line for it goes. For the clock."""
    late = list(Change.objects.select_for_update(of=("self",)).filter(state=Changing.OFFERED, ends_at__lte=now))
    for change in late:
        _turn(change, Turning.TIME, now)
    answers.forget([change.mentorship_id for change in late], Question.CHANGE)
    moving.withdraw(Mentorship.objects.filter(source__in=[change.pk for change in late]), now=now)
    return len(late)


def _turn(change: Change, event: Turning, now: datetime) -> None:
    change.state, change.ended_at = Changing(lifecycle.CHANGE.after(change.state, event)), now
    change.save(update_fields=["state", "ended_at"])
