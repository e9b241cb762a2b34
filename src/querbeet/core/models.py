"""What every row of the domain has in common, and how its personal fields are declared."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models


class Fate(StrEnum):
    """What becomes of a personal field when its person asks for their data or leaves."""

    ERASE = "erase"  # in the person's export; gone when they are erased
    DETACH = "detach"  # stays for others, no longer pointing at the person
    KEEP = "keep"  # kept until a stated date for a stated reason


class Record(models.Model):
    """Base of every domain model.

    A concrete model names each of its own fields either in PERSONAL, with what becomes of it, or in
    IMPERSONAL, when it says nothing about anybody. A test fails for a field in neither.
    """

    PERSONAL: ClassVar[dict[str, Fate]] = {}
    IMPERSONAL: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True
