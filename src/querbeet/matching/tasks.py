"""Runs are computed by the job worker, so that no page waits for them."""

from uuid import UUID

from django.utils import translation
from procrastinate.contrib.django import app

from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.matching import actions
from querbeet.matching.models import Run


@app.task(queue="matching")
def execute(run: str, member: str, language: str = "en") -> None:
    """Carry out one run in the name of the coordinator who started it; again after a crash gives the same answer.

    `language`: what the coordinator reads a refusal in.
    """
    with viewing.looking(viewing.Context(member=str(UUID(member)))):
        by = Member.objects.get(pk=member)
    with viewing.as_member(by):
        found = Run.objects.visible_to(by).select_related("programme").get(pk=run)
        if not found.under_way:  # it was done, and its worker fell before it could say so
            return
        begun = actions.begin(run=found)
    with viewing.as_member(by), translation.override(language):
        actions.carry_out(run=begun, by=by)
