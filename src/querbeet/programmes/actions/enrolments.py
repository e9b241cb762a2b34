"""Verbs of taking part: members sign up, answer, pause and step out; coordinators look, ask and take in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from querbeet.audit import actions as audit
from querbeet.communities.enums import Role
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.notices import actions as notices
from querbeet.programmes import queries, texts
from querbeet.programmes.enums import EnrolmentEvent as Event
from querbeet.programmes.enums import EnrolmentState, Origin, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import enrolment as rules
from querbeet.programmes.rules import lifecycle, vetting
from querbeet.programmes.rules.ruleset import Answer

MOVED = ["state", "since", "reminded_at"]
NOTHING: dict[str, Any] = {"answers": {}, "capacity": None, "name": "", "contact": "", "asked": "", "said": ""}


class HasAccount(Refused):
    """Whoever takes part with an account is here already."""


class NoAccount(Refused):
    """Whoever has no account cannot be asked here."""


def moved(row: Participant, event: Event, now: datetime) -> Participant:
    """The row in the state after an event, with its date; not yet saved. Raises `NotYet`."""
    row.state, row.since, row.reminded_at = rules.after(row.state, event), now, None
    return row


def locked(enrolment: Participant) -> Participant:
    """The enrolment as it stands in the database, held until the transaction ends."""
    rows = Participant.objects.select_for_update(of=("self",)).select_related("programme", "member")
    return rows.get(pk=enrolment.pk)


def turn(enrolment: Participant, event: Event, by: Member, **fields: Any) -> Participant:
    """Move an enrolment on, tell whoever has to know, and leave a trace. Raises `NotYet`."""
    row = moved(locked(enrolment), event, clock.now())
    for field, value in fields.items():
        setattr(row, field, value)
    row.save(update_fields=[*MOVED, *fields])
    audit.record(f"{event} enrolment", by=by, community=row.programme.community_id, target=row)
    tell(row, by)
    return row


def tell(row: Participant, by: Member) -> None:
    """Whoever did not do it themself hears of it: the person, or the coordinators where it is theirs to go on."""
    if row.member is not None and row.member != by and row.state in texts.NEWS:
        notices.tell(member=row.member, kind=texts.MOVED, about=row, again=True)
    if row.member_id == by.pk and row.state in texts.WAITING:
        notices.tell_each(members=_coordinators(by), kind=texts.WAIT, about=row.programme, again=True)


def _coordinators(by: Member) -> list[Member]:
    return list(Member.objects.visible_to(by).filter(roles__contains=[Role.COORDINATOR]))


# Members


@transaction.atomic
def enrol(
    *, programme: Programme, member: Member, side: Side, answers: Mapping[str, Answer], capacity: int | None = None
) -> Participant:
    """Sign a member up for one side, or change what they answered. Raises `NotNow`, `TurnedDown`.

    Where nobody looks at sign-ups first and there is no training, they are in the pool at once.
    """
    lifecycle.check_enrol(programme)
    everything = Participant.objects.filter(programme=programme, side=side, member=member)
    rules.check_sign_up(everything.values_list("state", flat=True))
    enrolment, new = Participant.objects.taking_part().update_or_create(
        programme=programme,
        side=side,
        member=member,
        defaults={"answers": dict(answers), "capacity": capacity},
        create_defaults={"answers": dict(answers), "capacity": capacity, "origin": Origin.ENROLMENT},
    )
    if new:
        onward(enrolment, programme)
        tell(enrolment, member)
    audit.record("enrol", by=member, community=programme.community_id, target=enrolment)
    return enrolment


def onward(enrolment: Participant, programme: Programme) -> None:
    """Take somebody who just signed up as far as the programme lets them go by themselves."""
    first = rules.first_step(screening=programme.screening, training=programme.training)
    if first is not None:
        moved(enrolment, first, clock.now()).save(update_fields=MOVED)


@transaction.atomic
def answer_info(*, enrolment: Participant, said: str, by: Member) -> Participant:
    """A member answers what the coordinators asked. Raises `NotYet`."""
    return turn(enrolment, Event.ANSWER, by, said=said)


@transaction.atomic
def pause(*, enrolment: Participant, by: Member) -> Participant:
    """A break, without a reason: nobody is matched with them. Raises `NotYet`."""
    return turn(enrolment, Event.PAUSE, by)


@transaction.atomic
def resume(*, enrolment: Participant, by: Member) -> Participant:
    """Back from a break: into the pool, or to renewal where a check ran out meanwhile. Raises `NotYet`."""
    now = clock.now()
    row = locked(enrolment)
    late = row.vetted_until is not None and row.vetted_until < now.date()
    row = turn(row, Event.EXPIRE if late and row.state == EnrolmentState.PAUSED else Event.RESUME, by)
    return _filled(row, now)


def _filled(row: Participant, now: datetime) -> Participant:
    """Whoever comes into the pool without a free place is full at once."""
    if row.state == EnrolmentState.POOL and not row.free_places:
        moved(row, Event.FILL, now).save(update_fields=MOVED)
    return row


@transaction.atomic
def leave(*, enrolment: Participant, by: Member) -> Participant:
    """Step out of one side of a programme; what was answered is deleted. Raises `NotYet`."""
    return turn(enrolment, Event.LEAVE, by, **NOTHING)


@transaction.atomic
def forget(*, member: Member) -> None:
    """Erase what a member answered anywhere and take them out of every programme; for leaving, before they do."""
    mine = list(Participant.objects.select_for_update().filter(member=member))
    for row in mine:
        if not row.ended:
            moved(row, Event.LEAVE, clock.now())
        for field, value in NOTHING.items():
            setattr(row, field, value)
        row.save(update_fields=[*MOVED, *NOTHING])
    if mine:
        audit.record("enrolments forgotten", by=member, community=member.community_id)


# Coordinators


@transaction.atomic
def ask_info(*, enrolment: Participant, asked: str, by: Member) -> Participant:
    """Ask somebody for more before it goes on. Raises `NotYet`, `NoAccount`."""
    if enrolment.member_id is None:
        raise NoAccount(_("This person has no account and cannot answer here. Ask them the way you know them."))
    return turn(enrolment, Event.ASK, by, asked=asked, said="")


@transaction.atomic
def screen(*, enrolment: Participant, by: Member) -> Participant:
    """Begin to look at a sign-up more closely. Raises `NotYet`."""
    return turn(enrolment, Event.SCREEN, by)


@transaction.atomic
def train(*, enrolment: Participant, by: Member) -> Participant:
    """On to the training. Raises `NotYet`."""
    return turn(enrolment, Event.TRAIN, by)


@transaction.atomic
def prepare(*, enrolment: Participant, by: Member) -> Participant:
    """All that was to be done before is done. Raises `NotYet`."""
    return turn(enrolment, Event.PREPARE, by)


@transaction.atomic
def admit(*, enrolment: Participant, by: Member) -> Participant:
    """Take somebody into the pool, where matching finds them.

    Raises `NotYet`, and `NotChecked` with what is missing.
    """
    row = locked(enrolment)
    rules.after(row.state, Event.ADMIT)
    rules.check_training_first(row.state, training=row.programme.training)
    vetting.check_complete(queries.lacking([row], clock.now())[row.pk])
    return _filled(turn(enrolment, Event.ADMIT, by), clock.now())


@transaction.atomic
def renew(*, enrolment: Participant, by: Member) -> Participant:
    """Everything is checked again: back into the pool. Raises `NotYet`."""
    return _filled(turn(enrolment, Event.RENEW, by), clock.now())


@transaction.atomic
def decline(*, enrolment: Participant, by: Member) -> Participant:
    """No place this time; the person is told so in neutral words, never why. Raises `NotYet`."""
    return turn(enrolment, Event.DECLINE, by)


@transaction.atomic
def suspend(*, enrolment: Participant, by: Member) -> Participant:
    """Put somebody on hold: nobody is matched with them until it is lifted. Raises `NotYet`."""
    return turn(enrolment, Event.SUSPEND, by)


@transaction.atomic
def reinstate(*, enrolment: Participant, by: Member) -> Participant:
    """Lift the hold; it goes on from the beginning, as far as the programme lets people go. Raises `NotYet`."""
    row = turn(enrolment, Event.REINSTATE, by)
    onward(row, row.programme)
    return _filled(row, clock.now())


@transaction.atomic
def take_out(*, participant: Participant, by: Member) -> None:
    """A coordinator takes somebody out: a candidate's data is deleted, a member's enrolment ended. Raises `NotYet`."""
    if participant.member_id is None:
        audit.record("take out", by=by, community=by.community_id, target=participant)
        participant.delete()
    else:
        leave(enrolment=participant, by=by)


@transaction.atomic
def invited(*, participant: Participant, by: Member) -> None:
    """Note that a candidate was given an invitation. Raises `HasAccount`."""
    if participant.member_id is not None:
        raise HasAccount(_("This person already has an account."))
    participant.invited_at = clock.now()
    participant.save(update_fields=["invited_at"])
    audit.record("invite candidate", by=by, community=by.community_id, target=participant)
