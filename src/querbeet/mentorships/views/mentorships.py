"""The pages of one mentorship."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from querbeet.communities.guards import MemberRequest, member_required
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import mentorships as queries


@member_required
@require_GET
def mentorship(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Mentorship.objects.visible_to(request.member).of(request.member), pk=pk)
    return render(request, "mentorships/mentorship.html", {"seen": queries.seen([found], request.member)[0]})
