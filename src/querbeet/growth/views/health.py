"""The coordinators' board of a programme."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, coordinator_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.growth.actions import health as actions
from querbeet.growth.forms import ChangeForm
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
    try:
        actions.ask(health=_health(request, pk, mentorship), by=request.member)
        messages.success(request, _("Both are asked kindly how they are."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:board", pk)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: UUID, mentorship: UUID) -> HttpResponse:
    """Offering both a change: a new match, or a hand-over."""
    health = _health(request, pk, mentorship)
    form = ChangeForm(sent(request), mentors=queries.successors(health, request.member))
    if form.is_valid():
        try:
            actions.offer_change(health=health, by=request.member, mentor=form.chosen())
            messages.success(request, _("Both are offered a change. They decide."))
            return redirect("growth:board", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"programme": health.mentorship.programme, "form": form}
    return render(request, "growth/change.html", context)


def _health(request: MemberRequest, pk: UUID, mentorship: UUID) -> Health:
    here = Health.objects.visible_to(request.member).filter(mentorship__programme=pk)
    return get_object_or_404(here.select_related("mentorship__programme"), mentorship=mentorship)
