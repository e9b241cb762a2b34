"""The places of the side navigation. Packages above register theirs; the design system draws them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

MOST = 7


class TooManyPlaces(Exception):
    """Somebody registered an eighth place; a person cannot hold more than seven."""


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


@dataclass(frozen=True)
class Place:
    """One entry: where it leads, which URL namespaces or names it holds, who sees it (all signed in by default)."""

    name: str
    label: str | Promise
    url: str
    icon: str
    order: int
    covers: tuple[str, ...] = ()
    shown: Callable[[HttpRequest], bool] = field(default=_signed_in)


@dataclass(frozen=True)
class Link:
    """A place as drawn for one request."""

    label: str | Promise
    href: str
    icon: str
    current: bool


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Add a place, or replace the one of the same name. Raises TooManyPlaces beyond seven."""
    if place.name not in _places and len(_places) >= MOST:
        raise TooManyPlaces(place.name)
    _places[place.name] = place


def forget(name: str) -> None:
    """Take a place away again; unknown names are fine."""
    _places.pop(name, None)


def links(request: HttpRequest) -> list[Link]:
    """The places this person sees, in order, with the current one marked."""
    match = getattr(request, "resolver_match", None)
    spaces = set(match.namespaces) if match else set()
    here = match.view_name if match else ""
    seen = sorted((place for place in _places.values() if place.shown(request)), key=lambda place: place.order)
    return [
        Link(place.label, reverse(place.url), place.icon, bool({place.url, *place.covers} & {here, *spaces}))
        for place in seen
    ]
