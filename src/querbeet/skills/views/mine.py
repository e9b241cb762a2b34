"""What I offer, what I wish for, and when I have time."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from querbeet.communities import queries as communities
from querbeet.communities.guards import MemberRequest, member_required
from querbeet.core.errors import Refused
from querbeet.skills.actions import exchange
from querbeet.skills.actions import week as weeks
from querbeet.skills.enums import Side
from querbeet.skills.forms import ListingForm, WeekForm, WordsForm
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.queries import exchange as listed
from querbeet.skills.queries import profiles, search, vocabulary
from querbeet.skills.views import asking

READ_AND_WRITE = ["GET", "HEAD", "POST"]
VERBS = {Side.OFFER: exchange.offer, Side.WISH: exchange.wish}


@member_required
@require_http_methods(READ_AND_WRITE)
def listings(request: MemberRequest, side: Side) -> HttpResponse:
    """One's own offers or wishes, and a search to add more."""
    page = f"my-{side}"
    if request.method == "POST":
        asking.keep(request, page, WordsForm(request.POST))
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(f"skills:{_plural(side)}")
    text = asking.kept(request, page).get("q", "")
    context: dict[str, Any] = {
        "side": side,
        "page": f"skills:{_plural(side)}",
        "form_page": f"skills:{side}",
        "text": text,
        "answer": search.skills(text, request.member) if text else None,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "skills/mine_found.html", context)
    context |= {"listings": listed.own(request.member, side), "areas": vocabulary.areas()}
    context["proposals"] = vocabulary.proposals_of(request.member) if side == Side.OFFER else []
    return render(request, "skills/mine.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def listing(request: MemberRequest, side: Side, key: str) -> HttpResponse:
    """Offer or wish for a skill, or change what one says about it."""
    skill = _skill(key, request)
    kept = listed.own_of_skill(request.member, skill, side)
    form = ListingForm(request.POST or None, member=request.member, skill=skill, side=side, listing=kept)
    if request.method == "POST" and form.is_valid():
        try:
            VERBS[side](member=request.member, skill=skill, details=form.details())
            return redirect(f"skills:{_plural(side)}")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"side": side, "skill": skill, "form": form, "listing": kept, "page": f"skills:{_plural(side)}"}
    return render(request, "skills/listing.html", context)


@member_required
@require_http_methods(["POST"])
def withdrawal(request: MemberRequest, side: Side, key: str) -> HttpResponse:
    """Take an offer or a wish back."""
    exchange.withdraw(member=request.member, skill=_skill(key, request), side=side)
    return redirect(f"skills:{_plural(side)}")


@member_required
@require_http_methods(READ_AND_WRITE)
def week(request: MemberRequest) -> HttpResponse:
    """When one usually has time."""
    kept = profiles.own_week(request.member)
    initial = {"times": kept.times, "audience": kept.audience}
    form = WeekForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        weeks.keep(member=request.member, **form.cleaned_data)
        return redirect("home:me")
    zone = communities.time_zone_name(profiles.time_zone(request.member))
    return render(request, "skills/week.html", {"form": form, "zone": zone})


def _plural(side: Side) -> str:
    return "offers" if side == Side.OFFER else "wishes"


def _skill(key: str, request: MemberRequest) -> Skill:
    found = vocabulary.by_keys([key], request.member)
    if not found:
        raise Http404
    return found[0]
