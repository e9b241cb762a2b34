"""What stands in the tables, as text: to see which rows a request changed."""

from collections.abc import Callable, Collection

from django.db import connection, models

from querbeet.communities.models.member import Member
from tests.worlds import fields, garden

Rows = dict[tuple[str, str], str]
NOT_CONTENT = {"people.Session", "people.Limit", "audit.Entry", "core.DataKey"}  # every request touches these


def all_rows(labels: Collection[str] | None = None) -> Rows:
    """Every row of the house, or of these models, by label and id."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for label, table in _tables().items():
            if labels is None or label in labels:
                cursor.execute(f'SELECT id::text, t::text FROM "{table}" t')
                found |= {(label, key): text for key, text in cursor.fetchall()}
    return found


def after(before: Rows, act: Callable[[], object]) -> Rows:
    """Every row once `act` is done; only tables that it wrote to are read again."""
    earlier = _written()
    act()
    now = _written()
    fresh = {label for label, table in _tables().items() if now.get(table) != earlier.get(table)}
    return {key: text for key, text in before.items() if key[0] not in fresh} | all_rows(fresh)


def _tables() -> dict[str, str]:
    models = {model._meta.label: model._meta.db_table for model in garden.own_models()}
    return {label: table for label, table in models.items() if label not in NOT_CONTENT}


def _written() -> dict[str, int]:
    """How many rows of each table this transaction has written so far, those that were undone among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def changed(before: Rows, after: Rows) -> set[tuple[str, str]]:
    """Rows that are not as they were: changed or gone. New ones are not among them."""
    return {key for key, text in before.items() if after.get(key) != text}


def added(before: Rows, after: Rows) -> set[tuple[str, str]]:
    return after.keys() - before.keys()


def owned_by(member: Member, *, apart_from: Member) -> set[tuple[str, str]]:
    """The rows that are this member's, and neither they nor what they belong to has to do with the other one."""
    found = set()
    for model in garden.own_models():
        if model._meta.label in NOT_CONTENT:
            continue
        for row in model._base_manager.all():
            if fields.belongs_to(row, member) and not _concerns(row, apart_from):
                found.add((model._meta.label, str(row.pk)))
    return found


def _concerns(row: models.Model, other: Member, depth: int = 3) -> bool:
    if any(one.pk == other.pk for one in fields.concerned(row)):
        return True
    parents = [getattr(row, field.name) for field in row._meta.concrete_fields if depth and _is_parent(field)]
    return any(_concerns(parent, other, depth - 1) for parent in parents if parent is not None)


def _is_parent(field: models.Field) -> bool:
    return field.is_relation and field.related_model.__module__.startswith("querbeet.") and not field.null
