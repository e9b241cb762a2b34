"""The tables of the command line: rows as the spreadsheet numbers them, cells checked, what is wrong named by row."""

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused

LONGEST_NUMBER = 40


class BadTable(Refused):
    """A table that cannot be used, with the file, the row and the reason."""


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """Numbered rows with anything in them, cells stripped."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except UnicodeDecodeError:
        raise BadTable(_("%(file)s is not in UTF-8.") % {"file": path.name}) from None
    except csv.Error as error:
        raise BadTable(_("%(file)s is damaged: %(reason)s.") % {"file": path.name, "reason": error}) from None
    return [(number, cells) for number, cells in rows if any(cells)]


def wrong(path: Path, row: int, reason: str) -> BadTable:
    """The error to raise for a row."""
    return BadTable(_("%(file)s, row %(row)d: %(reason)s.") % {"file": path.name, "row": row, "reason": reason})


def check_length(path: Path, row: int, cells: list[str], expected: int) -> None:
    """Raises `BadTable` unless the row has the cells it needs and no others with anything in them."""
    if len(cells) < expected or any(cells[expected:]):
        raise wrong(
            path, row, _("%(number)d cells where %(expected)d belong") % {"number": len(cells), "expected": expected}
        )


def read_id(path: Path, row: int, name: str, cell: str) -> str:
    """The id in a cell. Raises `BadTable`."""
    if not cell:
        raise wrong(path, row, _("%(column)s is empty") % {"column": name})
    return cell


def read_number(path: Path, row: int, name: str, cell: str) -> Decimal:
    """A number that is not negative. Raises `BadTable`."""
    try:
        number = Decimal(cell) if len(cell) <= LONGEST_NUMBER else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise wrong(path, row, _("%(column)s “%(value)s” is not a number") % {"column": name, "value": cell})
    if number < 0:
        raise wrong(path, row, _("%(column)s %(value)s is below 0") % {"column": name, "value": cell})
    if number > 10**12:
        raise wrong(path, row, _("%(column)s %(value)s is too large") % {"column": name, "value": cell})
    return number


def read_whole(path: Path, row: int, cell: str) -> int:
    """A capacity. Raises `BadTable`."""
    try:
        number = int(cell)
    except ValueError:
        raise wrong(path, row, _("capacity “%(value)s” is not a whole number") % {"value": cell}) from None
    if not 0 <= number < 2**31:
        raise wrong(path, row, _("capacity %(value)s is not between 0 and 2147483647") % {"value": cell})
    return number
