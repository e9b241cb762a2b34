"""The pages of one mentorship: where it stands, the first talk, breaks, the end."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.conversations.models import Thread
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import breaks, changes, endings, talks
from querbeet.mentorships.forms import FarewellForm, RestForm, ThanksForm
from querbeet.mentorships.models.mentorship import HELD, OPEN, Mentorship
from querbeet.mentorships.queries import desk, goodbyes
from querbeet.mentorships.queries import mentorships as queries
from querbeet.mentorships.rules import answers, parts, steps, tabs
from querbeet.mentorships.views.mentoring import mine
from querbeet.notices import actions as notices

READ_AND_WRITE = ["GET", "HEAD", "POST"]


def around(request: MemberRequest, mentorship: Mentorship, tab: str) -> dict[str, object]:
    """What every page of a mentorship shows: who is in it, and the tabs."""
    seen = queries.seen([mentorship], request.member)[0]
    return {"seen": seen, "mentorship": mentorship, "tabs": tabs.tabs(mentorship, tab)}


def begun(request: MemberRequest, pk: UUID) -> Mentorship:
    """One of the member's own that has come about, or 404: until then there is no page of it."""
    found = mine(request, pk)
    if found.state in OPEN or (found.exploring_at is None and found.began_at is None):
        raise Http404
    return found


@member_required
@require_GET
def mentorship(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = begun(request, pk)
    facts = desk.facts([found], request.member)[found.pk]
    notices.seen(member=request.member, about=found)
    context = {
        **around(request, found, "overview"),
        "step": steps.next_step(found, facts),
        "facts": facts,
        "can_decide": answers.can_decide(found, clock.now()),
        "can_rest": parts.can_rest(found.state) and not facts.resting,
        "can_end": found.state in HELD and not found.ending_at,
        "thanks": goodbyes.thanks(found, request.member),
    }
    return render(request, "mentorships/mentorship.html", context)


@member_required
@require_POST
def decision(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Whether it fits, after the first talk."""
    return _say(request, pk, "fits", lambda found, yes: talks.decide(mentorship=found, member=request.member, fits=yes))


@member_required
@require_POST
def change(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Whether one would like the change that coordinators offer."""
    me = request.member
    return _say(request, pk, "wanted", lambda found, yes: changes.answer(mentorship=found, member=me, wanted=yes))


def _say(request: MemberRequest, pk: UUID, field: str, say: Callable[[Mentorship, bool], Mentorship]) -> HttpResponse:
    """A yes or a no that nobody else sees."""
    found, word = begun(request, pk), request.POST.get(field, "")
    if word not in ("yes", "no"):
        raise Http404
    try:
        found = say(found, word == "yes")
        messages.success(request, _("Thank you. Nobody sees what you said."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@member_required
@require_GET
def thread(request: MemberRequest, pk: UUID) -> HttpResponse:
    """To the conversation of those in it."""
    found = begun(request, pk)
    talk = get_object_or_404(Thread.objects.visible_to(request.member), about=found.pk)
    return redirect("conversations:thread", talk.pk)


@member_required
@require_http_methods(READ_AND_WRITE)
def rest(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a break, or come back from one."""
    found = begun(request, pk)
    resting = desk.facts([found], request.member)[found.pk].resting
    form = RestForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            _rest(request, found, form.cleaned_data["until"])
            return redirect(found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "mentorships/break.html", {"form": form, "mentorship": found, "resting": resting})


def _rest(request: MemberRequest, found: Mentorship, until: date | None) -> None:
    if request.POST.get("back"):
        breaks.resume(mentorship=found, member=request.member)
        messages.success(request, _("Welcome back. It goes on when everybody is there."))
    else:
        breaks.rest(mentorship=found, member=request.member, until=until)
        messages.success(request, _("It rests now. Nobody is told that it is you, or why."))


@member_required
@require_http_methods(READ_AND_WRITE)
def ending(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = begun(request, pk)
    if request.method == "POST":
        try:
            found = endings.end(mentorship=found, by=request.member)
            messages.success(request, _("It is ended. Nobody asks you why."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        still_mine = Mentorship.objects.visible_to(request.member).of(request.member).filter(pk=pk).exists()
        return redirect(found) if still_mine else redirect("mentorships:index")
    return render(request, "mentorships/ending.html", around(request, found, ""))


@member_required
@require_http_methods(READ_AND_WRITE)
def farewell(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What one takes along, and the thanks; each form is sent alone."""
    found = begun(request, pk)
    if not parts.can_say_goodbye(found.state):
        raise Http404
    kept, what = goodbyes.own(found, request.member), request.POST.get("what", "")
    keep = FarewellForm(request.POST if what == "keep" else None, initial=kept.farewell, auto_id="keep-%s")
    thank = ThanksForm(request.POST if what == "thank" else None, initial=kept.thanks, auto_id="thank-%s")
    if _said(request, found, keep, thank):
        return redirect("mentorships:farewell", pk)
    context = {
        **around(request, found, "farewell"),
        "keep": keep,
        "thank": thank,
        "done": kept.done,
        "thanks": kept.received,
    }
    return render(request, "mentorships/farewell.html", context)


def _said(request: MemberRequest, found: Mentorship, keep: FarewellForm, thank: ThanksForm) -> bool:
    """Do what was pressed. False where nothing was, or what was typed cannot be kept: it stays on the page."""
    if keep.is_valid():
        endings.take_along(mentorship=found, member=request.member, text=keep.cleaned_data["text"])
        messages.success(request, _("Kept, for you alone."))
    elif thank.is_valid():
        endings.thank(mentorship=found, by=request.member, text=thank.cleaned_data["text"])
        messages.success(request, _("Your thanks are said."))
    elif request.POST.get("what") == "done":
        endings.say_goodbye(mentorship=found, member=request.member)
        messages.success(request, _("Goodbye, and all the best."))
    return request.method == "POST" and not (keep.errors or thank.errors)


@member_required
@require_GET
def paper(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A confirmation of taking part, in neutral words, to print."""
    found = begun(request, pk)
    if found.began_at is None:
        raise Http404
    return render(request, "mentorships/paper.html", {"mentorship": found, "today": clock.now()})
