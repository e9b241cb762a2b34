"""Which persona is looking."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from querbeet.communities import queries
from querbeet.core import viewing

CHOSEN = "member"  # key in the session


class PersonaMiddleware:
    """Sets `request.member`: the chosen persona of the signed-in account, else its first, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.member = None
        if request.user.is_authenticated:
            request.member = queries.persona(request.user, request.session.get(CHOSEN))
        if request.member:
            viewing.bind(viewing.of(request.member, account=request.user.pk))
        return self.get_response(request)
