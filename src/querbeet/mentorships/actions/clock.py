"""What the clock does to mentorships. Everything here runs for the purpose `PURPOSE`, without a person."""

from datetime import datetime

from django.db import transaction

from querbeet.core.clock import now as current
from querbeet.mentorships.actions import answers, moving
from querbeet.mentorships.enums import Event, Question, State
from querbeet.mentorships.models.mentorship import Mentorship, MentorshipQuerySet

PURPOSE = "mentoring clock"


@transaction.atomic
def lapse() -> int:
    """End every offer, turn in line and first talk whose time is over, and close every goodbye; how many."""
    now = current()
    offers = _late(State.OFFERED, now, expires_at__lte=now)
    lines = _late(State.PROPOSED, now, expires_at__lte=now)
    talks = _late(State.EXPLORING, now, decide_by__lte=now)
    answers.forget(offers, Question.OFFER)
    answers.forget(talks, Question.FIT)
    goodbyes = _late(State.ENDING, now, closes_at__lte=now)
    single = _late(State.ACTIVE, now, closes_at__lte=now)
    return len(offers) + len(lines) + len(talks) + len(goodbyes) + len(single)


def _late(state: State, now: datetime, **due: datetime) -> list[Mentorship]:
    rows = list(_locked(Mentorship.objects.filter(state=state, **due)))
    return [moving.move(one, Event.TIME, by=None, now=now) for one in rows]


def _locked(rows: MentorshipQuerySet) -> MentorshipQuerySet:
    """In a fixed order, leaving out those on which somebody is working now: the next time is in an hour."""
    return rows.order_by("pk").select_for_update(of=("self",), skip_locked=True)
