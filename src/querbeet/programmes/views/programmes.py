"""Pages of programmes: the list, one of them, its making and its life."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.guards import MemberRequest, coordinator_required, member_required
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.programmes import board, forms, queries
from querbeet.programmes.actions import programmes as actions
from querbeet.programmes.enums import Event
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents, lifecycle, patterns, shapes, starts, words


@member_required
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    rows = queries.overview(request.member)
    return render(request, "programmes/index.html", {"rows": rows, "coordinates": request.member.coordinates})


@coordinator_required
def new(request: MemberRequest) -> HttpResponse:
    form = forms.NewProgrammeForm(request.POST or None, request.FILES or None, starts=starts.choices())
    if request.method == "POST" and form.is_valid() and (programme := _made(request, form)):
        return redirect("programmes:detail", programme.pk)
    context = {"form": form, "patterns": patterns.everything(), "title": _("New programme")}
    return render(request, "programmes/new.html", context)


def _made(request: MemberRequest, form: forms.NewProgrammeForm) -> Programme | None:
    """The new programme, or None with the sentence of a refusal in the form."""
    fields = dict(form.cleaned_data)
    file, start = fields.pop("rules"), fields.pop("start")
    pattern = None if file else patterns.load(start)
    try:
        ruleset = documents.from_bytes(file.read()) if file else starts.load(start)
        return actions.create(by=request.member, start=ruleset, pattern=pattern, **fields)
    except Refused as refusal:
        form.add_error("rules", str(refusal))
        return None


@member_required
@require_GET
def detail(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    ruleset = queries.ruleset(programme)
    context = {
        "programme": programme,
        "frame": shapes.frame(programme.shape),
        "rules": [words.rule(ruleset, rule) for rule in ruleset.rules],
        "wishes": [words.wish(ruleset, wish) for wish in ruleset.wishes],
        "checks": programme.vetting_steps.all(),
        "can_enrol": lifecycle.can_enrol(programme),
        "sides": queries.places(programme, request.member),
        **(_coordinating(programme, request.member) if request.member.coordinates else {}),
    }
    return render(request, "programmes/detail.html", context)


def _coordinating(programme: Programme, viewer: Member) -> dict[str, Any]:
    return {
        "counts": queries.counts(programme, viewer),
        "groups": board.waiting(programme, viewer),
        "events": [{"event": event.value, "label": event.label} for event in lifecycle.events(programme)],
        "steps": lifecycle.path(programme),
        "can_import": lifecycle.can_import(programme.state),
        "can_match": lifecycle.can_match(programme),
    }


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
def frame(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    form = forms.FrameForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        actions.change(programme=programme, by=request.member, **form.cleaned_data)
        return redirect("programmes:detail", pk)
    context = {"form": form, "programme": programme, "title": _("How it runs")}
    return render(request, "programmes/form.html", context)


@coordinator_required
def copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    form = forms.CopyForm(request.POST or None, initial={"name": programme.name})
    if request.method == "POST" and form.is_valid():
        made = actions.copy(programme=programme, name=form.cleaned_data["name"], by=request.member)
        messages.success(request, _("Questions, rules and checks are here; people are not."))
        return redirect("programmes:detail", made.pk)
    context = {"form": form, "programme": programme, "title": _("Copy this programme")}
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
