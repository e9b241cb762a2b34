"""Asking how it goes, and answering: each alone."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.growth.enums import CheckEvent, CheckState
from querbeet.growth.models.checks import CheckIn, Pulse
from querbeet.growth.rules import checks as rules
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.notices import actions as notices

CLOCK = "growth clock"
PULSE = "pulse"


@transaction.atomic
def answer(*, check: CheckIn, member: Member, answers: Mapping[str, str]) -> CheckIn:
    """Answer a check-in. The answers are sealed; what goes on from them is whether the mentoring could use a hand.

    Raises `NotOpen`.
    """
    check = CheckIn.objects.select_for_update(of=("self",)).get(pk=check.pk)
    rules.check_answer(check, member.pk)
    now = clock.now()
    check.state, check.answered_at = rules.after(check.state, CheckEvent.ANSWER), now
    check.answers = json.dumps(dict(answers))
    check.save(update_fields=["state", "answered_at", "answers"])
    with viewing.purpose(PULSE):
        pulse, _new = Pulse.objects.select_for_update().get_or_create(
            mentorship_id=check.mentorship_id, day=check.day, defaults={"shown_at": check.ends_at}
        )
        if rules.low(answers) and not pulse.low:
            pulse.low = True
            pulse.save(update_fields=["low"])
    audit.record("check.answered", by=member, community=member.community_id)
    return check


@transaction.atomic
def go_on() -> int:
    """Plan, ask, remind and let go; how many moved. Runs for the purpose `CLOCK`."""
    now = clock.now()
    moved = _move(CheckIn.objects.exclude(mentorship__state=State.ACTIVE), CheckEvent.DROP)
    moved += _move(CheckIn.objects.filter(state=CheckState.NUDGED, ends_at__lte=now), CheckEvent.TIME)
    late = CheckIn.objects.filter(state=CheckState.OPEN, due_at__lte=now - rules.NUDGES)
    moved += _move(late, CheckEvent.NUDGE, tell="growth.check_again")
    _plan(now)
    due = CheckIn.objects.filter(state=CheckState.PLANNED, due_at__lte=now)
    return moved + _move(due, CheckEvent.DUE, tell="growth.check")


def _move(rows, event: CheckEvent, *, tell: str = "") -> int:
    movable = [state for state, known in rules.CHECK.cells if known == event]
    found = list(rows.filter(state__in=movable).select_for_update(of=("self",)).order_by("pk"))
    for check in found:
        check.state = rules.after(check.state, event)
        check.save(update_fields=["state"])
        audit.record(f"check.{event}", by=None, target=check)
        if tell:
            notices.tell(member=Member(pk=check.member_id), kind=tell, about=check)
    return len(found)


def _plan(now: datetime) -> None:
    """Everybody in a mentoring that is under way has a next check-in."""
    waiting = CheckIn.objects.filter(state__in=[CheckState.PLANNED, *rules.OPEN])
    have = set(waiting.values_list("mentorship", "member"))
    last: dict[tuple, int] = {}
    for mentorship, member, day in CheckIn.objects.order_by("day").values_list("mentorship", "member", "day"):
        last[mentorship, member] = day
    running = Mentorship.objects.filter(state=State.ACTIVE).values_list("pk", "began_at")
    began = {pk: began_at for pk, began_at in running if began_at}
    partners = Partner.objects.filter(mentorship__in=began, left_at=None).values_list("mentorship", "member")
    planned = []
    for mentorship, member in partners:
        if (mentorship, member) not in have:
            day = rules.next_day(last.get((mentorship, member), 0), began[mentorship], now)
            due = rules.due(began[mentorship], day)
            planned.append(
                CheckIn(mentorship_id=mentorship, member_id=member, day=day, due_at=due, ends_at=due + rules.ENDS)
            )
    CheckIn.objects.bulk_create(planned)
