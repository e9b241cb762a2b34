"""What is offered to a member, and their answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.guards import MemberRequest, member_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import answers
from querbeet.mentorships.enums import Reply
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import suggestions
from querbeet.mentorships.rules import answers as rules
from querbeet.programmes import queries as programmes


@member_required
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    everything = suggestions.suggestions(request.member, clock.now())
    context = {
        "open": [one for one in everything if one.open],
        "over": [one for one in everything if not one.open],
        "programmes": programmes.overview(request.member),
        "coordinates": request.member.coordinates,
        "replies": [(reply.value, reply.label) for reply in rules.EVENTS],
    }
    return render(request, "mentorships/index.html", context)


@member_required
@require_POST
def answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    mine = Mentorship.objects.visible_to(request.member).of(request.member)
    mentorship = get_object_or_404(mine, pk=pk)
    reply = request.POST.get("reply", "")
    if reply not in rules.EVENTS:
        raise Http404
    try:
        answers.answer(mentorship=mentorship, member=request.member, reply=Reply(reply))
        messages.success(request, _("Thank you. You can change your answer while the suggestion is open."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("mentorships:index")
