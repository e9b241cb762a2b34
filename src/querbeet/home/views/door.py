"""Before the garden: the first page, choosing a persona, and leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities import queries as communities
from querbeet.communities.guards import MemberRequest, account_required, persona_required
from querbeet.communities.middleware import CHOSEN
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.home.actions import leaving

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The first page, for whoever is not signed in."""
    return redirect("home:today") if request.user.is_authenticated else render(request, "home/landing.html")


@account_required
@require_http_methods(READ_AND_WRITE)
def personas(request: HttpRequest) -> HttpResponse:
    """The personas of an account; choosing one. Nobody else can see that they belong together."""
    mine = communities.personas(request.user)  # type: ignore[arg-type]
    if request.method == "POST":
        chosen = get_object_or_404(
            Member.objects.filter(pk__in=[member.pk for member in mine]), key=request.POST.get("key", "")
        )
        request.session[CHOSEN] = str(chosen.pk)
        return redirect("home:today")
    shut_out = communities.suspended_personas(request.user)  # type: ignore[arg-type]
    return render(request, "home/personas.html", {"mine": mine, "shut_out": shut_out})


@persona_required
@require_http_methods(READ_AND_WRITE)
def leave(request: MemberRequest) -> HttpResponse:
    """Leave the community for good."""
    refusal = ""
    if request.method == "POST":
        try:
            leaving.leave(member=request.member)
            request.session.pop(CHOSEN, None)
            return redirect("home:personas")
        except Refused as refused:
            refusal = str(refused)
    return render(request, "home/leave.html", {"refusal": refusal})
