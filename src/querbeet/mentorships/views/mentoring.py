"""What needs a member now, what runs, and the answers to what is offered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from querbeet.communities.guards import MemberRequest, coordinator_required, member_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import answers, enquiries
from querbeet.mentorships.enums import AskedOf, Reply, State
from querbeet.mentorships.forms import EnquiryForm, ReplyForm
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import desk, mentorships, suggestions
from querbeet.mentorships.rules import answers as rules
from querbeet.programmes import queries as programmes


def mine(request: MemberRequest, pk: UUID) -> Mentorship:
    """One of the member's own, with its programme, or 404."""
    rows = Mentorship.objects.visible_to(request.member).of(request.member).select_related("programme")
    return get_object_or_404(rows, pk=pk)


@member_required
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    everything = suggestions.suggestions(request.member, clock.now())
    context = {
        "open": [one for one in everything if one.open and one.mentorship.asked_by_id != request.member.pk],
        "over": [one for one in everything if not one.open],
        "running": desk.running(request.member),
        "requests": desk.requests(request.member),
        "enquiries": desk.enquiries(request.member),
        "past": mentorships.past(request.member),
        "programmes": programmes.overview(request.member),
        "coordinates": request.member.coordinates,
        "replies": [(reply.value, reply.label) for reply in (Reply.YES, Reply.NO)],
    }
    return render(request, "mentorships/index.html", context)


@member_required
@require_POST
def answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    mentorship = mine(request, pk)
    reply = request.POST.get("reply", "")
    if reply not in (Reply.YES, Reply.NO, Reply.NOT_NOW):
        raise Http404
    try:
        found = answers.answer(mentorship=mentorship, member=request.member, reply=Reply(reply))
        _say(request, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("mentorships:index")
    return redirect(found) if found.talking else redirect("mentorships:index")


def _say(request: MemberRequest, found: Mentorship) -> None:
    if found.talking:
        messages.success(request, _("You have all said yes. How lovely!"))
    elif found.state == State.LAPSED:
        messages.info(request, _("There is no free place any more, so this suggestion is over."))
    else:
        messages.success(request, _("Thank you. You can change your answer while the suggestion is open."))


@member_required
@require_GET
def not_now(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What "not now" does, before it is done."""
    return render(request, "mentorships/not_now.html", {"mentorship": mine(request, pk)})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: MemberRequest, pk: UUID) -> HttpResponse:
    mentorship = mine(request, pk)
    if not rules.can_answer(mentorship, clock.now()):
        raise Http404
    form = EnquiryForm(sent(request))
    if form.is_valid():
        try:
            told = {"to": AskedOf(form.cleaned_data["to"]), "text": form.cleaned_data["text"]}
            enquiries.ask(mentorship=mentorship, by=request.member, **told)
            messages.success(request, _("Your question is on its way. You can answer at any time."))
            return redirect("mentorships:index")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "mentorships/enquiry.html", {"form": form, "mentorship": mentorship})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_reply(request: MemberRequest, pk: UUID) -> HttpResponse:
    open_ = Enquiry.objects.visible_to(request.member).filter(replied_at=None).exclude(by=request.member)
    found = get_object_or_404(open_, pk=pk)
    form = ReplyForm(sent(request))
    if form.is_valid():
        try:
            enquiries.reply(enquiry=found, by=request.member, text=form.cleaned_data["text"])
            messages.success(request, _("Your reply is on its way."))
            return redirect("mentorships:index")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "mentorships/reply.html", {"form": form, "enquiry": found})


@coordinator_required
@require_GET
def asked(request: MemberRequest) -> HttpResponse:
    """What members ask the coordinators before they answer."""
    context = {"enquiries": desk.to_coordinators(request.member, clock.now())}
    return render(request, "mentorships/enquiries.html", context)
