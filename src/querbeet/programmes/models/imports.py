"""Spreadsheets on their way in, and how their columns were understood."""

from typing import Self

from django.db import models

from querbeet.core.models import Age, Fate, Record
from querbeet.core.vault import SealedJSON
from querbeet.programmes.enums import ImportState, Side
from querbeet.programmes.models.programme import OfProgrammeQuerySet, Programme


class CoordinatorsOnly(OfProgrammeQuerySet):
    def visible_to(self, member) -> Self:
        """Spreadsheets are seen by coordinators alone."""
        return super().visible_to(member) if member.coordinates else self.none()


class ImportBatch(Record):
    """One upload. Nothing of it is in the programme before the yes; `before` keeps what a yes changed, for undo."""

    PERSONAL = {
        "file_name": Fate.ERASE,
        "headers": Fate.ERASE,
        "rows": Fate.ERASE,
        "numbers": Fate.ERASE,
        "problems": Fate.ERASE,
        "before": Fate.ERASE,
        "by": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"programme", "side", "state", "mapping", "counts"})
    AGE = Age(since="created_at", days=90)  # undo has its time, then the rows of the spreadsheet go

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="imports")
    side = models.CharField(max_length=8, choices=Side.choices)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.WAITING)
    file_name = models.CharField(max_length=200, blank=True)
    headers = models.JSONField(default=list)
    rows = SealedJSON(owner="programme_id", default=list)
    numbers = models.JSONField(default=list)
    problems = SealedJSON(owner="programme_id", default=list)
    mapping = models.JSONField(default=dict)
    before = SealedJSON(owner="programme_id", default=list)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")

    objects = CoordinatorsOnly.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    def visible_to(self, member) -> "ColumnMappingQuerySet":
        here = self.filter(community=member.community_id)
        return here if member.coordinates else here.none()


class ColumnMapping(Record):
    """How a community understood the columns of a spreadsheet with these headers last time."""

    IMPERSONAL = frozenset({"community", "side", "fingerprint", "mapping"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "side", "fingerprint"], name="one_mapping_a_set_of_headers")
        ]

    def __str__(self) -> str:
        return str(self.id)
