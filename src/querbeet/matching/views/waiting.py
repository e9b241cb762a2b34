"""The waiting list of a programme: who is in the pool without anybody, for how long, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.matching import queries
from querbeet.programmes.enums import Side
from querbeet.programmes.models.programme import Programme


@coordinator_required
@require_GET
def index(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    sides = [{"side": side.value, "rows": queries.waiting(programme, request.member, side)} for side in Side]
    return render(request, "matching/waitinglist.html", {"programme": programme, "sides": sides})
