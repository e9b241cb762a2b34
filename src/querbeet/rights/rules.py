"""When one may have a copy, and how long an erasure waits."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused

WAIT = timedelta(days=7)
KEEP = timedelta(hours=24)
SHORTEST = 12


class PassphraseTooShort(Refused):
    """A file can be tried as often as somebody likes, so its passphrase must be longer than one for signing in."""


class NothingToFetch(Refused):
    """The copy was fetched before, is not ready yet, or its day is over."""


NOTHING = _("There is nothing to fetch any more. Nothing is lost: you can ask for a new copy.")


def check_passphrase(passphrase: str) -> None:
    """Raise PassphraseTooShort."""
    if len(passphrase.strip()) < SHORTEST or len(set(passphrase)) < SHORTEST // 2:
        raise PassphraseTooShort(_("Twelve signs are the least. A few words in a row work well."))


def can_fetch(download, now: datetime) -> bool:
    """Whether a box waits and its day is not over."""
    return bool(download and download.ready_at and download.expires_at > now)


def due_at(now: datetime) -> datetime:
    """When an erasure that is asked for now is carried out."""
    return now + WAIT
