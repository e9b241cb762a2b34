"""The lineage, drawn as growing plants."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.growth.actions import lineage as actions
from querbeet.growth.models.lineage import Figure
from querbeet.growth.queries import lineage as queries
from querbeet.mentorships.models.mentorship import Mentorship


@member_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Who passed on to whom, as far as both want it to be seen."""
    context = {
        "plants": queries.plants(request.member),
        "figure": Figure.objects.visible_to(request.member).first(),
    }
    return render(request, "growth/lineage.html", context)


@member_required
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """Which of one's own may be seen."""
    return render(request, "growth/branches.html", {"links": queries.own(request.member)})


@member_required
@require_POST
def branch(request: MemberRequest, pk: UUID, key: str) -> HttpResponse:
    """Letting one be seen, or taking that back."""
    mentorship = get_object_or_404(Mentorship.objects.visible_to(request.member).of(request.member), pk=pk)
    others = Member.objects.visible_to(request.member).exclude(pk=request.member.pk)
    other = get_object_or_404(others.filter(partnerships__mentorship=mentorship), key=key)
    act = actions.hide if "hide" in request.POST else actions.show
    try:
        act(mentorship=mentorship, other=other, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("growth:branches")
