"""Changing the key that wraps data keys: nothing of what people wrote is touched, only the wrapping around their keys.

It goes in small transactions, so that it runs while the site does, can be killed at any moment, and goes on where it
stopped: a data key is wrapped by the old key or by the new one, and both open until the old one is removed.
"""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from querbeet.core import vault, viewing
from querbeet.core.models import DataKey
from querbeet.core.sealing import Broken

BATCH = 200


@dataclass(frozen=True)
class Wrapping:
    """One wrapping key: its number, whether it is in the keys folder, and how many data keys it wraps."""

    number: int
    there: bool
    wraps: int


def wrappings() -> list[Wrapping]:
    """Every wrapping key that is there or needed, oldest first."""
    there = set(settings.VAULT_KEYS.numbers())
    with viewing.for_purpose("keys"):
        counted = DataKey.objects.values_list("wrapping").annotate(Count("pk"))
        wraps = Counter(dict(counted))
    return [Wrapping(number, number in there, wraps[number]) for number in sorted(there | set(wraps))]


def unfinished() -> bool:
    """Whether a change was begun and not finished: some data key is still wrapped by an older key."""
    newest = settings.VAULT_KEYS.newest()
    return any(one.wraps for one in wrappings() if one.number != newest)


def rewrap(*, batch: int = BATCH) -> int:
    """Wrap the next few data keys with the newest key; returns how many, 0 when all are done.

    Raises KeyMissing when an old key is not there any more, and Broken for a data key that was changed.
    """
    newest = settings.VAULT_KEYS.newest()
    with viewing.for_purpose("keys"):
        rows = list(DataKey.objects.exclude(wrapping=newest).select_for_update()[:batch])
        for row in rows:
            vault.wrap(row, vault.unwrap(row).secret)
        DataKey.objects.bulk_update(rows, ["wrapped", "wrapping"])
    return len(rows)


def unopened() -> list[int]:
    """Numbers of wrapping keys that are in the keys folder and yet do not open what they should have wrapped."""
    wrong = []
    with viewing.for_purpose("keys"):
        for number in settings.VAULT_KEYS.numbers():
            row = DataKey.objects.filter(wrapping=number).first()
            try:
                _ = row and vault.unwrap(row)
            except Broken:
                wrong.append(number)
    return wrong
