"""The one mail about news. The same words for every kind, every person and every community: only the site differs."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words(*, language: str, link: str) -> Words:
    """Subject and text; the link is the plain address at which one signs in."""
    with translation.override(language):
        opening = _("Hello, there is something new for you. You can read it here:")
        closing = _("You chose to get this mail. You can change that on the same site, under Me.")
        return Words(_("Something new for you"), f"{opening}\n\n{link}\n\n{closing}\n")
