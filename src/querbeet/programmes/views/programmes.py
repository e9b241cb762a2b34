"""Pages of programmes: the list, one of them, its making and its life."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.guards import MemberRequest, coordinator_required, member_required
from querbeet.core.errors import Refused
from querbeet.programmes import forms, queries
from querbeet.programmes.actions import programmes as actions
from querbeet.programmes.enums import Event, Side
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents, lifecycle, starts, words


@member_required
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    rows = queries.overview(request.member)
    return render(request, "programmes/index.html", {"rows": rows, "coordinates": request.member.coordinates})


@coordinator_required
def new(request: MemberRequest) -> HttpResponse:
    form = forms.NewProgrammeForm(request.POST or None, request.FILES or None, starts=starts.choices())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file, start = data.pop("rules"), data.pop("start")
        try:
            ruleset = documents.from_bytes(file.read()) if file else starts.load(start)
            programme = actions.create(by=request.member, start=ruleset, **data)
            return redirect("programmes:detail", programme.pk)
        except Refused as refusal:
            form.add_error("rules", str(refusal))
    return render(request, "programmes/form.html", {"form": form, "title": _("New programme")})


@member_required
@require_GET
def detail(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    ruleset = queries.ruleset(programme)
    context = {
        "programme": programme,
        "counts": queries.counts(programme, request.member),
        "rules": [words.rule(ruleset, rule) for rule in ruleset.rules],
        "wishes": [words.wish(ruleset, wish) for wish in ruleset.wishes],
        "events": [{"event": event.value, "label": event.label} for event in lifecycle.events(programme)],
        "steps": lifecycle.path(programme),
        "can_enrol": lifecycle.can_enrol(programme),
        "can_import": lifecycle.can_import(programme.state),
        "mine": queries.enrolments(programme, request.member),
        "sides": [{"side": side.value, "label": side.label} for side in Side],
    }
    return render(request, "programmes/detail.html", context)


@coordinator_required
def edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    form = forms.ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        actions.change(programme=programme, by=request.member, **form.cleaned_data)
        return redirect("programmes:detail", pk)
    context = {"form": form, "programme": programme, "title": _("Name and dates")}
    return render(request, "programmes/form.html", context)


@coordinator_required
@require_POST
def state(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    event = request.POST.get("event", "")
    try:
        actions.move(programme=programme, event=event if event in Event.values else "", by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:detail", pk)
