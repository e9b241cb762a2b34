"""What every page needs to draw its frame."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from querbeet.ui import appearance
from querbeet.ui import navigation as places


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`places`, the chosen `theme`, where *leave quickly* and *help* go, after how long unused a page covers itself."""
    user = getattr(request, "user", None)
    return {
        "places": SimpleLazyObject(lambda: places.links(request)),
        "theme": appearance.chosen(request),
        "help_url": getattr(settings, "HELP_URL", "/help") if user and user.is_authenticated else "",
        "leave_url": getattr(settings, "LEAVE_URL", "/leave"),
        "idle_seconds": settings.IDLE_SECONDS if user and user.is_authenticated else 0,
    }
