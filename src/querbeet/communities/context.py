"""Whose eyes a page is drawn for, said at its top."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse


def persona(request: HttpRequest) -> dict[str, Any]:
    """`persona`: name, community, and where to look as another one of one's own."""
    member = getattr(request, "member", None)
    if member is None:
        return {}
    told = {"name": member.display_name, "community": member.community.name, "href": reverse("home:personas")}
    return {"persona": told}
