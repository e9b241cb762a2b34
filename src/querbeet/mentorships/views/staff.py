"""What coordinators put together, and what stewards let rest."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from querbeet.communities.guards import MemberRequest, coordinator_required, member_required, sent
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import freezing, proposals
from querbeet.mentorships.forms import GroupForm
from querbeet.mentorships.queries import cases
from querbeet.programmes import queries as programmes
from querbeet.programmes.enums import Side
from querbeet.programmes.models.programme import Programme


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put three or more of a programme to each other."""
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    sides = {side: programmes.taking_part(programme, request.member, side) for side in Side}
    people = {side: [row.member for row in rows if row.member] for side, rows in sides.items()}
    form = GroupForm(sent(request), mentors=people[Side.MENTOR], others=people[Side.MENTEE])
    if form.is_valid():
        try:
            proposals.gather(programme=programme, by=request.member, **form.told())
            messages.success(request, _("They are asked. You learn what comes of it here."))
            return redirect("programmes:detail", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "mentorships/group.html", {"form": form, "programme": programme})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: MemberRequest, pk: UUID) -> HttpResponse:
    """For whoever reads a call for help about it: let it rest, or lift that again."""
    case = cases.case(pk, request.member)
    if case is None:
        raise Http404
    if request.method == "POST":
        try:
            if case.freeze:
                freezing.unfreeze(freeze=case.freeze, by=request.member)
            else:
                freezing.freeze(mentorship=case.mentorship, by=request.member)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("mentorships:freeze", pk)
    return render(request, "mentorships/freeze.html", {"case": case})
