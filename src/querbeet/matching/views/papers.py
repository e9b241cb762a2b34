"""A run on paper and in spreadsheets."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from querbeet.audit import actions as audit
from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core import sheets
from querbeet.matching import queries, workbench
from querbeet.matching.models import Run

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _run(request: MemberRequest, pk: UUID, run: UUID) -> Run:
    rows = Run.objects.visible_to(request.member).select_related("programme")
    return get_object_or_404(rows, pk=run, programme=pk)


@coordinator_required
@require_GET
def table(request: MemberRequest, pk: UUID, run: UUID, part: str, suffix: str) -> HttpResponse:
    found = _run(request, pk, run)
    if part == "pairs":
        pairs = queries.ordered(queries.pairs(found, request.member), "mentee")
        headers, rows = workbench.pair_table(queries.explained(found, pairs))
    else:
        headers, rows = workbench.left_table(queries.without(found, request.member))
    write = sheets.write_csv if suffix == "csv" else sheets.write_xlsx
    audit.record("export run", by=request.member, community=request.member.community_id, target=found, rows=len(rows))
    answer = HttpResponse(write(headers, rows), content_type=TYPES[suffix])
    answer["Content-Disposition"] = f'attachment; filename="{part}-{found.number}.{suffix}"'
    return answer


@coordinator_required
@require_GET
def paper(request: MemberRequest, pk: UUID, run: UUID) -> HttpResponse:
    found = _run(request, pk, run)
    pairs = queries.ordered(queries.pairs(found, request.member), "mentee")
    context = {
        "run": found,
        "programme": found.programme,
        "rows": workbench.by_mentee(queries.explained(found, pairs)),
        "without": queries.without(found, request.member),
    }
    return render(request, "matching/paper.html", context)
