"""Circles in which mentors support each other."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.growth import forms
from querbeet.growth.actions import rounds as actions
from querbeet.growth.models.rounds import Round
from querbeet.growth.queries import path as paths
from querbeet.growth.queries import rounds as queries


@member_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """All circles of mentors here."""
    context = {"rows": queries.listing(request.member), "may_hold": queries.may_hold(paths.state(request.member))}
    return render(request, "growth/rounds.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Opening one."""
    if not queries.may_hold(paths.state(request.member)):
        raise Http404
    form = forms.RoundForm(sent(request))
    if form.is_valid():
        made = actions.open_round(by=request.member, name=form.cleaned_data["name"])
        return redirect("growth:round", made.pk)
    return render(request, "growth/round_new.html", {"form": form})


@member_required
@require_safe
def one(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One circle: who sits in it, when it meets, and how much one carries oneself."""
    round = get_object_or_404(Round.objects.visible_to(request.member), pk=pk)
    context = {
        "row": queries.one(round, request.member),
        "all": queries.coming(round, request.member, clock.now()),
        "own": paths.shown(request.member, clock.now()),
    }
    return render(request, "growth/round.html", context)


@member_required
@require_POST
def seat(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Taking a seat, or giving it up."""
    round = get_object_or_404(Round.objects.visible_to(request.member), pk=pk)
    leaves = "leave" in request.POST
    try:
        (actions.leave if leaves else actions.join)(round=round, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:rounds") if leaves else redirect("growth:round", pk)


@member_required
@require_POST
def meeting(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Looking for a time at which the circle can meet."""
    mine = Round.objects.visible_to(request.member).filter(seats__member=request.member)
    round = get_object_or_404(mine, pk=pk)
    try:
        made = actions.meet(round=round, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("growth:round", pk)
    return redirect("meetings:times", made.pk)
