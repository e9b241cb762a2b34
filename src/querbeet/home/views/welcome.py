"""The steps on the way in that belong to other domains: what one can share, what one wishes for, done."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.core.errors import Refused
from querbeet.home import queries
from querbeet.home.forms import SkillsForm
from querbeet.skills.actions import exchange
from querbeet.skills.enums import Side
from querbeet.skills.queries import exchange as listed
from querbeet.skills.queries import vocabulary

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def share(request: MemberRequest) -> HttpResponse:
    """What one can share."""
    return _choose(request, side=Side.OFFER, template="home/share.html", following="home:wish")


@member_required
@require_http_methods(READ_AND_WRITE)
def wish(request: MemberRequest) -> HttpResponse:
    """What one wishes for."""
    arrived = request.member.onboarded_at is not None
    following = "home:today" if arrived else "communities:who-sees"
    return _choose(request, side=Side.WISH, template="home/wish.html", following=following)


@member_required
@require_safe
def arrived(request: MemberRequest) -> HttpResponse:
    """Done."""
    return render(request, "home/arrived.html")


def _choose(request: MemberRequest, *, side: Side, template: str, following: str) -> HttpResponse:
    chosen = listed.own_keys(request.member, side)
    form = SkillsForm(sent(request), areas=queries.choices(request.member), chosen=chosen)
    if form.is_valid():
        act = exchange.offer_only if side == Side.OFFER else exchange.wish_only
        try:
            act(member=request.member, skills=vocabulary.by_keys(form.chosen(), request.member))
            return redirect(following)
        except Refused as refused:
            form.add_error("skills", str(refused))
    return render(request, template, {"form": form})
