"""Every personal text field of every row carries a mark of its own; whoever finds a mark knows which field leaked.

A mark is "zq" and nine signs: short enough for the shortest field, found by one pattern in whatever was sent or kept,
with and without upper case. Values from closed lists, fingerprints, numbers and times carry none; see fields.toml.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from querbeet.communities.enums import Kind
from querbeet.core.vault import SealedText
from tests.worlds import fields, garden

MARK = re.compile(rb"zq[a-z2-9]{9}", re.IGNORECASE)
SIGNS = "abcdefghjkmnpqrstvwxy23456789"
TEXTS = (models.CharField, models.TextField)
CODED_FACETS = (Kind.LANGUAGE, Kind.TIME_ZONE)


@dataclass(frozen=True)
class Mark:
    """Where a mark was put. `model` and `pk` instead of the row, so that it stays true when the row changes."""

    row: models.Model
    name: str

    def __str__(self) -> str:
        return f"{self.row._meta.label}.{self.name}"


@dataclass
class Marks:
    """All marks of a garden."""

    of: dict[bytes, Mark] = field(default_factory=dict)
    numbers: Iterable[int] = field(default_factory=lambda: count(1))

    def new(self, row: models.Model, name: str) -> str:
        text = "zq" + _signs(next(iter(self.numbers)) * 2_654_435_761 % 2**40)
        self.of[text.encode()] = Mark(row, name)
        return text

    def found(self, data: bytes) -> list[tuple[bytes, Mark]]:
        """The marks in some bytes, each once."""
        hits = {hit.lower() for hit in MARK.findall(data)}
        return [(hit, self.of[hit]) for hit in sorted(hits) if hit in self.of]


def _signs(number: int) -> str:
    text = ""
    for _ in range(9):
        number, sign = divmod(number, len(SIGNS))
        text += SIGNS[sign]
    return text


def can_carry(model: type[models.Model], name: str) -> bool:
    """Whether a field is one that any text can be in."""
    column = model._meta.get_field(name)
    if name in fields.table(model).get("codes", ()) or getattr(column, "generated", False):
        return False
    if isinstance(column, ArrayField):
        column = column.base_field
    return isinstance(column, (*TEXTS, models.JSONField, SealedText))


def carriers() -> list[tuple[type[models.Model], str]]:
    return [(model, name) for model, name in fields.personal() if can_carry(model, name)]


def put() -> Marks:
    """Mark every row that there is."""
    marks = Marks()
    with _without_guards():
        _put_all(marks)
    return marks


GUARDED = """SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal
    AND tgrelid IN (SELECT oid FROM pg_class WHERE relowner = current_user::regrole)"""


@contextmanager
def _without_guards() -> Iterator[None]:
    """Triggers that keep rows as they are look away, which only the owner of a table can make them do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(GUARDED)
        tables = [name for (name,) in cursor.fetchall()]
        for name in tables:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in tables:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _put_all(marks: Marks) -> None:
    for model, pairs in groupby(carriers(), key=lambda pair: pair[0]):
        names = [name for _, name in pairs]
        for row in model._base_manager.order_by("created_at", "pk"):
            if model._meta.label != "communities.Facet" or row.kind not in CODED_FACETS:
                _put(row, names, marks)


def _put(row: models.Model, names: list[str], marks: Marks) -> None:
    marked = {name: _marked(getattr(row, name), row, name, marks) for name in names}
    changed = [name for name, value in marked.items() if value != getattr(row, name)]
    for name in changed:
        setattr(row, name, marked[name])
    if changed:
        row.save(update_fields=changed)


def _marked(value: Any, row: models.Model, name: str, marks: Marks) -> Any:
    """The value with a mark in place of every text in it; what is empty stays empty."""
    if isinstance(value, str) and value:
        mark = marks.new(row, name)
        return mark + "@example.org" if "@" in value else mark
    if isinstance(value, list | tuple):
        return [_marked(one, row, name, marks) for one in value]
    if isinstance(value, dict):
        return {key: _marked(one, row, name, marks) for key, one in value.items()}
    return value


def bare(marks: Marks) -> list[str]:
    """Fields that could carry a mark and carry none in any row."""
    carried = {str(mark) for mark in marks.of.values()}
    return sorted({f"{model._meta.label}.{name}" for model, name in carriers()} - carried)


def planted() -> tuple[garden.Garden, Marks]:
    """A garden with its marks."""
    made = garden.plant()
    marks = put()
    for bed in (made.here, made.there):
        for member in bed.everybody:
            member.refresh_from_db()
    return made, marks
