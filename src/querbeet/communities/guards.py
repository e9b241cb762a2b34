"""Who may open a page. What a person may not know of answers like what never was: the same 404, byte for byte."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from querbeet.communities.models.member import Member

View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """A request that a guard let through: somebody is looking."""

    member: Member


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, though it be empty; None where no form was sent."""
    return request.POST if request.method == "POST" else None


def account_required(view: View) -> View:
    """For anybody signed in, with a persona or without."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def persona_required(view: View) -> View:
    """For pages a member needs even before agreeing to a new code of conduct: agreeing, pausing, leaving."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.member is None:  # type: ignore[attr-defined]
            return redirect("home:personas")
        return view(request, *args, **kwargs)

    return account_required(guarded)


def member_required(view: View) -> View:
    """For members. A new version of the agreement is put to them first."""

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.member.agreed:  # type: ignore[attr-defined]  # told by queries.personas
            return redirect("communities:agreement")
        return view(request, *args, **kwargs)

    return persona_required(guarded)


def coordinator_required(view: View) -> View:
    """For coordinators; there is nothing here for others."""
    return _only(view, lambda member: member.coordinates)


def steward_required(view: View) -> View:
    """For stewards; there is nothing here for others."""
    return _only(view, lambda member: member.stewards)


def _only(view: View, allowed: Callable[[Member], bool]) -> View:
    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allowed(request.member):
            raise Http404
        return view(request, *args, **kwargs)

    return member_required(guarded)
