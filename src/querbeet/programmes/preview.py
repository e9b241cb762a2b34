"""What a page shows of an upload before the yes."""

from dataclasses import dataclass

from django.forms import BoundField, Form

from querbeet.core.errors import Refused
from querbeet.programmes.actions import imports
from querbeet.programmes.models.imports import ImportBatch
from querbeet.programmes.rules.reading import Problem

EXAMPLES = 3
MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Column:
    """A column with its first cells and the choice of what it is."""

    field: BoundField
    examples: str
    used: bool


@dataclass(frozen=True)
class Preview:
    """How many rows would be imported, and what is wrong with the others; `refusal` when nothing can be yet."""

    columns: list[Column]
    rows: int
    good: int
    problems: list[Problem]
    more_problems: int
    refusal: str = ""

    @property
    def bad(self) -> int:
        return self.rows - self.good


def of(batch: ImportBatch, form: Form) -> Preview:
    """The preview of a waiting upload, by its present mapping."""
    rows = batch.rows  # opened once: they lie sealed
    columns = [
        Column(form[f"column-{index}"], _examples(rows, index), bool(batch.mapping.get(header)))
        for index, header in enumerate(batch.headers)
    ]
    try:
        found = imports.read(batch)
    except Refused as refusal:
        return Preview(columns, len(rows), 0, [], 0, str(refusal))
    shown = list(found.problems[:MOST_PROBLEMS])
    return Preview(columns, len(rows), len(found.people), shown, len(found.problems) - len(shown))


def _examples(rows: list[list[str]], index: int) -> str:
    cells = dict.fromkeys(row[index] for row in rows if row[index])
    return " · ".join(cell if len(cell) <= 40 else f"{cell[:39]}…" for cell in list(cells)[:EXAMPLES])
