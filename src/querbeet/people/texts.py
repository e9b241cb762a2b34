"""The mails of an account. One text for everyone: it names nobody, no site and no reason a stranger could read."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from querbeet.people.enums import LetterPurpose


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words(purpose: str, *, language: str, link: str) -> Words:
    """Subject and text of a mail; the link is the only part that differs from one mail to the next."""
    with translation.override(language):
        subject, opening, closing = _parts(purpose)
    return Words(subject, f"{opening}\n\n{link}\n\n{closing}\n")


def _parts(purpose: str) -> tuple[str, str, str]:
    closing = _("The link works once, for 30 minutes. If you did not ask for it, you need not do anything.")
    if purpose == LetterPurpose.CONFIRM:
        return _("Please confirm"), _("Hello, please open this link to confirm your address:"), closing
    return _("Your link"), _("Hello, here is the link you asked for:"), closing
