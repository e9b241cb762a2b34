"""Circles of mentors: opening, joining, leaving, meeting."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.core.errors import Refused
from querbeet.growth.models.rounds import Round, RoundSeat
from querbeet.growth.queries import path as paths
from querbeet.growth.rules import path as rules
from querbeet.meetings.actions import arranging
from querbeet.meetings.models.meeting import Meeting


class Full(Refused):
    """All seats are taken."""


class Alone(Refused):
    """There is nobody to meet yet."""


@transaction.atomic
def open_round(*, by: Member, name: str) -> Round:
    """Open a circle of mentors; its host sits in it. Raises `NotThere`."""
    rules.check_hold_rounds(paths.state(by))
    made = Round.objects.create(community_id=by.community_id, host=by, name=name)
    RoundSeat.objects.create(round=made, member=by)
    audit.record("round.opened", by=by, community=by.community_id, target=made)
    return made


@transaction.atomic
def join(*, round: Round, by: Member) -> None:
    """Sit in a circle. Safe to repeat. Raises `NotThere` and `Full`."""
    rules.check_join_rounds(paths.state(by))
    there = RoundSeat.objects.filter(round=round)
    if there.filter(member=by).exists():
        return
    with viewing.purpose("seats"):  # counts those too whom one may not see
        Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
        taken = there.count()
    if taken >= round.seats_each:
        raise Full(_("All seats are taken. Nothing was changed."))
    RoundSeat.objects.create(round=round, member=by)
    audit.record("round.joined", by=by, community=by.community_id, target=round)


@transaction.atomic
def leave(*, round: Round, by: Member) -> None:
    """Leave a circle, without a reason. Safe to repeat."""
    if RoundSeat.objects.filter(round=round, member=by).delete()[0]:
        audit.record("round.left", by=by, community=by.community_id, target=round)


@transaction.atomic
def meet(*, round: Round, by: Member) -> Meeting:
    """Look for a time at which the circle can meet. Raises `Alone` and what looking for times raises."""
    seats = RoundSeat.objects.visible_to(by).filter(round=round).values("member")
    people = list(Member.objects.visible_to(by).filter(pk__in=seats))
    if len({*people, by}) < 2:
        raise Alone(_("So far you are alone in this circle. Wait for somebody to join."))
    return arranging.begin_group(group=round.pk, people=people, by=by)
