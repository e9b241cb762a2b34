"""`ending`: what of this account is about to be erased, for the pages that say so; asked for only there."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from querbeet.rights import queries


def ending(request: HttpRequest) -> dict[str, Any]:
    """The soonest erasure that somebody signed in asked for, if there is one."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"ending": SimpleLazyObject(lambda: next(iter(queries.erasures(request.user)), None))}  # type: ignore[arg-type]
