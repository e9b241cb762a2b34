"""Pages of suggestions: what is proposed to a member, and their answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.guards import MemberRequest, member_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships import actions, queries
from querbeet.mentorships.enums import Reply
from querbeet.mentorships.models import Proposal
from querbeet.programmes import queries as programmes


@member_required
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    everything = queries.suggestions(request.member, clock.now())
    context = {
        "open": [one for one in everything if one.open],
        "accepted": [one for one in everything if one.accepted],
        "over": [one for one in everything if one.over],
        "programmes": programmes.overview(request.member),
        "coordinates": request.member.coordinates,
        "replies": Reply.choices,
    }
    return render(request, "mentorships/index.html", context)


@member_required
@require_POST
def answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.visible_to(request.member), pk=pk)
    reply = request.POST.get("reply", "")
    if request.member.pk not in (proposal.mentee_id, proposal.mentor_id) or reply not in Reply.values:
        raise Http404
    try:
        actions.answer(proposal=proposal, member=request.member, reply=Reply(reply))
        messages.success(request, _("Thank you. You can change your answer while the suggestion is open."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("mentorships:index")
