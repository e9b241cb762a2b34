"""Everything that is a person's own, as plain values; and what they asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from querbeet.communities.models.member import Member
from querbeet.core import vault, viewing
from querbeet.people.models import Account
from querbeet.rights import registry, words
from querbeet.rights.models import Download, Erasure

Row = dict[str, Any]
NAMES = ("name", "title", "label")


def download(account: Account) -> Download | None:
    """The copy that an account waits for or can fetch."""
    return Download.objects.filter(account=account).defer("box").first()


def erasures(account: Account) -> list[Erasure]:
    """What an account asked to be erased, soonest first."""
    return list(Erasure.objects.filter(account=account).select_related("member__community"))


def own_data(account: Account, members: Iterable[Member]) -> dict[str, Any]:
    """All data of an account and of these personas of it, read through the eyes of each: what they may not see
    themselves is not there. Others are told of without their names."""
    chapters = []
    mine = set(members)
    ids = {account.pk, *(member.pk for member in mine)}
    for member in mine:
        with viewing.looking(viewing.of(member, account=account.pk)):
            parts = [_part(model, registry.rows_of(model, member), member, ids) for model in _models_of(Member)]
            chapters.append({"title": member.community.name, "parts": [part for part in parts if part["rows"]]})
    with viewing.as_account(account.pk):
        parts = [_part(model, registry.rows_of(model, account), None, ids) for model in _models_of(Account)]
    chapters.append({"title": _("Your account"), "parts": [part for part in parts if part["rows"]]})
    return {"version": 1, "chapters": chapters}


def _models_of(owner: type[models.Model]) -> list[type[models.Model]]:
    owned = [model for model in registry.all_models() if registry.owner_model(model) is owner]
    return [model for model in owned if registry.told_fields(model)]


def _part(model: type[models.Model], found: models.QuerySet, viewer: Member | None, mine: set) -> dict[str, Any]:
    seen = getattr(model, "objects", None)
    if viewer is not None and seen is not None and hasattr(seen, "visible_to"):
        found = found.filter(pk__in=seen.visible_to(viewer).values("pk"))
    rows = list(found.order_by("created_at"))
    vault.gather(rows)
    return {"model": model._meta.label, "title": words.title(model), "rows": [_row(row, mine) for row in rows]}


def _row(row: models.Model, mine: set) -> Row:
    told: Row = {_("entered on"): _moment(row.created_at)}  # type: ignore[attr-defined]
    for field in registry.told_fields(type(row)):
        value = _value(row, field, mine)
        if value not in ("", None, [], {}):
            told[str(field.verbose_name)] = value
    return told


def _value(row: models.Model, field: models.Field, mine: set) -> Any:
    value = getattr(row, field.attname)
    if value is None:
        return None
    if field.is_relation:
        return _pointed(field, value, mine)
    if field.choices and (chosen := getattr(row, f"get_{field.name}_display", None)):
        return str(chosen())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _moment(value)
    return value if isinstance(value, (list, dict)) and _is_plain(value) else str(value)


def _pointed(field: models.Field, key: Any, mine: set) -> str:
    target = field.related_model
    if target in (Member, Account):
        return _("you") if key in mine else _("somebody else")
    found = target._base_manager.filter(pk=key).first()  # type: ignore[union-attr]
    names = (getattr(found, name, "") for name in NAMES)
    return next((name for name in names if isinstance(name, str) and name), str(key))


def _moment(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(_is_plain(one) for one in value)
    return isinstance(value, (str, int, float, bool, type(None)))
