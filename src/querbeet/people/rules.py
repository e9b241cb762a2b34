"""What may be a passphrase, and how a sign-in name is read."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused

SHORTEST = 10
LONGEST = 200
FEWEST_SIGNS = 5


class WeakPassphrase(Refused):
    """A passphrase that somebody would guess; the sentence says why."""


def check_passphrase(passphrase: str, *, sign_in_name: str = "") -> None:
    """Raise WeakPassphrase for one that is short, common, monotonous, or the sign-in name itself."""
    plain = passphrase.strip()
    if len(plain) < SHORTEST:
        raise WeakPassphrase(_("That is a little short. Ten signs are the least; a few words in a row work well."))
    if len(plain) > LONGEST:
        raise WeakPassphrase(_("That is very long. Two hundred signs are the most."))
    if len(set(plain.casefold())) < FEWEST_SIGNS or plain.isdigit():
        raise WeakPassphrase(_("That would be guessed quickly: it is one sign over and over, or only digits."))
    if sign_in_name and plain_name(sign_in_name) == plain_name(plain):
        raise WeakPassphrase(_("Please do not use your sign-in name as your passphrase."))
    if _is_common(plain):
        raise WeakPassphrase(_("Many people use that one, so it is tried first. A few words in a row work well."))


def plain_name(text: str) -> str:
    """A sign-in name as we keep it, however it was typed: `Moos Quitte 482` is `moos-quitte-482`."""
    return re.sub(r"[\s_\-]+", "-", text.strip().casefold())[:60]


def _is_common(passphrase: str) -> bool:
    try:
        _common.validate(passphrase)
    except ValidationError:
        return True
    return False


_common = CommonPasswordValidator()
