"""How much a bucket of tries still holds."""

from typing import ClassVar

from django.db import models

from querbeet.core.models import Fate


class Limit(models.Model):
    """`key` is a keyed fingerprint that changes every day: it names no account, no browser and no address."""

    PERSONAL: ClassVar[dict[str, Fate]] = {}
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset({"key", "tokens", "at"})

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
