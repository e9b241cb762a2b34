"""Today, one's own corner, and the pages of people."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from querbeet.communities import queries as communities
from querbeet.communities.enums import Status
from querbeet.communities.guards import MemberRequest, member_required
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.home import queries

RELATIONS = {"community": _("everybody here"), "match": _("my matches"), "circle": _("my circles")}


@member_required
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    """What there is today, and one step to take."""
    return render(request, "home/today.html", {"today": queries.today(request.member, clock.now())})


@member_required
@require_safe
def me(request: MemberRequest) -> HttpResponse:
    """One's own corner: the page, who sees it, and everything that can be set."""
    context = {
        "card": communities.cards(request.member, [request.member.pk])[request.member.pk],
        "paused": request.member.status == Status.PAUSED,
    }
    return render(request, "home/me.html", context)


@member_required
@require_safe
def profile(request: MemberRequest, key: str) -> HttpResponse:
    """The page of a member, as this viewer may see it."""
    member = get_object_or_404(Member.objects.visible_to(request.member), key=key)
    context = {"page": queries.page(member, request.member), "mine": member == request.member, "member": member}
    return render(request, "home/profile.html", context)


@member_required
@require_safe
def preview(request: MemberRequest) -> HttpResponse:
    """One's own page exactly as others get it."""
    relation = request.GET.get("as", "community")
    if relation not in RELATIONS:
        raise Http404
    tabs = [{"label": label, "href": f"?as={name}", "current": name == relation} for name, label in RELATIONS.items()]
    page = queries.preview(request.member, relation)
    return render(request, "home/preview.html", {"page": page, "tabs": tabs})
