"""Invitation codes: what a person typed becomes the hash that is kept."""

from django.utils.crypto import salted_hmac

SALT = "querbeet.communities.invitation"


def tidy(code: str) -> str:
    """A code as people type it, read out or copied, as we wrote it: small letters, no spaces or dashes."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


def hashed(code: str) -> str:
    """HMAC-SHA-256 of a code with the server's key, as hexadecimal text of 64 signs.

    A copy of the database alone neither lets anyone in nor confirms a code that somebody holds.
    """
    return salted_hmac(SALT, tidy(code), algorithm="sha256").hexdigest()
