"""What every row of the domain has in common, and how its personal fields are declared."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from django.db import models


class Fate(StrEnum):
    """What becomes of a personal field when its person asks for their data or leaves."""

    ERASE = "erase"  # in the person's export; gone when they are erased
    DETACH = "detach"  # stays for others, no longer pointing at the person
    KEEP = "keep"  # kept until a stated date for a stated reason


@dataclass(frozen=True)
class Age:
    """How long rows are kept: `days` after the moment in the field `since`, those that `where` describes.

    One job, every night, deletes what is older (`rights.actions.retention`).
    """

    since: str
    days: int
    where: dict[str, object] = field(default_factory=dict)


class Record(models.Model):
    """Base of every domain model.

    A concrete model names each of its own fields either in PERSONAL, with what becomes of it, or in
    IMPERSONAL, when it says nothing about anybody. A test fails for a field in neither. Rows that age say in AGE when
    they have served their time.
    """

    PERSONAL: ClassVar[dict[str, Fate]] = {}
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset()
    AGE: ClassVar[Age | None] = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def visible_to(self, member) -> "DataKeyQuerySet":
        """One's own."""
        return self.filter(owner=member.pk)


class DataKey(Record):
    """The key that encrypts one owner's texts, wrapped by a key that is not in the database; see `core.vault`.

    `owner` is the id of a member, an account, or a row that stands for a person; its own id says, inside of each
    sealed text, which key the text was sealed with.
    """

    PERSONAL: ClassVar[dict[str, Fate]] = {"owner": Fate.ERASE, "wrapped": Fate.ERASE}
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset({"wrapping"})

    owner = models.UUIDField(unique=True)
    wrapped = models.BinaryField()
    wrapping = models.PositiveIntegerField(db_index=True)  # the number of the key that wraps it

    objects = DataKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
