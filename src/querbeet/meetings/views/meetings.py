"""Pages of meetings: finding a time, agreeing, where to meet, and whether it took place."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.meetings import forms
from querbeet.meetings.actions import arranging, happening
from querbeet.meetings.enums import Said, State
from querbeet.meetings.models.meeting import Meeting
from querbeet.meetings.queries import meetings as queries
from querbeet.meetings.rules import lifecycle as rules
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.notices import actions as notices

READ_AND_WRITE = ["GET", "HEAD", "POST"]


def _meeting(request: MemberRequest, pk: UUID) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.member).select_related("mentorship"), pk=pk)


@member_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """All of one's meetings."""
    return render(request, "meetings/index.html", {"all": queries.overview(request.member, clock.now())})


@member_required
@require_http_methods(READ_AND_WRITE)
def of(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Meetings of one mentorship, and beginning to find a time for the next."""
    mine = Mentorship.objects.visible_to(request.member).of(request.member)
    mentorship = get_object_or_404(mine, pk=pk)
    form = forms.BeginForm(sent(request))
    if form.is_valid():
        try:
            made = arranging.begin(mentorship=mentorship, by=request.member, minutes=form.cleaned_data["minutes"])
            return redirect("meetings:times", made.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("meetings:of", pk)
    context = {
        "all": queries.overview(request.member, clock.now(), mentorship=mentorship.pk),
        "form": form,
        "mentorship": mentorship,
        "can_begin": rules.can_begin(mentorship),
    }
    return render(request, "meetings/of.html", context)


@member_required
@require_safe
def detail(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One meeting, and what may be done now."""
    meeting = _meeting(request, pk)
    if meeting.state == State.DRAFT:
        return redirect("meetings:times", pk)
    one = queries.shown(meeting, request.member, clock.now())
    notices.seen(member=request.member, about=meeting)
    context = {"one": one, "form": forms.AnswerForm(slots=one.slots) if one.can_answer else None, "said": Said.choices}
    return render(request, "meetings/detail.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def times(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Times that were found, and asking the others for some of them."""
    meeting = _meeting(request, pk)
    one = queries.shown(meeting, request.member, clock.now())
    if not one.can_request:
        raise Http404
    found = one.slots or queries.slots(meeting, one.zone, clock.now())
    form = forms.RequestForm(sent(request), slots=found, zone=one.zone)
    if form.is_valid():
        try:
            arranging.request(meeting=meeting, by=request.member, slots=form.chosen(), own=form.own())
            messages.success(request, _("You have asked. You will hear here as soon as there is an answer."))
            return redirect("meetings:detail", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "meetings/times.html", {"one": one, "form": form, "found": found})


@member_required
@require_POST
def search(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Looking for other times."""
    meeting = _meeting(request, pk)
    try:
        arranging.look(meeting=meeting, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:detail", pk)
    return redirect("meetings:times", pk)


@member_required
@require_POST
def answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Which of the times suit, or none."""
    meeting = _meeting(request, pk)
    one = queries.shown(meeting, request.member, clock.now())
    form = forms.AnswerForm(request.POST, slots=one.slots)
    none = "none" in request.POST
    if not form.is_valid() or not (none or form.cleaned_data["slots"]):
        messages.error(request, _("Choose at least one time, or say that none suits. Nothing was sent."))
        return redirect("meetings:detail", pk)
    chosen = [] if none else form.chosen()
    try:
        arranging.answer(meeting=meeting, member=request.member, slots=chosen)
        messages.success(request, _("Thank you, that is kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:detail", pk)


@member_required
@require_http_methods(READ_AND_WRITE)
def place(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Where to meet."""
    meeting = _meeting(request, pk)
    one = queries.shown(meeting, request.member, clock.now())
    if not one.can_tell_place:
        raise Http404
    known = {"words": one.place.words, "link": one.place.link} if one.place else None
    form = forms.PlaceForm(sent(request), initial=known or {"link": queries.calendar(request.member).link})
    if form.is_valid():
        happening.tell_place(meeting=meeting, by=request.member, **form.cleaned_data)
        return redirect("meetings:detail", pk)
    return render(request, "meetings/place.html", {"one": one, "form": form})


@member_required
@require_http_methods(READ_AND_WRITE)
def cancellation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Calling a meeting off, without a reason."""
    meeting = _meeting(request, pk)
    if request.method == "POST":
        try:
            arranging.call_off(meeting=meeting, by=request.member)
            messages.success(request, _("The meeting is called off."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("meetings:index")
    one = queries.shown(meeting, request.member, clock.now())
    return render(request, "meetings/cancellation.html", {"one": one})


@member_required
@require_POST
def attendance(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Saying alone whether a meeting took place."""
    meeting, said = _meeting(request, pk), request.POST.get("said", "")
    if said not in Said.values:
        raise Http404
    try:
        happening.say(meeting=meeting, member=request.member, said=Said(said))
        messages.success(request, _("Thank you, that is kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:detail", pk)
