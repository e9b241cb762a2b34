"""Suggestions that two members answer, for the sweeps in tests/worlds."""

from uuid import uuid4

from querbeet.core import viewing
from querbeet.mentorships import actions
from querbeet.mentorships.enums import Reply
from querbeet.programmes.models.programme import Programme

REASONS = [{"label": "Topics", "mentee": "rest", "mentor": "naps"}]


def plant(bed) -> None:
    """a may teach b, c may teach a and b; a and b have answered."""
    for mentee, mentor in ((bed.b, bed.a), (bed.a, bed.c), (bed.b, bed.c)):
        programme = Programme.objects.filter(community=bed.community, participants__member=bed.a).first()
        with viewing.as_member(bed.coordinator):
            proposal = actions.propose(
                programme=programme, mentee=mentee, mentor=mentor, reasons=REASONS, source=uuid4(), by=bed.coordinator
            )
        if mentee == bed.b and mentor == bed.a:
            with viewing.as_member(bed.b):
                actions.answer(proposal=proposal, member=bed.b, reply=Reply.YES)
        if mentee == bed.a:
            with viewing.as_member(bed.a):
                actions.answer(proposal=proposal, member=bed.a, reply=Reply.choices[-1][0])
