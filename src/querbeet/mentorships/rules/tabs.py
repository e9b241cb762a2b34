"""The tabs over the pages of a mentorship. Packages above add theirs when they start."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules import parts


@dataclass(frozen=True)
class Tab:
    """A page of a mentorship: its address takes the mentorship's id alone."""

    name: str
    label: str | Promise
    address: str  # the name of an address
    order: int
    shown: Callable[[Mentorship], bool] = lambda mentorship: True


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Add a tab, or replace the one of the same name."""
    _tabs[tab.name] = tab


def tabs(mentorship: Mentorship, current: str) -> list[dict[str, object]]:
    """The tabs of a mentorship as `<c-tabs>` takes them; `current`: the name of the one that is open."""
    shown = [tab for tab in _tabs.values() if tab.shown(mentorship)]
    return [
        {"label": str(tab.label), "href": reverse(tab.address, args=[mentorship.pk]), "current": tab.name == current}
        for tab in sorted(shown, key=lambda tab: tab.order)
    ]


def declare() -> None:
    """Make this package's own tabs known."""
    register(Tab("overview", _("Overview"), "mentorships:mentorship", 10))
    register(Tab("together", _("Together"), "mentorships:goals", 20, lambda one: one.began_at is not None))
    register(Tab("agreement", _("Agreement"), "mentorships:agreement", 30))
    register(Tab("messages", _("Messages"), "mentorships:messages", 40))
    goodbye = Tab("farewell", _("Goodbye"), "mentorships:farewell", 90, lambda one: parts.can_say_goodbye(one.state))
    register(goodbye)
