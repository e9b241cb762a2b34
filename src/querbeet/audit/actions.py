"""Writing the record."""

from typing import Protocol
from uuid import UUID

from django.db import models

from querbeet.audit.models import Entry


class Actor(Protocol):
    id: UUID


def record(
    verb: str,
    *,
    by: Actor | None,
    community: UUID | None = None,
    target: models.Model | None = None,
    **detail: int | str | bool,
) -> None:
    """Add one entry in the running transaction. `detail` takes counts and versions, never what a person wrote."""
    Entry.objects.bulk_create(  # plain INSERT: the runtime role may add rows and may not read them back
        [
            Entry(
                community=community,
                actor=by.id if by else None,
                verb=verb,
                target_label=target._meta.label if target is not None else "",
                target_id=target.pk if target is not None else None,
                detail=detail,
            )
        ]
    )
