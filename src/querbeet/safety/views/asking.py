"""Help: what to do now, asking the stewards, and what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.safety import actions, queries, rules
from querbeet.safety.forms import ReportForm, TextForm
from querbeet.safety.models import Line, Report

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_safe
def help_page(request: MemberRequest) -> HttpResponse:
    """What helps now, whoever you are."""
    context = {
        "lines": Line.objects.visible_to(request.member),
        "mine": queries.mine(request.member),
        "waiting": queries.waiting(request.member),
    }
    return render(request, "safety/help.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def report(request: MemberRequest) -> HttpResponse:
    """Ask the stewards for help."""
    return _report(request)


@member_required
@require_http_methods(READ_AND_WRITE)
def report_person(request: MemberRequest, key: str) -> HttpResponse:
    """The same, about somebody."""
    others = Member.objects.visible_to(request.member).exclude(pk=request.member.pk)
    return _report(request, about=get_object_or_404(others, key=key))


@member_required
@require_http_methods(READ_AND_WRITE)
def report_thing(request: MemberRequest, slug: str, pk: UUID) -> HttpResponse:
    """The same, about something that one has together with others."""
    kind = rules.thing(slug)
    thing = kind.load(request.member, pk) if kind else None
    if kind is None or thing is None:
        raise Http404
    return _report(request, thing=thing, about=kind.partner(thing, request.member))


def _report(request: MemberRequest, **concerned: Any) -> HttpResponse:
    staff = queries.stewards(request.member, concerned.get("about"))
    form = ReportForm(sent(request), staff=staff, stoppable="thing" in concerned)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.report(by=request.member, **concerned, **form.told())
            messages.success(request, _("It is on its way. You did well to say it."))
            return redirect("safety:mine", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "safety/report.html", {"form": form, "staff": staff, "about": concerned.get("about")})


@member_required
@require_http_methods(READ_AND_WRITE)
def mine(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One's own call, and what was answered."""
    found = get_object_or_404(Report.objects.visible_to(request.member), pk=pk, reporter=request.member)
    form = TextForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(report=found, text=form.cleaned_data["text"])
            return redirect("safety:mine", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "safety/mine.html", {"call": queries.call(found, request.member), "form": form})


@member_required
@require_POST
def closing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Close a call: whoever asked, or who reads it."""
    found = get_object_or_404(Report.objects.visible_to(request.member), pk=pk)
    try:
        actions.close(report=found, by=request.member)
        messages.success(request, _("Closed. In half a year it is deleted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("safety:help" if found.reporter_id == request.member.pk else "safety:reports")
