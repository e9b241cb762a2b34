"""Pages of all people of a programme together: a message to each, a table to take along, a report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from querbeet.audit import actions as audit
from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.conversations import actions as conversations
from querbeet.core import sheets
from querbeet.core.errors import Refused
from querbeet.programmes import board, cohort, forms
from querbeet.programmes.enums import Whom
from querbeet.programmes.models.programme import Programme


def _programme(request: MemberRequest, pk: UUID) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)


@coordinator_required
def message(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = _programme(request, pk)
    chosen = board.ticked(programme, request.member, request.POST)
    reaches = cohort.reaches(programme, request.member, chosen)
    begun = "text" in request.POST  # otherwise people were only ticked in the list
    form = forms.MessageForm(
        request.POST if begun else None,
        numbers={whom: len(reach.members) for whom, reach in reaches.items()},
        initial={"whom": Whom.CHOSEN if chosen else request.GET.get("whom")},
    )
    context = {"programme": programme, "chosen": chosen, "form": form}
    if not begun or not form.is_valid() or "again" in request.POST:
        return render(request, "programmes/message.html", context)
    reach, written = reaches[Whom(form.cleaned_data["whom"])], form.cleaned_data
    if reach.members and "sure" not in request.POST:
        return render(request, "programmes/message_sure.html", {**context, "written": written, "reach": reach})
    return _send(request, context, reach, written)


def _send(request: MemberRequest, context: dict[str, Any], reach: cohort.Reach, written: dict) -> HttpResponse:
    by, text, once = request.member, written["text"], written["once"]
    try:
        number = conversations.circulate(by=by, members=reach.members, text=text, once=once)
    except Refused as refusal:
        context["form"].add_error(None, str(refusal))
        return render(request, "programmes/message.html", context)
    told = ngettext("%(n)d person has your message.", "%(n)d people have your message, each alone.", number)
    messages.success(request, told % {"n": number})
    return redirect("programmes:detail", context["programme"].pk)


def _table(request: MemberRequest, pk: UUID, suffix: str) -> bytes:
    programme, look = _programme(request, pk), board.looking(request.GET)
    headers, rows = cohort.table(programme, request.member, look)
    write = sheets.write_csv if suffix == "csv" else sheets.write_xlsx
    community = request.member.community_id
    audit.record("export people", by=request.member, community=community, target=programme, rows=len(rows))
    return write(headers, rows)


@coordinator_required
@require_GET
def csv(request: MemberRequest, pk: UUID) -> HttpResponse:
    answer = HttpResponse(_table(request, pk, "csv"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="list.csv"'
    return answer


@coordinator_required
@require_GET
def xlsx(request: MemberRequest, pk: UUID) -> HttpResponse:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(_table(request, pk, "xlsx"), content_type=kind)
    answer["Content-Disposition"] = 'attachment; filename="list.xlsx"'
    return answer


@coordinator_required
@require_GET
def report(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = _programme(request, pk)
    context = {"programme": programme, "parts": cohort.report(programme, request.member)}
    return render(request, "programmes/report.html", context)
