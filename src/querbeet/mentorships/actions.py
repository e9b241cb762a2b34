"""Verbs of proposals."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import TieKind
from querbeet.communities.models.bounds import Tie
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.mentorships import rules
from querbeet.mentorships.enums import Event, Reply, State
from querbeet.mentorships.models import Answer, Proposal
from querbeet.programmes.models.programme import Programme


@transaction.atomic
def propose(
    *, programme: Programme, mentee: Member, mentor: Member, reasons: Sequence[dict[str, Any]], source: UUID, by: Member
) -> Proposal | None:
    """Put two members to each other, with reasons that both may read. None where they are already proposed."""
    proposal, new = Proposal.objects.exclude(state=State.LAPSED).get_or_create(
        programme=programme,
        mentee=mentee,
        mentor=mentor,
        defaults={"reasons": list(reasons), "source": source, "expires_at": clock.now() + rules.WAITS},
    )
    if not new:
        return None
    audit.record("propose", by=by, community=programme.community_id, target=proposal)
    return proposal


@transaction.atomic
def answer(*, proposal: Proposal, member: Member, reply: Reply) -> Proposal:
    """Say yes, no or not now; it can be changed while the proposal is open. Both yes makes a match.

    Raises `NoLongerOpen`.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    rules.check_answer(proposal, clock.now())
    Answer.objects.update_or_create(proposal=proposal, member=member, defaults={"reply": reply})
    audit.record("answer proposal", by=member, community=member.community_id, target=proposal)
    if rules.comes_about(_replies(proposal)):
        proposal.state = rules.after(proposal.state, Event.BOTH_YES)
        proposal.save(update_fields=["state"])
        Tie.objects.get_or_create(member=proposal.mentee, other=proposal.mentor, kind=TieKind.MATCH, source=proposal.pk)
        audit.record("begin match", by=member, community=member.community_id, target=proposal)
    return proposal


def _replies(proposal: Proposal) -> list[str]:
    """What both answered. Only this verb may know: the database shows it for this purpose and to nobody else."""
    earlier = viewing.current().purpose
    viewing.change(purpose="conclude")
    replies = list(proposal.answers.values_list("reply", flat=True))
    viewing.change(purpose=earlier)
    return replies


@transaction.atomic
def lapse() -> int:
    """End every proposal whose time is over; how many. Runs for the purpose 'clock'."""
    late = Proposal.objects.select_for_update().filter(state=State.OFFERED, expires_at__lte=clock.now())
    ended = list(late)
    for proposal in ended:
        proposal.state = rules.after(proposal.state, Event.TIME)
        proposal.save(update_fields=["state"])
        audit.record("lapse proposal", by=None, target=proposal)
    return len(ended)
