from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _coordinates(request: Any) -> bool:
    return bool(getattr(request, "member", None) and request.member.coordinates)


class Config(AppConfig):
    name = "querbeet.communities"
    label = "communities"

    def ready(self) -> None:
        from querbeet.ui import navigation

        inside = ("settings", "publish", "invitations", "revoke", "people", "role", "stewarding", "suspension")
        navigation.register(
            navigation.Place(
                "community",
                _("Community"),
                "communities:community",
                icon="house",
                order=80,
                covers=tuple(f"communities:{name}" for name in inside),
                shown=_coordinates,
            )
        )
