"""How mentorings are doing, reckoned from dates; and a coordinator's kind questions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.conversations.models import Message
from querbeet.core import clock
from querbeet.growth.models.checks import CheckIn, Health, Pulse
from querbeet.growth.rules import health as rules
from querbeet.meetings.enums import State as Meeting_
from querbeet.meetings.models.meeting import Meeting
from querbeet.mentorships.actions import changes
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.notices import actions as notices

SIGNS = (Meeting_.REQUESTED, Meeting_.CONFIRMED, Meeting_.HELD, Meeting_.DECLINED)


@transaction.atomic
def reckon() -> int:
    """Reckon how every mentoring under way is doing; how many. Runs for the purpose `checks.CLOCK`."""
    now = clock.now()
    running = {one.pk: one for one in Mentorship.objects.filter(state=State.ACTIVE)}
    Health.objects.exclude(mentorship__in=running).delete()
    signs, met = _signs(list(running)), _met(list(running), now)
    low = dict(
        Pulse.objects.filter(mentorship__in=running, shown_at__lte=now).order_by("day").values_list("mentorship", "low")
    )
    for pk, mentorship in running.items():
        began = mentorship.began_at or now
        sign = max(signs.get(pk, began), began)
        Health.objects.update_or_create(
            mentorship=mentorship,
            defaults={
                "silent": rules.silent(sign, now),
                "without_meeting": rules.without_meeting(met.get(pk, began), now),
                "low": low.get(pk, False),
                "reckoned_at": now,
            },
        )
    return len(running)


def _signs(mentorships: list[UUID]) -> dict[UUID, datetime]:
    """The last sign of life in each: a message, a meeting arranged, an answer. Only when, never what."""
    moments = [
        Message.objects.filter(thread__about__in=mentorships).values_list("thread__about").annotate(Max("created_at")),
        Meeting.objects.filter(mentorship__in=mentorships, state__in=SIGNS)
        .values_list("mentorship")
        .annotate(Max("changed_at")),
        CheckIn.objects.filter(mentorship__in=mentorships)
        .exclude(answered_at=None)
        .values_list("mentorship")
        .annotate(Max("answered_at")),
    ]
    last: dict[UUID, datetime] = {}
    for rows in moments:
        for pk, moment in rows.order_by():
            last[pk] = max(last.get(pk, moment), moment)
    return last


def _met(mentorships: list[UUID], now: datetime) -> dict[UUID, datetime]:
    """When each met last; an agreed meeting that lies ahead counts as now."""
    held = Meeting.objects.filter(mentorship__in=mentorships)
    held = held.filter(Q(state=Meeting_.HELD) | Q(state=Meeting_.CONFIRMED))
    return {pk: min(moment, now) for pk, moment in held.values_list("mentorship").annotate(Max("starts_at")).order_by()}


@transaction.atomic
def ask(*, health: Health, by: Member) -> None:
    """Ask the people of a mentoring kindly how they are, at most once a week. Raises `AskedLately`."""
    health, now = _locked(health), clock.now()
    rules.check_ask(health.asked_at, now)
    health.asked_at = now
    health.save(update_fields=["asked_at"])
    audit.record("mentoring.asked", by=by, community=by.community_id, target=health)
    _tell(health, "growth.how_are_you", now)


@transaction.atomic
def offer_change(*, health: Health, by: Member, mentor: Member | None = None) -> None:
    """Offer the two of a mentoring a change: to be matched anew, or a hand-over to this `mentor`. Both decide.

    Raises `AskedLately`, `NotNow`, or `KeptApart` where the rules do not let the mentee and the mentor meet.
    """
    health, now = _locked(health), clock.now()
    rules.check_ask(health.change_offered_at, now)
    health.change_offered_at = now
    health.save(update_fields=["change_offered_at"])
    changes.offer(mentorship=health.mentorship, by=by, mentor=mentor)
    audit.record("mentoring.change_offered", by=by, community=by.community_id, target=health)
    _tell(health, "growth.change", now)


def _locked(health: Health) -> Health:
    return Health.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=health.pk)


def _tell(health: Health, kind: str, now: datetime) -> None:
    people = health.mentorship.partners.there().values_list("member", flat=True)
    members = [Member(pk=pk) for pk in people]
    notices.tell_each(members=members, kind=kind, about=health.mentorship, occasion=now.date().isoformat())
