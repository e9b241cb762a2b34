"""Pages of who takes part, for coordinators: the list, decisions for many, one person."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.actions import invitations
from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.programmes import board, forms, queries
from querbeet.programmes.actions import enrolments as actions
from querbeet.programmes.actions import review
from querbeet.programmes.enums import EnrolmentEvent
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import enrolment

PER_PAGE = 50


@coordinator_required
@require_GET
def people(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    look = board.looking(request.GET)
    page = Paginator(board.listed(programme, request.member, look), PER_PAGE).get_page(request.GET.get("page"))
    ruleset = queries.ruleset(programme)
    context = {
        "programme": programme,
        "look": look,
        "page": page,
        "rows": board.rows(list(page.object_list), ruleset, look.side, clock.now()),
        "decisions": [{"event": one.value, "label": one.label} for one in enrolment.DECISIONS],
        **board.tabs(programme, request.member, look),
    }
    return render(request, "programmes/people.html", context)


@coordinator_required
@require_POST
def decisions(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    look = board.looking(request.POST)
    decision = request.POST.get("decision", "")
    chosen = board.ticked(programme, request.member, request.POST)
    if decision not in enrolment.DECISIONS or not chosen:
        messages.error(request, _("Nothing was changed: choose people and what should happen."))
        return redirect(f"{reverse('programmes:people', args=[pk])}?{look.query}")
    event = EnrolmentEvent(decision)
    context = {"programme": programme, "look": look, "label": event.label, "decision": decision}
    if event in enrolment.GRAVE and "sure" not in request.POST:
        return render(request, "programmes/sure.html", {**context, "chosen": chosen})
    outcomes = review.decide(enrolments=chosen, decision=event, by=request.member)
    if "person" in request.POST:
        return _told(request, pk, outcomes[0])
    return render(request, "programmes/decided.html", {**context, **_sorted(outcomes)})


def _told(request: MemberRequest, pk: UUID, outcome: review.Outcome) -> HttpResponse:
    state = outcome.participant.get_state_display()
    if outcome.done:
        messages.success(request, _("Done. Now: %(state)s.") % {"state": state})
    else:
        messages.error(request, outcome.refusal)
    return redirect("programmes:person", pk, outcome.participant.pk)


def _sorted(outcomes: list[review.Outcome]) -> dict[str, list[review.Outcome]]:
    return {
        "done": [one for one in outcomes if one.done],
        "refused": [one for one in outcomes if not one.done],
    }


def _participant(request: MemberRequest, pk: UUID, person: UUID) -> Participant:
    rows = Participant.objects.visible_to(request.member).select_related("member", "programme__community")
    return get_object_or_404(rows, pk=person, programme=pk)


@coordinator_required
@require_GET
def person(request: MemberRequest, pk: UUID, person: UUID) -> HttpResponse:
    participant = _participant(request, pk, person)
    ruleset = queries.ruleset(participant.programme)
    context = board.person(participant, request.member, ruleset, clock.now())
    return render(
        request,
        "programmes/person.html",
        {"programme": participant.programme, "today": clock.now().date(), **context},
    )


@coordinator_required
def question(request: MemberRequest, pk: UUID, person: UUID) -> HttpResponse:
    participant = _participant(request, pk, person)
    form = forms.AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_info(enrolment=participant, asked=form.cleaned_data["asked"], by=request.member)
            messages.success(request, _("Asked. You hear of it when there is an answer."))
            return redirect("programmes:person", pk, person)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"programme": participant.programme, "participant": participant, "form": form}
    return render(request, "programmes/question.html", context)


@coordinator_required
def taking_out(request: MemberRequest, pk: UUID, person: UUID) -> HttpResponse:
    participant = _participant(request, pk, person)
    if request.method == "POST":
        try:
            actions.take_out(participant=participant, by=request.member)
            messages.success(request, _("Taken out of the programme."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("programmes:people", pk)
    context = {"participant": participant, "programme": participant.programme}
    return render(request, "programmes/taking_out.html", context)


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
