"""An append-only record of who did what to what: ids and verbs, never names or content."""

from django.db import models

from querbeet.core.models import Fate, Record


class Entry(Record):
    """One act. `actor` and `target_id` are bare ids, so that erasing a person leaves nothing that names them."""

    PERSONAL = {"actor": Fate.DETACH, "target_id": Fate.DETACH}
    IMPERSONAL = frozenset({"community", "verb", "target_label", "detail"})

    community = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    target_label = models.CharField(max_length=80, blank=True)
    target_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)  # counts and versions, never text of a person

    class Meta:
        indexes = [models.Index(fields=["community", "-created_at"], name="audit_by_community")]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"
