"""A visit: one browser that is signed in, or about to be."""

from typing import ClassVar

from django.db import models

from querbeet.core.models import Age, Fate, Record
from querbeet.people.models.account import Account


class Session(Record):
    """The cookie holds a random key, the row its SHA-256: a copy of the table opens no session.

    `device` is as coarse as "Firefox, Android"; no address and no full agent is ever kept, and the last use as a day.
    """

    PERSONAL: ClassVar[dict[str, Fate]] = {
        "digest": Fate.ERASE,
        "account": Fate.ERASE,
        "sealed_data": Fate.ERASE,
        "device": Fate.ERASE,
        "active_on": Fate.ERASE,
    }
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset({"expires_at", "ends_at"})
    AGE = Age(since="expires_at", days=0)

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    sealed_data = models.BinaryField()
    device = models.CharField(max_length=60, blank=True)
    active_on = models.DateField()
    expires_at = models.DateTimeField()  # moves on while it is used
    ends_at = models.DateTimeField()  # never moves

    class Meta:
        ordering = ("-active_on", "-created_at")
        indexes = (models.Index(fields=["expires_at"], name="people_session_expiry"),)

    def __str__(self) -> str:
        return str(self.id)
