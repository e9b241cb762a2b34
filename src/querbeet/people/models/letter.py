"""A link sent by mail."""

from typing import ClassVar

from django.db import models

from querbeet.core.models import Age, Fate, Record
from querbeet.people.enums import LetterPurpose
from querbeet.people.models.account import Account


class Letter(Record):
    """A one-use link: the mail holds the token, the row its SHA-256. A newer one replaces it."""

    PERSONAL: ClassVar[dict[str, Fate]] = {"account": Fate.ERASE, "digest": Fate.ERASE}
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset({"purpose", "expires_at"})
    AGE = Age(since="expires_at", days=0)

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="letters")
    purpose = models.CharField(max_length=10, choices=LetterPurpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "purpose"], name="people_letter_newest"),)

    def __str__(self) -> str:
        return str(self.id)
