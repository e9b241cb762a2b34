"""What a person asked for about their own data: a copy to take along, or that it ends."""

from django.db import models

from querbeet.core.models import Age, Fate, Record
from querbeet.core.vault import SealedText


class DownloadQuerySet(models.QuerySet["Download"]):
    def visible_to(self, member) -> "DownloadQuerySet":
        """Those of the account that the member is a persona of."""
        return self.filter(account__personas__member=member.pk)


class Download(Record):
    """A copy of one's own data, locked with a passphrase that is kept nowhere; fetched once, gone after a day.

    `member` empty means everything, with all personas. `key` is what the passphrase becomes; it is there until the box
    is locked, and the box until it is fetched.
    """

    PERSONAL = {
        "account": Fate.ERASE,
        "member": Fate.ERASE,
        "key": Fate.ERASE,
        "salt": Fate.ERASE,
        "box": Fate.ERASE,
        "ready_at": Fate.ERASE,
        "expires_at": Fate.ERASE,
    }
    AGE = Age(since="expires_at", days=0)

    account = models.OneToOneField("people.Account", models.CASCADE, related_name="download")
    member = models.ForeignKey("communities.Member", models.CASCADE, null=True, related_name="+")
    key = SealedText(owner="account_id", max_length=64)
    salt = models.BinaryField()
    box = models.BinaryField(null=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = DownloadQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, member) -> "ErasureQuerySet":
        """Those of the account that the member is a persona of."""
        return self.filter(account__personas__member=member.pk)


class Erasure(Record):
    """Somebody wants to be erased on a day that is still to come; until then they can take it back.

    `member` empty means the whole account, with all its personas.
    """

    PERSONAL = {"account": Fate.ERASE, "member": Fate.ERASE, "due_at": Fate.ERASE}

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="erasures")
    member = models.ForeignKey("communities.Member", models.CASCADE, null=True, related_name="+")
    due_at = models.DateTimeField()

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["account", "member"], name="one_erasure_each", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return str(self.id)


class Erased(Record):
    """The ledger: the random id of somebody who was erased, and nothing else.

    The same ids stand in a file outside of the database, so that they are erased again after an old backup is restored.
    """

    PERSONAL = {"subject": Fate.KEEP}
    IMPERSONAL = frozenset({"kind"})

    subject = models.UUIDField(unique=True)
    kind = models.CharField(max_length=8)

    def __str__(self) -> str:
        return str(self.id)
