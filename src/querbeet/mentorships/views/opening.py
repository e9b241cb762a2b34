"""Mentoring outside of programmes: who takes others along, asking them, and one's own places."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import opening as actions
from querbeet.mentorships.enums import Shape, State
from querbeet.mentorships.forms import PlacesForm, ShapeForm
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.queries import opening as queries
from querbeet.mentorships.rules import openness as rules
from querbeet.mentorships.views.mentoring import mine


@member_required
@require_GET
def doors(request: MemberRequest) -> HttpResponse:
    context = {"doors": queries.doors(request.member, clock.now()), "own": queries.own(request.member)}
    return render(request, "mentorships/doors.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: MemberRequest) -> HttpResponse:
    """One's own places and skills."""
    own, offers = queries.own(request.member), queries.shareable(request.member)
    initial = queries.initial(own)
    form = PlacesForm(sent(request), offers=offers, initial=initial)
    if form.is_valid():
        told = {"places_": form.cleaned_data["places"], "flash": form.cleaned_data["flash"]}
        actions.offer(member=request.member, skills=form.chosen(), **told)
        messages.success(request, _("Saved."))
        return redirect("mentorships:doors")
    return render(request, "mentorships/places.html", {"form": form, "offers": offers})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: MemberRequest, pk: UUID) -> HttpResponse:
    others = OpenPlace.objects.visible_to(request.member).exclude(member=request.member)
    place = get_object_or_404(others.select_related("member"), pk=pk)
    shapes = [shape for shape in rules.DIRECT if rules.can_shape(shape, flash=place.flash)]
    form = ShapeForm(sent(request), shapes=shapes)
    if form.is_valid():
        try:
            made = actions.ask(place=place, by=request.member, shape=Shape(form.cleaned_data["shape"]))
            in_line = made.state == State.PROPOSED
            messages.success(request, _("You are in line.") if in_line else _("Your question is on its way."))
            return redirect("mentorships:index")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    door = queries.door(place, request.member, clock.now())
    return render(request, "mentorships/asking.html", {"form": form, "door": door})


@member_required
@require_POST
def taking_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    try:
        actions.take_back(mentorship=mine(request, pk), by=request.member)
        messages.success(request, _("Taken back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("mentorships:index")
