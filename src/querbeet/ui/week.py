"""The week as a grid: seven days, six bands of three hours each. A code such as `mon-18` is a day and a first hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BANDS = (6, 9, 12, 15, 18, 21)
LENGTH = 3
CODES = tuple(f"{day}-{hour}" for day in DAYS for hour in BANDS)


@dataclass(frozen=True)
class Cell:
    """One band of one day."""

    code: str
    band: str
    chosen: bool
    says: str


@dataclass(frozen=True)
class Row:
    """One day."""

    day: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Week:
    """The grid to draw."""

    bands: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str
    prefix: str

    @property
    def spoken(self) -> list[str]:
        """One sentence a day, for readers who do not see the grid; empty days are left out."""
        days = ((row.day, [cell.band for cell in row.cells if cell.chosen]) for row in self.rows)
        return [f"{day}: {', '.join(bands)}" for day, bands in days if bands]


def hours(code: str) -> range:
    """The hours of a code: `mon-18` is 18, 19 and 20. Raises ValueError for an unknown code."""
    if code not in CODES:
        raise ValueError(code)
    first = int(code.partition("-")[2])
    return range(first, first + LENGTH)


def build(*, chosen: Iterable[str] = (), name: str = "week", prefix: str = "id_week") -> Week:
    """The grid with `chosen` codes marked; `name` and `prefix` are those of the check boxes."""
    marked = frozenset(chosen)
    bands = tuple(f"{hour}–{hour + LENGTH}" for hour in BANDS)
    rows = []
    for index, day in enumerate(DAYS):
        label = str(WEEKDAYS[index])
        cells = (
            Cell(f"{day}-{hour}", band, f"{day}-{hour}" in marked, f"{label} {band}")
            for hour, band in zip(BANDS, bands, strict=True)
        )
        rows.append(Row(label, tuple(cells)))
    return Week(bands, tuple(rows), name, prefix)


class WeekInput(forms.CheckboxSelectMultiple):
    """Check boxes drawn as a week; `<c-field>` sees `is_week`."""

    is_week = True


class WeekField(forms.MultipleChoiceField):
    """Any number of bands of the week. Cleans to a frozenset of codes."""

    widget = WeekInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("When you usually have time"))
        super().__init__(choices=[(code, code) for code in CODES], **kwargs)

    def clean(self, value: Any) -> frozenset[str]:
        return frozenset(super().clean(value))
