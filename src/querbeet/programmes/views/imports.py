"""Pages of imports: upload, preview, yes, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core.errors import Refused
from querbeet.programmes import forms, preview, queries
from querbeet.programmes.actions import imports as actions
from querbeet.programmes.enums import ImportState, Side
from querbeet.programmes.models.imports import ImportBatch
from querbeet.programmes.models.programme import Programme


def _batch(request: MemberRequest, pk: UUID, batch: UUID) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.member).select_related("programme__community")
    return get_object_or_404(rows, pk=batch, programme=pk)


@coordinator_required
def upload(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (first := _take(request, programme, form)):
        return redirect("programmes:import", pk, first.pk)
    context = {"programme": programme, "form": form, "batches": queries.imports(programme, request.member)}
    return render(request, "programmes/imports.html", context)


def _take(request: MemberRequest, programme: Programme, form: forms.UploadForm) -> ImportBatch | None:
    """Keep the files for their previews; the first of them, or None with the sentences in the form."""
    kept = []
    for name, side in (("mentees", Side.MENTEE), ("mentors", Side.MENTOR)):
        file = form.cleaned_data[name]
        if file is None:
            continue
        try:
            kept.append(
                actions.upload(programme=programme, side=side, file_name=file.name, data=file.read(), by=request.member)
            )
        except Refused as refusal:
            form.add_error(name, str(refusal))
    return kept[0] if kept and form.is_valid() else None


@coordinator_required
def batch(request: MemberRequest, pk: UUID, batch: UUID) -> HttpResponse:
    found = _batch(request, pk, batch)
    if found.state != ImportState.WAITING:
        return render(request, "programmes/imported.html", {"programme": found.programme, "batch": found})
    ruleset = queries.ruleset(found.programme)
    mapped = {f"column-{index}": found.mapping.get(header, "") for index, header in enumerate(found.headers)}
    form = forms.MappingForm(
        request.POST or None, initial=mapped, headers=found.headers, ruleset=ruleset, side=Side(found.side)
    )
    if request.method == "POST" and form.is_valid():
        actions.map_columns(batch=found, mapping=form.mapping, by=request.member)
        return redirect("programmes:import", pk, batch)
    context = {"programme": found.programme, "batch": found, "form": form, "preview": preview.of(found, form)}
    return render(request, "programmes/import.html", context)


@coordinator_required
@require_POST
def yes(request: MemberRequest, pk: UUID, batch: UUID) -> HttpResponse:
    found = _batch(request, pk, batch)
    try:
        done = actions.confirm(batch=found, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:import", pk, batch)
    messages.success(request, _("%(new)d new, %(changed)d brought up to date, %(same)d as they were.") % done.counts)
    following = queries.imports(found.programme, request.member).filter(state=ImportState.WAITING).last()
    if following is not None:
        return redirect("programmes:import", pk, following.pk)
    return redirect("programmes:detail", pk)


@coordinator_required
@require_POST
def undo(request: MemberRequest, pk: UUID, batch: UUID) -> HttpResponse:
    try:
        actions.undo(batch=_batch(request, pk, batch), by=request.member)
        messages.success(request, _("Everything is as it was before this import."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:imports", pk)


@coordinator_required
@require_POST
def discard(request: MemberRequest, pk: UUID, batch: UUID) -> HttpResponse:
    try:
        actions.discard(batch=_batch(request, pk, batch), by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:imports", pk)
