"""For whoever was chosen to read: what waits, one call, and the places that help."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, coordinator_required, member_required, sent
from querbeet.core.errors import Refused
from querbeet.safety import actions, queries
from querbeet.safety.forms import LineForm, TextForm
from querbeet.safety.models import Line, Report

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """The calls that one was chosen to read; an empty page for everybody else."""
    return render(request, "safety/reports.html", {"reports": queries.to_read(request.member)})


@member_required
@require_http_methods(READ_AND_WRITE)
def detail(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One call: read it, answer it."""
    found = get_object_or_404(Report.objects.visible_to(request.member).exclude(reporter=request.member), pk=pk)
    form = TextForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(report=found, by=request.member, text=form.cleaned_data["text"])
            messages.success(request, _("Your answer is there."))
            return redirect("safety:detail", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "safety/detail.html", {"call": queries.call(found, request.member), "form": form})


@member_required
@require_POST
def taking(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say that one takes care of a call."""
    found = get_object_or_404(Report.objects.visible_to(request.member).exclude(reporter=request.member), pk=pk)
    try:
        actions.take(report=found, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("safety:detail", pk)


@coordinator_required
@require_http_methods(READ_AND_WRITE)
def lines(request: MemberRequest) -> HttpResponse:
    """The places that help, for coordinators to keep."""
    form = LineForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.keep_line(community=request.member.community, by=request.member, **form.cleaned_data)
        return redirect("safety:lines")
    return render(request, "safety/lines.html", {"lines": Line.objects.visible_to(request.member), "form": form})


@coordinator_required
@require_POST
def line_removal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a place out."""
    actions.drop_line(line=get_object_or_404(Line.objects.visible_to(request.member), pk=pk), by=request.member)
    return redirect("safety:lines")
