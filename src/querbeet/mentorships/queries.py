"""Reads of proposals, as one member sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from querbeet.communities.models.member import Member
from querbeet.mentorships import rules
from querbeet.mentorships.enums import Side, State
from querbeet.mentorships.models import Answer, Proposal
from querbeet.programmes.rules.words import Reason


@dataclass(frozen=True)
class Suggestion:
    """A proposal in the eyes of one of the two: never what the other answered."""

    proposal: Proposal
    other: Member
    side: Side
    reasons: list[str]
    reply: str
    open: bool
    accepted: bool

    @property
    def over(self) -> bool:
        return not self.open and not self.accepted


def suggestions(member: Member, now: datetime) -> list[Suggestion]:
    """All proposals of a member, newest first."""
    mine = Proposal.objects.visible_to(member).select_related("mentee", "mentor", "programme")
    rows = [row for row in mine if member.pk in (row.mentee_id, row.mentor_id)]
    replies = dict(Answer.objects.filter(proposal__in=rows, member=member).values_list("proposal_id", "reply"))
    return [suggestion(row, member, replies.get(row.pk, ""), now) for row in rows]


def outcomes(source: UUID, viewer: Member) -> dict[str, int]:
    """How many suggestions of one source wait, came about, or did not; for coordinators."""
    rows = Proposal.objects.visible_to(viewer).filter(source=source).values_list("state")
    found = dict(rows.annotate(number=Count("pk")).order_by())
    return {state.value: found.get(state.value, 0) for state in State}


def suggestion(proposal: Proposal, member: Member, reply: str, now: datetime) -> Suggestion:
    """One proposal in the eyes of one of the two."""
    return Suggestion(
        proposal=proposal,
        other=proposal.other(member),
        side=proposal.side_of(member),
        reasons=[Reason(**reason, points=0).text for reason in proposal.reasons],
        reply=reply,
        open=rules.can_answer(proposal, now),
        accepted=proposal.state == State.ACCEPTED,
    )


def reply(proposal: Proposal, member: Member) -> str:
    """What this member answered; empty where they did not yet."""
    return Answer.objects.filter(proposal=proposal, member=member).values_list("reply", flat=True).first() or ""
