"""What stands in the tables, as text: to see which rows a request changed."""

from django.db import connection, models

from tests.worlds import fields, garden

Rows = dict[tuple[str, str], str]
NOT_CONTENT = {"people.Session", "people.Limit", "audit.Entry", "core.DataKey"}  # every request touches these


def all_rows() -> Rows:
    """Every row of the house by table and id."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in garden.own_models():
            if model._meta.label not in NOT_CONTENT:
                cursor.execute(f'SELECT id::text, t::text FROM "{model._meta.db_table}" t')
                found |= {(model._meta.label, key): text for key, text in cursor.fetchall()}
    return found


def changed(before: Rows, after: Rows) -> set[tuple[str, str]]:
    """Rows that are not as they were: changed or gone. New ones are not among them."""
    return {key for key, text in before.items() if after.get(key) != text}


def added(before: Rows, after: Rows) -> set[tuple[str, str]]:
    return after.keys() - before.keys()


def owned_by(member) -> set[tuple[str, str]]:
    """The rows that are this member's and name nobody else."""
    found = set()
    for model in garden.own_models():
        if model._meta.label in NOT_CONTENT:
            continue
        for row in model._base_manager.all():
            if fields.belongs_to(row, member) and _alone(row):
                found.add((model._meta.label, str(row.pk)))
    return found


def _alone(row: models.Model) -> bool:
    return len({one.pk for one in fields.concerned(row)}) == 1
