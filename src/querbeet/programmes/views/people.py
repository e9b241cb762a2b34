"""Pages of who takes part: the coordinators' list, and a member's own enrolment."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.actions import invitations
from querbeet.communities.guards import MemberRequest, coordinator_required, member_required
from querbeet.core.errors import Refused
from querbeet.programmes import forms, queries
from querbeet.programmes.actions import enrolments as actions
from querbeet.programmes.enums import Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import lifecycle

PER_PAGE = 50


@coordinator_required
@require_GET
def people(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    side = Side(request.GET["side"]) if request.GET.get("side") in Side.values else Side.MENTEE
    rows = queries.taking_part(programme, request.member, side)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    ruleset = queries.ruleset(programme)
    context = {
        "programme": programme,
        "page": page,
        "rows": queries.told(page.object_list, ruleset, side),
        "tabs": queries.side_tabs(queries.counts(programme, request.member), side),
    }
    return render(request, "programmes/people.html", context)


def _participant(request: MemberRequest, pk: UUID, person: UUID) -> Participant:
    rows = Participant.objects.visible_to(request.member).select_related("member", "programme__community")
    return get_object_or_404(rows, pk=person, programme=pk)


@coordinator_required
def taking_out(request: MemberRequest, pk: UUID, person: UUID) -> HttpResponse:
    participant = _participant(request, pk, person)
    if request.method == "POST":
        actions.take_out(participant=participant, by=request.member)
        messages.success(request, _("Taken out of the programme."))
        return redirect("programmes:people", pk)
    return render(
        request, "programmes/taking_out.html", {"participant": participant, "programme": participant.programme}
    )


@coordinator_required
@require_POST
def invitation(request: MemberRequest, pk: UUID, person: UUID) -> HttpResponse:
    participant = _participant(request, pk, person)
    try:
        actions.invited(participant=participant, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:people", pk)
    made = invitations.invite(community=participant.programme.community, by=request.member)
    context = {"programme": participant.programme, "participant": participant, "code": made.code}
    return render(request, "programmes/invitation.html", context)


@member_required
def enrolment(request: MemberRequest, pk: UUID, side: str) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    if side not in Side.values or not lifecycle.can_enrol(programme):
        raise Http404
    mine = queries.enrolments(programme, request.member).get(side)
    initial = {**queries.form_values(mine), "capacity": mine.capacity} if mine else None
    ruleset = queries.ruleset(programme)
    form = forms.EnrolmentForm(request.POST or None, initial=initial, ruleset=ruleset, side=Side(side))
    if request.method == "POST" and form.is_valid():
        capacity = form.cleaned_data["capacity"]
        actions.enrol(
            programme=programme, member=request.member, side=Side(side), answers=form.answers, capacity=capacity
        )
        messages.success(request, _("You are in. You can change your answers while the sign-up is open."))
        return redirect("programmes:detail", pk)
    context = {"programme": programme, "form": form, "side": Side(side), "mine": mine}
    return render(request, "programmes/enrolment.html", context)


@member_required
@require_POST
def withdrawal(request: MemberRequest, pk: UUID, side: str) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    mine = queries.enrolments(programme, request.member).get(side)
    if mine is None:
        raise Http404
    actions.leave(enrolment=mine, by=request.member)
    messages.success(request, _("You are out of this programme."))
    return redirect("programmes:detail", pk)
