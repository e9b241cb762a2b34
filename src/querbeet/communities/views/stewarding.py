"""For stewards: shutting somebody out, and letting them in again."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities import queries
from querbeet.communities.actions import presence
from querbeet.communities.enums import Status
from querbeet.communities.guards import MemberRequest, steward_required
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused


@steward_required
@require_safe
def stewarding(request: MemberRequest) -> HttpResponse:
    """Who is shut out, and who could be."""
    suspended = Member.objects.suspended_for(request.member).order_by("status_since")
    context = {"suspended": suspended, "people": queries.with_roles(request.member)}
    return render(request, "communities/stewarding.html", context)


@steward_required
@require_http_methods(["GET", "HEAD", "POST"])
def suspension(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Suspend a member, or lift the suspension, after reading what it does."""
    member = get_object_or_404(_reachable(request.member), pk=pk)
    lifting, refusal = member.status == Status.SUSPENDED, ""
    if request.method == "POST":
        act = presence.lift if lifting else presence.suspend
        try:
            act(member=member, by=request.member)
            messages.success(request, _("Done."))
            return redirect("communities:stewarding")
        except Refused as refused:
            refusal = str(refused)
    return render(request, "communities/suspension.html", {"member": member, "lifting": lifting, "refusal": refusal})


def _reachable(steward: Member) -> QuerySet[Member]:
    seen = Member.objects.visible_to(steward).exclude(pk=steward.pk)
    return Member.objects.filter(pk__in=seen) | Member.objects.suspended_for(steward)
