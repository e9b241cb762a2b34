"""The keys that wrap members' data keys: all there, all the right ones, none that should have been replaced."""

from collections.abc import Iterator

from django.conf import settings

from querbeet.config.doctor.findings import Finding
from querbeet.core import rewrapping


def findings() -> Iterator[Finding]:
    """Findings about the keys folder and the data keys of the running database."""
    newest = settings.VAULT_KEYS.newest()
    for one in rewrapping.wrappings():
        if one.wraps and not one.there:
            yield Finding(
                f"Key vault-{one.number} is missing; what {one.wraps} people wrote cannot be read.",
                "Put the copy of it that you kept back into the keys folder.",
            )
        elif one.wraps and one.number != newest:
            yield Finding(
                f"{one.wraps} data keys are still wrapped by the old key vault-{one.number}.",
                "Run: querbeet keys rotate",
            )
    for number in rewrapping.unopened():
        yield Finding(
            f"Key vault-{number} is not the one that it was when it wrapped data keys.",
            "Put the copy of it that you kept back into the keys folder.",
        )
