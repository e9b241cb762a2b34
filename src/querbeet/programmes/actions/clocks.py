"""What time does by itself to programmes and enrolments. Runs for the purpose 'clock', once a day.

The tables say what ends each wait; whoever has to act next is reminded, and nobody else learns of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest

from querbeet.audit import actions as audit
from querbeet.communities.enums import Role, Status
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.lifecycle import Stage
from querbeet.notices import actions as notices
from querbeet.programmes import texts
from querbeet.programmes.actions.enrolments import MOVED, moved
from querbeet.programmes.enums import EnrolmentEvent, EnrolmentState, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import enrolment, lifecycle

USUAL = timedelta(days=30)
"""How long a state whose clock is a date waits for a reminder where nobody set that date."""


@transaction.atomic
def turn_seasons() -> int:
    """Programmes whose day is over move on: sign-up closes, the end begins. How many."""
    now, number = clock.now(), 0
    for stage in lifecycle.PROGRAMME.stages:
        if not stage.clock or not stage.clock.at:
            continue
        over = Programme.objects.select_for_update().filter(
            **{"state": stage.state, f"{stage.clock.at}__lt": now.date()}
        )
        for programme in over:
            if stage.clock.event in lifecycle.events(programme):  # a rolling one has no season of matching
                _turn(programme, stage.clock.event, now)
                number += 1
    return number


def _turn(programme: Programme, event: str, now: datetime) -> None:
    programme.state, programme.since, programme.reminded_at = lifecycle.after(programme, event), now, None
    programme.save(update_fields=["state", "since", "reminded_at"])
    audit.record(f"{event} programme", by=None, community=programme.community_id, target=programme)
    _tell_coordinators(programme, texts.SEASON)


@transaction.atomic
def expire_checks() -> int:
    """Whoever has a check that has run out comes to renewal; they and the coordinators hear of it. How many."""
    now = clock.now()
    states = (EnrolmentState.READY, EnrolmentState.POOL, EnrolmentState.FULL)
    late = _rows().filter(state__in=states, vetted_until__lt=now.date())
    return _strike(late, EnrolmentEvent.EXPIRE, now)


@transaction.atomic
def lapse_questions() -> int:
    """Whoever did not answer a question for a month is out of the programme, and may sign up again. How many."""
    now = clock.now()
    late = _rows().filter(state=EnrolmentState.INFO, since__lte=now - enrolment.ANSWER_WITHIN)
    return _strike(late, EnrolmentEvent.LAPSE, now)


@transaction.atomic
def finish() -> int:
    """Whoever still takes part in a programme that is closed has finished. How many."""
    there = _rows().taking_part().filter(programme__state=State.CLOSED)
    return _strike(there, EnrolmentEvent.FINISH, clock.now())


def _rows():
    return Participant.objects.select_for_update(of=("self",)).select_related("programme")


def _strike(rows: Iterable[Participant], event: EnrolmentEvent, now: datetime) -> int:
    struck = list(rows)
    for row in struck:
        moved(row, event, now).save(update_fields=MOVED)
        audit.record(f"{event} enrolment", by=None, community=row.programme.community_id, target=row)
        if row.member_id and row.state in texts.NEWS:
            _tell_member(row)
    for programme in {row.programme_id: row.programme for row in struck if row.state in texts.WAITING}.values():
        _tell_coordinators(programme, texts.WAIT)
    return len(struck)


# Reminders


@transaction.atomic
def remind() -> int:
    """Remind whoever has to act next, again at the interval of each state; how many waits that was."""
    now = clock.now()
    waits = [row for stage in lifecycle.PROGRAMME.stages for row in _due(Programme, stage, now)]
    people = [row for stage in enrolment.ENROLMENT.stages for row in _due(Participant, stage, now)]
    for programme in waits:
        _tell_coordinators(programme, texts.SEASON)
    for kind in (texts.WAIT, texts.SEASON):
        of_coordinators = [row for row in people if _kind(row) == kind]
        for programme in {row.programme_id: row.programme for row in of_coordinators}.values():
            _tell_coordinators(programme, kind)
    for row in people:
        if _kind(row) == texts.MOVED and row.member_id:
            _tell_member(row)
    for row in (*waits, *people):
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    return len(waits) + len(people)


def _kind(row: Participant) -> str:
    if enrolment.ENROLMENT.stage(row.state).owner == "member":
        return texts.MOVED
    return texts.WAIT if row.state in texts.WAITING else texts.SEASON


def _due(model, stage: Stage, now: datetime) -> Iterable:
    if not stage.clock or (stage.clock.event and model is Participant):
        return []  # it ends by itself
    wait = stage.clock.wait or USUAL
    last = Greatest("since", Coalesce("reminded_at", "since"))
    rows = model.objects.annotate(last=last).filter(Q(last__lte=now - wait), state=stage.state)
    return rows.select_related("programme") if model is Participant else rows


def _tell_member(row: Participant) -> None:
    notices.tell(member=Member(pk=row.member_id), kind=texts.MOVED, about=row, again=True)


def _tell_coordinators(programme: Programme, kind: str) -> None:
    here = Member.objects.filter(community=programme.community_id, roles__contains=[Role.COORDINATOR])
    notices.tell_each(members=here.filter(status=Status.ACTIVE), kind=kind, about=programme, again=True)
