"""One's own way to passing on, and looking over a shoulder."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.growth import forms
from querbeet.growth.actions import path as actions
from querbeet.growth.enums import CompanyState, PathEvent
from querbeet.growth.models.path import Company, Guide
from querbeet.growth.queries import path as queries
from querbeet.notices import actions as notices

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Where one is, and what may come next."""
    shown = queries.shown(request.member, clock.now())
    for one in shown.companies:
        notices.seen(member=request.member, about=one.company)
    form = forms.GuideForm(initial={"words": shown.guide.words if shown.guide else ""})
    return render(request, "growth/path.html", {"shown": shown, "form": form})


@member_required
@require_POST
def step(request: MemberRequest) -> HttpResponse:
    """A step on, back, or not now."""
    event = request.POST.get("event", "")
    if event not in PathEvent.values or event == PathEvent.INVITE:
        raise Http404
    try:
        actions.step(member=request.member, event=PathEvent(event))
        if event == PathEvent.NOT_NOW:
            messages.success(request, _("That is a full answer. We will not ask again for half a year."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:path")


@member_required
@require_http_methods(READ_AND_WRITE)
def thoughts(request: MemberRequest) -> HttpResponse:
    """Thoughts about the next step, for oneself alone."""
    kept = queries.thoughts(request.member)
    form = forms.ThoughtsForm(sent(request), initial={"ticked": kept.ticked.split(), "words": kept.words})
    if form.is_valid():
        ticked = " ".join(form.cleaned_data["ticked"])
        actions.think(member=request.member, ticked=ticked, words=form.cleaned_data["words"])
        messages.success(request, _("Kept, for you alone."))
        return redirect("growth:path")
    return render(request, "growth/thoughts.html", {"form": form})


@member_required
@require_safe
def guides(request: MemberRequest) -> HttpResponse:
    """Who lets others look over their shoulder."""
    shown = queries.shown(request.member, clock.now())
    return render(request, "growth/guides.html", {"guides": queries.guides(request.member), "can_ask": shown.can_ask})


@member_required
@require_POST
def question(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Asking one of them."""
    guide = get_object_or_404(Guide.objects.visible_to(request.member).exclude(member=request.member), pk=pk)
    try:
        actions.ask(guide=guide, by=request.member)
        messages.success(request, _("You have asked. If it suits them, you hear of it within two weeks."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:path")


@member_required
@require_POST
def guiding(request: MemberRequest) -> HttpResponse:
    """Letting others look over one's shoulder, or not any more."""
    form = forms.GuideForm(request.POST)
    try:
        if "stop" in request.POST:
            actions.stop_guiding(member=request.member)
        elif form.is_valid():
            actions.guide(member=request.member, words=form.cleaned_data["words"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:path")


@member_required
@require_POST
def answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A guide's yes or no."""
    asked = Company.objects.visible_to(request.member).filter(guide=request.member, state=CompanyState.ASKED)
    company = get_object_or_404(asked, pk=pk)
    actions.reply(company=company, by=request.member, yes=request.POST.get("answer") == "yes")
    messages.success(request, _("Thank you, that is kept."))
    return redirect("growth:path")


@member_required
@require_POST
def end(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ending it, or taking a question back."""
    company = get_object_or_404(Company.objects.visible_to(request.member), pk=pk)
    if company.state == CompanyState.ASKED and company.learner_id != request.member.pk:
        raise Http404
    try:
        actions.end(company=company, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:path")
