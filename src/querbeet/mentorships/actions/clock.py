"""What the clock does to mentorships. Everything here runs for the purpose `PURPOSE`, without a person."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from querbeet.core.clock import now as current
from querbeet.mentorships import texts
from querbeet.mentorships.actions import answers, changes, moving, places, proposals
from querbeet.mentorships.enums import Changing, Event, Question, Reply, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.change import Change
from querbeet.mentorships.models.mentorship import Mentorship, MentorshipQuerySet, Partner
from querbeet.mentorships.rules import answers as rules
from querbeet.mentorships.rules import lifecycle
from querbeet.mentorships.rules import places as rooms
from querbeet.mentorships.rules.places import NoRoom
from querbeet.notices import actions as notices

PURPOSE = "mentoring clock"
MONTH = timedelta(days=30)


@transaction.atomic
def lapse() -> int:
    """End every offer, turn in line, first talk and change whose time is over, and close every goodbye; how many."""
    now = current()
    offers = _due(State.OFFERED, expires_at__lte=now)
    for offer in offers:
        _conclude(offer, now)
    talks = _late(State.EXPLORING, now, decide_by__lte=now)
    answers.forget(talks, Question.FIT)
    lines = _late(State.PROPOSED, now, expires_at__lte=now)
    goodbyes = _late(State.ENDING, now, closes_at__lte=now)
    single = _late(State.ACTIVE, now, closes_at__lte=now)
    return len(offers) + len(lines) + len(talks) + len(goodbyes) + len(single) + changes.lapse(now)


def _conclude(offer: Mentorship, now: datetime) -> None:
    """A circle begins with those who said yes, if they are enough; every other offer is over."""
    said = dict(offer.answers.filter(question=Question.OFFER).values_list("member", "reply"))
    if rules.enough(offer.shape, said.values()):
        others = Partner.objects.filter(mentorship=offer)
        others.exclude(member__in=[pk for pk, reply in said.items() if reply == Reply.YES]).delete()
        try:
            places.lock(list(offer.partners.there().values_list("member", flat=True)))
            places.take(offer, by=None)
            answers.begin(offer, by=None, now=now)
        except NoRoom:
            moving.move(offer, Event.TIME, by=None, now=now)
    else:
        moving.move(offer, Event.TIME, by=None, now=now)
    answers.forget([offer], Question.OFFER)


@transaction.atomic
def next_in_line() -> int:
    """Offer what waits in line to whoever has room and nothing open by now, in the order of the line; how many."""
    now = current()
    undecided = Change.objects.filter(state=Changing.OFFERED)
    rows = Mentorship.objects.filter(state=State.PROPOSED, expires_at__gt=now).exclude(
        source__in=undecided.values("pk")
    )
    waiting = _locked(rows.prefetch_related("partners"))
    free, offered = _Free(), 0
    for line in sorted(waiting, key=lambda line: (line.rank, line.created_at, line.pk)):
        everybody = list(line.partners.all())
        if not free.for_all(everybody, line.programme_id):
            continue
        if places.apart(line.programme_id, [one.member_id for one in everybody]):
            moving.move(line, Event.WITHDRAW, by=None, now=now)
            continue
        proposals.offer(mentorship=line, by=None, now=now)
        free.count(everybody, line.programme_id)
        offered += 1
    return offered


class _Free:
    """For how many more each has room and nothing open that they themself still want; each is looked up once.

    What the others answered plays no part: a next offer must not tell somebody that the one before was declined.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[UUID | None, UUID, str], int] = {}

    def for_all(self, everybody: list[Partner], programme: UUID | None) -> bool:
        return all(rooms.can_take(self._of(programme, one)) for one in everybody)

    def count(self, everybody: list[Partner], programme: UUID | None) -> None:
        """One more is open for all of these."""
        for one in everybody:
            self.known[programme, one.member_id, one.side] -= 1

    def _of(self, programme: UUID | None, one: Partner) -> int:
        key = (programme, one.member_id, one.side)
        if key not in self.known:
            room = places.room(*key)
            self.known[key] = room - _wanted(*key) if rooms.can_take(room) else room
        return self.known[key]


def _wanted(programme: UUID | None, member: UUID, side: str) -> int:
    """How many offers are open for somebody on this side that they have not said no to."""
    open_ = Mentorship.objects.filter(programme=programme, state=State.OFFERED)
    theirs = open_.filter(partners__member=member, partners__side=side, partners__left_at=None)
    said_no = Answer.objects.filter(question=Question.OFFER, member=member, reply__in=(Reply.NO, Reply.NOT_NOW))
    return theirs.exclude(pk__in=said_no.values("mentorship")).count()


@transaction.atomic
def nudge() -> int:
    """Remind, kindly and twice at most, those who have not answered an offer; how many were reminded."""
    now = current()
    silent = Answer.objects.filter(
        question=Question.OFFER, reply=Reply.WAITING, mentorship__state=State.OFFERED, mentorship__expires_at__gt=now
    )
    reminded = 0
    for number, after in enumerate(lifecycle.NUDGES, start=1):
        due = silent.filter(nudges__lt=number, mentorship__offered_at__lte=now - after)
        for mine in due.order_by("pk").select_related("mentorship"):
            _tell(mine, texts.NUDGED, str(number))
            Answer.objects.filter(pk=mine.pk).update(nudges=number)
            reminded += 1
    return reminded


@transaction.atomic
def ask_resting() -> int:
    """Ask those whose break is as long as they planned, and without a plan once a month; how many."""
    now = current()
    resting = Answer.objects.filter(question=Question.REST, reply=Reply.YES, mentorship__state=State.ON_HOLD)
    planned = resting.filter(until__lte=now.date(), nudges=0)
    unplanned = resting.filter(until=None, answered_at__lte=now - MONTH)
    asked = list(planned.select_related("mentorship"))
    asked += [one for one in unplanned.select_related("mentorship") if _months(one, now) > one.nudges]
    for mine in asked:
        _tell(mine, texts.RESTED, str(mine.nudges + 1))
        Answer.objects.filter(pk=mine.pk).update(nudges=mine.nudges + 1)
    return len(asked)


def _months(mine: Answer, now: datetime) -> int:
    """How many whole months somebody has rested."""
    return (now - mine.answered_at) // MONTH if mine.answered_at else 0


def _tell(mine: Answer, kind: str, occasion: str) -> None:
    reader = places.member(mine.member_id, mine.mentorship.community_id)
    notices.tell(member=reader, kind=kind, about=mine.mentorship, occasion=occasion)


def _due(state: State, **due: datetime) -> list[Mentorship]:
    return list(_locked(Mentorship.objects.filter(state=state, **due)))


def _late(state: State, now: datetime, **due: datetime) -> list[Mentorship]:
    return [moving.move(one, Event.TIME, by=None, now=now) for one in _due(state, **due)]


def _locked(rows: MentorshipQuerySet) -> MentorshipQuerySet:
    """In a fixed order, leaving out those on which somebody is working now: the next time is in an hour."""
    return rows.order_by("pk").select_for_update(of=("self",), skip_locked=True)
