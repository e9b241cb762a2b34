"""Verbs of taking part: members sign up and withdraw, coordinators take people out and invite candidates."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.programmes.enums import Origin, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import lifecycle
from querbeet.programmes.rules.ruleset import Answer


class HasAccount(Refused):
    """Whoever takes part with an account is here already."""


@transaction.atomic
def enrol(
    *, programme: Programme, member: Member, side: Side, answers: Mapping[str, Answer], capacity: int | None = None
) -> Participant:
    """Sign a member up for one side, or change what they answered. Raises `NotNow`."""
    lifecycle.check_enrol(programme.state)
    enrolment, _new = Participant.objects.update_or_create(
        programme=programme,
        side=side,
        member=member,
        defaults={"answers": dict(answers), "capacity": capacity, "withdrawn_at": None},
        create_defaults={"answers": dict(answers), "capacity": capacity, "origin": Origin.ENROLMENT},
    )
    audit.record("enrol", by=member, community=programme.community_id, target=enrolment)
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Participant, by: Member) -> None:
    """A member takes themself out of one side; they may sign up again while the programme is open."""
    enrolment.withdrawn_at = clock.now()
    enrolment.save(update_fields=["withdrawn_at"])
    audit.record("withdraw", by=by, community=by.community_id, target=enrolment)


@transaction.atomic
def forget(*, member: Member) -> None:
    """Erase what a member answered anywhere and take them out of every programme; for leaving, before they do."""
    mine = Participant.objects.filter(member=member)
    if mine.update(answers={}, capacity=None, name="", contact="", withdrawn_at=clock.now()):
        audit.record("enrolments forgotten", by=member, community=member.community_id)


@transaction.atomic
def take_out(*, participant: Participant, by: Member) -> None:
    """A coordinator takes somebody out: a candidate's data is deleted, a member's enrolment withdrawn."""
    audit.record("take out", by=by, community=by.community_id, target=participant)
    if participant.member_id is None:
        participant.delete()
    else:
        participant.withdrawn_at = clock.now()
        participant.save(update_fields=["withdrawn_at"])


@transaction.atomic
def invited(*, participant: Participant, by: Member) -> None:
    """Note that a candidate was given an invitation. Raises `HasAccount`."""
    if participant.member_id is not None:
        raise HasAccount(_("This person already has an account."))
    participant.invited_at = clock.now()
    participant.save(update_fields=["invited_at"])
    audit.record("invite candidate", by=by, community=by.community_id, target=participant)
