"""Verbs of vetting: say what is checked, keep results, give the second look. No document is ever kept."""

from datetime import date
from typing import Any

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.programmes.actions import enrolments
from querbeet.programmes.enums import EnrolmentEvent as Event
from querbeet.programmes.enums import EnrolmentState as State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.models.vetting import Check, VettingStep
from querbeet.programmes.rules import vetting as rules


@transaction.atomic
def add_step(*, programme: Programme, by: Member, **fields: Any) -> VettingStep:
    """One more thing is checked from now on; coordinators then look at every sign-up before it counts.

    Whoever is in the pool already stays there.
    """
    step = VettingStep.objects.create(programme=programme, position=programme.vetting_steps.count(), **fields)
    Programme.objects.filter(pk=programme.pk).update(screening=True)
    programme.screening = True
    audit.record("add vetting step", by=by, community=programme.community_id, target=step)
    return step


@transaction.atomic
def change_step(*, step: VettingStep, by: Member, **fields: Any) -> None:
    """Change what is checked; results keep the date until which they hold."""
    for field, value in fields.items():
        setattr(step, field, value)
    step.save(update_fields=list(fields))
    audit.record("change vetting step", by=by, community=by.community_id, target=step)


@transaction.atomic
def remove_step(*, step: VettingStep, by: Member) -> None:
    """This is no longer checked; its results are deleted."""
    audit.record("remove vetting step", by=by, community=by.community_id, target=step)
    people = list(Participant.objects.visible_to(by).filter(checks__step=step).distinct())
    step.delete()
    for row in people:
        _bring_up_to_date(enrolments.locked(row), by)


@transaction.atomic
def keep(*, enrolment: Participant, step: VettingStep, passed: bool, checked_on: date, by: Member) -> Check:
    """Keep the result of a check, and whoever waited for it goes on. Raises `NotToday`."""
    row = enrolments.locked(enrolment)
    rules.check_day(checked_on, clock.now().date())
    expires = rules.months_later(checked_on, step.valid_months) if step.valid_months and passed else None
    made = Check.objects.create(
        participant=row, step=step, passed=passed, checked_on=checked_on, expires_on=expires, by=by
    )
    audit.record("keep check", by=by, community=by.community_id, target=made)
    _bring_up_to_date(row, by)
    return made


@transaction.atomic
def confirm(*, check: Check, by: Member) -> None:
    """The second look of somebody else. Raises `SamePerson`."""
    row = enrolments.locked(check.participant)
    locked = Check.objects.select_for_update(of=("self",)).get(pk=check.pk)
    rules.check_confirm(by.pk, locked.by_id, locked.second_id)
    locked.second = by
    locked.save(update_fields=["second"])
    audit.record("confirm check", by=by, community=by.community_id, target=check)
    _bring_up_to_date(row, by)


def _bring_up_to_date(row: Participant, by: Member) -> None:
    """The day until which everything holds, and the way out of renewal once nothing is missing."""
    steps, checks = list(row.programme.vetting_steps.all()), list(row.checks.all())
    row.vetted_until = rules.until(steps, checks, row.side)
    row.save(update_fields=["vetted_until"])
    today = clock.now().date()
    if row.state == State.RENEWAL and not rules.missing(
        steps, checks, row.side, today, two_people=row.programme.two_people
    ):
        enrolments.renew(enrolment=row, by=by)
    elif row.state in (State.READY, State.POOL, State.FULL) and rules.lost(steps, checks, row.side, today):
        enrolments.turn(row, Event.EXPIRE, by)
