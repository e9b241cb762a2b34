"""The coordinators' board of a programme."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.growth.actions import health as actions
from querbeet.growth.models.checks import Health
from querbeet.growth.queries import health as queries
from querbeet.programmes.models.programme import Programme


@coordinator_required
@require_safe
def board(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How the mentorings of a programme are doing."""
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    context = {"programme": programme, "board": queries.board(programme, request.member, clock.now())}
    return render(request, "growth/board.html", context)


@coordinator_required
@require_POST
def ask(request: MemberRequest, pk: UUID, mentorship: UUID) -> HttpResponse:
    """A kind question to both."""
    return _act(request, pk, mentorship, actions.ask, _("Both are asked kindly how they are."))


@coordinator_required
@require_POST
def change(request: MemberRequest, pk: UUID, mentorship: UUID) -> HttpResponse:
    """Offering both a change."""
    return _act(request, pk, mentorship, actions.offer_change, _("Both are offered a change. They decide."))


def _act(request: MemberRequest, pk: UUID, mentorship: UUID, act, done: str) -> HttpResponse:
    here = Health.objects.visible_to(request.member).filter(mentorship__programme=pk)
    health = get_object_or_404(here, mentorship=mentorship)
    try:
        act(health=health, by=request.member)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:board", pk)
