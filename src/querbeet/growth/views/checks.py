"""Check-ins: each alone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.growth import forms
from querbeet.growth.actions import checks
from querbeet.growth.enums import CheckState
from querbeet.growth.models.checks import CheckIn
from querbeet.growth.queries import checks as queries
from querbeet.growth.rules import checks as rules
from querbeet.notices import actions as notices


@member_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """One's own check-ins."""
    return render(request, "growth/checks.html", {"rows": queries.listing(request.member, clock.now())})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Four questions, or what one answered."""
    found = get_object_or_404(CheckIn.objects.visible_to(request.member).exclude(state=CheckState.PLANNED), pk=pk)
    notices.seen(member=request.member, about=found)
    form = forms.CheckForm(sent(request), initial=queries.answers(found))
    if form.is_valid():
        try:
            checks.answer(check=found, member=request.member, answers=form.cleaned_data)
            if rules.unsafe(form.cleaned_data):
                return redirect("growth:help", pk)
            messages.success(request, _("Thank you. Nobody else reads your answers."))
            return redirect("growth:checks")
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("growth:check", pk)
    return render(request, "growth/check.html", {"row": queries.rows([found], request.member)[0], "form": form})


@member_required
@require_safe
def way_to_help(request: MemberRequest, pk: UUID) -> HttpResponse:
    """For whoever does not feel safe: ways to help, each of which they choose themself."""
    found = get_object_or_404(CheckIn.objects.visible_to(request.member), pk=pk)
    if not rules.unsafe(queries.answers(found)):
        raise Http404
    return render(request, "growth/help.html", {"row": queries.rows([found], request.member)[0]})
