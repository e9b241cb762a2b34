"""Whose each row of the house is: read from what the models declare, and from the matrix of fields and audiences.

`fields.toml` is the same file that the sweeps of the tests are held against: what nobody may see is in no export.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate
from querbeet.people.models import Account

MATRIX = Path(__file__).with_name("fields.toml")
TOLD = {"owner", "party", "members", "audience"}  # a field for none of these is the software's own


@cache
def matrix() -> dict[str, dict[str, Any]]:
    return tomllib.loads(MATRIX.read_text())


def all_models() -> list[type[models.Model]]:
    """Every model of the house with personal fields, from the lowest floor up."""
    own = [model for model in apps.get_models() if model.__module__.startswith("querbeet.")]
    return [model for model in own if getattr(model, "PERSONAL", None) and not model._meta.proxy]


def owner_path(model: type[models.Model]) -> str:
    """The path of fields from a row to whose it is; "." for itself, empty for nobody's."""
    row = matrix().get(model._meta.label, {})
    if "owned" in row or row.get("of", "") in ("", "."):
        return row.get("owned") or row.get("of", "")
    at: Any = model
    steps: list[str] = []
    for name in row["of"].split("."):
        if name not in {field.name for field in at._meta.get_fields()}:  # a property of a model that says `owned`
            return ".".join([*steps, *filter(None, [matrix().get(at._meta.label, {}).get("owned")])])
        steps.append(name)
        at = at._meta.get_field(name).related_model or at
    return ".".join(steps)


def owner_model(model: type[models.Model]) -> type[models.Model] | None:
    """Member or Account, whichever the rows of a model belong to; None for nobody's, and for bare ids."""
    path = owner_path(model)
    at: Any = model
    for name in path.split(".") if path not in ("", ".") else ():
        at = at._meta.get_field(name).related_model
        if at is None:  # a bare id
            return None
    return at if path and at in (Member, Account) else None


def rows_of(model: type[models.Model], owner: models.Model) -> QuerySet[Any]:
    """The rows of a model that are this person's."""
    path = owner_path(model)
    lookup = {"pk": owner.pk} if path == "." else {path.replace(".", "__"): owner.pk}
    return model._base_manager.filter(pk__in=model._base_manager.filter(**lookup).values("pk"))


def told_fields(model: type[models.Model]) -> list[models.Field]:
    """The personal fields that their person is told of: all but keys, ids and the software's own notes."""
    words = matrix().get(model._meta.label, {}).get("fields", {})
    own = [field for field in model._meta.concrete_fields if field.name in model.PERSONAL]  # type: ignore[attr-defined]
    return [field for field in own if _is_told(field, {word.partition(":")[0] for word in words[field.name].split()})]


def _is_told(field: models.Field, audience: set[str]) -> bool:
    if isinstance(field, (models.BinaryField, models.UUIDField)):
        return False
    if isinstance(field, models.JSONField) and "party" in audience:
        return False  # facts about a pair are facts about the other one too
    return bool(TOLD & audience)


def shared(person: type[models.Model]) -> list[type[models.Model]]:
    """Models whose rows belong to several people through rows of another model, and stay when one of them is erased."""
    several = [m for m in all_models() if "." in matrix().get(m._meta.label, {}).get("owned", "")]
    return [m for m in several if owner_model(m) is person]


def pointers(person: type[models.Model]) -> Iterator[tuple[type[models.Model], models.ForeignKey, Fate]]:
    """Every personal column that points at a member or an account, and what becomes of it; upper floors first."""
    for model in reversed(all_models()):
        for field in model._meta.concrete_fields:
            fate = model.PERSONAL.get(field.name)  # type: ignore[attr-defined]
            if fate and isinstance(field, models.ForeignKey) and field.related_model is person:
                yield model, field, fate
