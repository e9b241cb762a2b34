"""Tables that people make in spreadsheets: read with every oddity named by row and column, written without surprises.

`read` takes the bytes of a CSV file (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab) or of an XLSX file and
answers text cells only. Rows are numbered as the spreadsheet numbers them: the headers are usually row 1.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.core.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 20_000  # signs
MAX_UNPACKED = 80 * 1024 * 1024  # an XLSX file is a ZIP archive; what is inside must fit into memory
DELIMITERS = ",;\t"
SAMPLE = 200  # records looked at to find the delimiter
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
GUARDED = re.compile(r"'+[=+\-@\t\r]")

SENTENCES = {
    "too many cells": gettext_lazy("This row has more cells than there are columns: “%(value)s” stands alone."),
    "broken sign": gettext_lazy("A character here could not be read. Save the file as “CSV UTF-8” and try again."),
    "cell too long": gettext_lazy("This text is longer than %(value)s characters."),
    "formula error": gettext_lazy("The spreadsheet shows the error %(value)s here."),
}


class Unreadable(Refused):
    """The file as a whole cannot be read."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in one cell. `row` as the spreadsheet counts, `column` its header."""

    row: int
    column: str
    kind: str
    value: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, in the language of the reader."""
        return str(SENTENCES[self.kind]) % {"value": self.value}


@dataclass(frozen=True)
class Sheet:
    """A table of text. Every row has as many cells as there are headers; `numbers` holds the row numbers.

    `encoding` is empty for XLSX, and so is `delimiter`. `problems` name cells that could not be taken as they are.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    numbers: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes, name: str = "") -> Sheet:
    """The table in a file. Raises `Unreadable` with a sentence where there is none, or where it is too large."""
    if len(data) > MAX_BYTES:
        raise Unreadable(_("This file is larger than %(size)d MB.") % {"size": MAX_BYTES // 1024**2})
    if data.startswith(b"PK\x03\x04"):
        return _sheet(_xlsx_records(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old or locked Excel file. Save it as .xlsx or as CSV and try again."))
    text, encoding = _decoded(data)
    text, delimiter = _delimiter(text)
    return _sheet(_csv_records(text, delimiter), encoding=encoding, delimiter=delimiter)


def column_letter(index: int) -> str:
    """The letter that spreadsheets write above a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# Writing


def harmless(cell: object) -> str:
    """The text of a cell, so that no spreadsheet takes it for a formula; plain numbers stay as they are."""
    text = "" if cell is None else str(cell)
    risky = text.startswith(FORMULA_SIGNS) and not PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if risky or GUARDED.match(text) else text


def write_csv(headers: Sequence[object], rows: Iterable[Sequence[object]], *, marked: bool = True) -> bytes:
    """A CSV file in UTF-8; `marked` with a byte-order mark, so that spreadsheet programs know the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in headers])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if marked else "utf-8")


def write_xlsx(headers: Sequence[object], rows: Iterable[Sequence[object]], title: str = "1") -> bytes:
    """An XLSX file with one sheet. Numbers stay numbers, all else is text and never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet(title[:31])
    page.freeze_panes = "A2"

    def cell(value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        made = WriteOnlyCell(page, value=_xml_safe(harmless(value)))
        made.data_type = "s"
        return made

    for row in (headers, *rows):
        page.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xml_safe(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


# CSV


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    if b"\0" in data:
        half = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        text = data.decode(half, errors="replace")
        if "\0" in text or "\ufffd" in text:
            raise Unreadable(_("This is not a table. Querbeet reads CSV and XLSX files."))
        return text, half
    try:
        encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "windows-1252"


def _delimiter(text: str) -> tuple[str, str]:
    """The text without Excel's "sep=" line, and the sign that cuts most records into the same number of cells."""
    told = re.match(r"sep=(.)\r?\n", text)
    if told and told[1] in DELIMITERS:
        return text[told.end() :], told[1]
    return text, max(DELIMITERS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """(records with the most usual number of cells, that number); (0, 0) where it cuts nothing."""
    try:
        widths = [len(row) for row in islice(_reader(text, delimiter), SAMPLE) if row]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] == 1:
        return 0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (times, width) if width > 1 else (0, 0)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _csv_records(text: str, delimiter: str) -> Iterator[list[str]]:
    damaged = _("This table is damaged: a quotation mark is opened and never closed.")
    row: list[str] = []
    try:
        for row in _reader(text, delimiter):
            yield row
    except csv.Error as error:  # a cell of more than 131,072 signs
        raise Unreadable(damaged) from error
    if text.count('"') % 2 and any("\n" in cell for cell in row):
        raise Unreadable(damaged)


# XLSX


def _xlsx_records(data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        pages = [page for page in book.worksheets if page.sheet_state == "visible"] or book.worksheets
        for row in pages[0].iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True):
            yield [_text(value) for value in row]
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise Unreadable(_("This Excel file is damaged or locked. Save it again as .xlsx or as CSV.")) from error


def _check_archive(data: bytes) -> None:
    """Refuses archives that would not fit into memory, and XML that brings its own definitions."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            names = {entry.filename for entry in entries}
            if size > MAX_UNPACKED:
                raise Unreadable(_("This Excel file is too large to open."))
            if "xl/workbook.xml" not in names or any(_defines(archive, entry) for entry in entries):
                raise Unreadable(_("This is not a table. Querbeet reads CSV and XLSX files."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Unreadable(_("This Excel file is damaged or locked. Save it again as .xlsx or as CSV.")) from error


def _defines(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if not entry.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(entry) as file:
        return b"<!DOCTYPE" in file.read(4096).replace(b"\0", b"")


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
    return str(value)


# From records to a sheet


def _sheet(records: Iterator[list[str]], encoding: str = "", delimiter: str = "") -> Sheet:
    numbered = enumerate(records, 1)
    first = next((row for _number, row in numbered if any(cell.strip() for cell in row)), None)
    if first is None:
        raise Unreadable(_("This file is empty."))
    headers = _headers(first)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    for number, row in numbered:
        cells = [_cell(cell) for cell in row]
        if not any(cells):
            continue
        if len(rows) == MAX_ROWS:
            raise Unreadable(_("This table has more than %(rows)d rows. Split it.") % {"rows": MAX_ROWS})
        problems += _problems(number, headers, cells)
        numbers.append(number)
        rows.append(tuple(cells[: len(headers)] + [""] * (len(headers) - len(cells))))
    return Sheet(headers, tuple(rows), encoding, delimiter, tuple(numbers), tuple(problems))


def _headers(first: list[str]) -> tuple[str, ...]:
    """Names of the columns: none empty, no two equal, none behind the last that is named."""
    cells = [" ".join(_cell(cell).split()) for cell in first]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(_("This table has more than %(columns)d columns.") % {"columns": MAX_COLUMNS})
    names: list[str] = []
    for index, cell in enumerate(cells):
        name = wanted = cell or _("Column %(letter)s") % {"letter": column_letter(index)}
        copy = 1
        while name in names:
            copy += 1
            name = f"{wanted} ({copy})"
        names.append(name)
    return tuple(names)


def _cell(cell: str) -> str:
    text = cell.strip()
    return text[1:] if GUARDED.match(text) else text  # undoes `harmless`, so that an export can be read again


def _problems(number: int, headers: tuple[str, ...], cells: list[str]) -> Iterator[Problem]:
    for index, cell in enumerate(cells):
        column = headers[index] if index < len(headers) else column_letter(index)
        if index >= len(headers):
            if cell:
                yield Problem(number, column, "too many cells", cell[:40])
        elif "\ufffd" in cell:
            yield Problem(number, column, "broken sign")
        elif len(cell) > MAX_CELL:
            yield Problem(number, column, "cell too long", str(MAX_CELL))
        elif re.fullmatch(r"#(REF|N/A|VALUE|NAME|DIV/0|NUM|NULL)[!?]?", cell):
            yield Problem(number, column, "formula error", cell)


def sentence_of(problem: Problem) -> str:
    """A problem with its place, for lists of text and the command line."""
    place = _("Row %(row)d, column “%(column)s”") % {"row": problem.row, "column": problem.column}
    return f"{place}: {problem.sentence}"
