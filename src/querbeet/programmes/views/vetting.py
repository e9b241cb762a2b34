"""Pages of vetting: what a programme checks, and the results for one person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.programmes import forms
from querbeet.programmes.actions import vetting as actions
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.models.vetting import Check, VettingStep
from querbeet.programmes.rules import vetting as rules


@coordinator_required
def steps(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    form = forms.StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_step(programme=programme, by=request.member, **form.cleaned_data)
        return redirect("programmes:vetting", pk)
    context = {"programme": programme, "form": form, "steps": programme.vetting_steps.all()}
    return render(request, "programmes/vetting.html", context)


def _step(request: MemberRequest, pk: UUID, step: UUID) -> VettingStep:
    rows = VettingStep.objects.visible_to(request.member).select_related("programme")
    return get_object_or_404(rows, pk=step, programme=pk)


@coordinator_required
def step(request: MemberRequest, pk: UUID, step: UUID) -> HttpResponse:
    found = _step(request, pk, step)
    form = forms.StepForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_step(step=found, by=request.member, **form.cleaned_data)
        return redirect("programmes:vetting", pk)
    return render(request, "programmes/vetting_step.html", {"programme": found.programme, "form": form, "step": found})


@coordinator_required
def removal(request: MemberRequest, pk: UUID, step: UUID) -> HttpResponse:
    found = _step(request, pk, step)
    if request.method == "POST":
        actions.remove_step(step=found, by=request.member)
        return redirect("programmes:vetting", pk)
    return render(request, "programmes/vetting_removal.html", {"programme": found.programme, "step": found})


def _person(request: MemberRequest, pk: UUID, person: UUID) -> Participant:
    rows = Participant.objects.visible_to(request.member).select_related("member", "programme")
    return get_object_or_404(rows, pk=person, programme=pk)


@coordinator_required
def check(request: MemberRequest, pk: UUID, person: UUID, step: UUID) -> HttpResponse:
    participant, found = _person(request, pk, person), _step(request, pk, step)
    if not rules.needed([found], participant.side):
        raise Http404
    form = forms.CheckForm(request.POST or None, initial={"checked_on": clock.now().date(), "passed": "yes"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(enrolment=participant, step=found, by=request.member, **form.result)
            messages.success(request, _("Kept: the result and its date, and nothing else."))
            return redirect("programmes:person", pk, person)
        except Refused as refusal:
            form.add_error("checked_on", str(refusal))
    context = {"programme": found.programme, "participant": participant, "step": found, "form": form}
    return render(request, "programmes/check.html", context)


@coordinator_required
@require_POST
def confirmation(request: MemberRequest, pk: UUID, person: UUID, check: UUID) -> HttpResponse:
    participant = _person(request, pk, person)
    rows = Check.objects.visible_to(request.member).select_related("participant")
    try:
        actions.confirm(check=get_object_or_404(rows, pk=check, participant=participant), by=request.member)
        messages.success(request, _("Two people have looked at it now."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:person", pk, person)
