"""Pages of a member's own place in a programme."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.communities.guards import MemberRequest, member_required
from querbeet.core.errors import Refused
from querbeet.programmes import forms, queries
from querbeet.programmes.actions import enrolments as actions
from querbeet.programmes.enums import EnrolmentEvent, EnrolmentState, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import lifecycle

READ_AND_WRITE = ["GET", "HEAD", "POST"]
STEPS: dict[str, Callable[..., Participant]] = {
    EnrolmentEvent.PAUSE: actions.pause,
    EnrolmentEvent.RESUME: actions.resume,
    EnrolmentEvent.PREPARE: actions.prepare,
}


@member_required
@require_http_methods(READ_AND_WRITE)
def enrolment(request: MemberRequest, pk: UUID, side: str) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    if side not in Side.values or not lifecycle.can_enrol(programme):
        raise Http404
    mine = queries.enrolments(programme, request.member).get(side)
    initial = {**queries.form_values(mine), "capacity": mine.capacity} if mine else None
    ruleset = queries.ruleset(programme)
    form = forms.EnrolmentForm(request.POST or None, initial=initial, ruleset=ruleset, side=Side(side))
    if request.method == "POST" and form.is_valid() and _signed_up(request, programme, Side(side), form):
        return redirect("programmes:detail", pk)
    context = {"programme": programme, "form": form, "side": Side(side), "mine": mine}
    return render(request, "programmes/enrolment.html", context)


def _signed_up(request: MemberRequest, programme: Programme, side: Side, form: forms.EnrolmentForm) -> bool:
    try:
        made = actions.enrol(
            programme=programme,
            member=request.member,
            side=side,
            answers=form.answers,
            capacity=form.cleaned_data["capacity"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if made.state in (EnrolmentState.POOL, EnrolmentState.FULL):
        messages.success(request, _("You are in. You can change your answers while the sign-up is open."))
    else:
        messages.success(request, _("Thank you. You see here what comes next, and can change your answers."))
    return True


def _mine(request: MemberRequest, pk: UUID, side: str) -> Participant:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    mine = queries.enrolments(programme, request.member).get(side)
    if mine is None:
        raise Http404
    return mine


@member_required
@require_http_methods(READ_AND_WRITE)
def withdrawal(request: MemberRequest, pk: UUID, side: str) -> HttpResponse:
    mine = _mine(request, pk, side)
    if request.method == "POST":
        actions.leave(enrolment=mine, by=request.member)
        messages.success(request, _("You are out of this programme. What you answered is deleted."))
        return redirect("programmes:detail", pk)
    return render(request, "programmes/withdrawal.html", {"programme": mine.programme, "side": side})


@member_required
@require_http_methods(READ_AND_WRITE)
def answer(request: MemberRequest, pk: UUID, side: str) -> HttpResponse:
    mine = _mine(request, pk, side)
    if mine.state != EnrolmentState.INFO:
        raise Http404
    form = forms.AnswerForm(request.POST or None, initial={"said": mine.said})
    if request.method == "POST" and form.is_valid():
        actions.answer_info(enrolment=mine, said=form.cleaned_data["said"], by=request.member)
        messages.success(request, _("Thank you. The coordinators read it and go on."))
        return redirect("programmes:detail", pk)
    return render(request, "programmes/answer.html", {"programme": mine.programme, "form": form, "mine": mine})


@member_required
@require_POST
def step(request: MemberRequest, pk: UUID, side: str) -> HttpResponse:
    mine, event = _mine(request, pk, side), request.POST.get("event", "")
    if event not in STEPS or (event == EnrolmentEvent.PREPARE and mine.state != EnrolmentState.TRAINING):
        raise Http404
    try:
        STEPS[event](enrolment=mine, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:detail", pk)
