"""Random public ids: never derived from a name, a counter or a time."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that reads like something else


def public_key(length: int = 12) -> str:
    """A random id for URLs; 12 signs carry about 58 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def invitation_code() -> str:
    """A code that a person can read out on the phone: four groups of four, about 78 bits."""
    return "-".join(public_key(4) for _ in range(4))
