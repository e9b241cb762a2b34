"""Spreadsheets as people really save them."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from querbeet.core import sheets
from querbeet.core.sheets import Problem, Unreadable

ROWS = (("Ännchen", "München, Süd"), ("Bo", "Köln"))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def lines(delimiter):
    return "".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) + "\r\n"
        for row in (("Name", "Ort"), *ROWS)
    )


def workbook(*rows, hidden=False):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        book.create_sheet("second").append(["seen"])
        book.worksheets[0].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_table(encoding, delimiter):
    sheet = sheets.read(lines(delimiter).encode(encoding))
    assert (sheet.headers, sheet.rows, sheet.problems) == (("Name", "Ort"), ROWS, ())
    assert (sheet.encoding, sheet.delimiter) == (encoding, delimiter)


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    sheet = sheets.read(b'\n\nName;Note\nA;"two\nlines"\n\nB;x\n')
    assert sheet.rows == (("A", "two\nlines"), ("B", "x"))
    assert sheet.numbers == (4, 6)


def test_the_delimiter_that_excel_tells_is_believed():
    assert sheets.read(b"sep=;\r\na,b;c\r\n1,2;3\r\n").headers == ("a,b", "c")


def test_a_single_column_needs_no_delimiter():
    assert sheets.read(b"Name\nA\nB\n").rows == (("A",), ("B",))


def test_empty_and_double_headers_get_names_of_their_own():
    assert sheets.read(b"Name,,Name,\n1,2,3,\n").headers == ("Name", "Column B", "Name (2)")


def test_short_rows_are_filled_and_cells_beside_the_table_are_named():
    sheet = sheets.read(b"a,b\n1\n1,2,,stray\n")
    assert sheet.rows == (("1", ""), ("1", "2"))
    assert sheet.problems == (Problem(3, "D", "too many cells", "stray"),)
    assert (
        sheets.sentence_of(sheet.problems[0])
        == "Row 3, column “D”: This row has more cells than there are columns: “stray” stands alone."
    )


def test_unreadable_signs_long_texts_and_formula_errors_are_named():
    long = "x" * (sheets.MAX_CELL + 1)
    sheet = sheets.read(f"a,b,c\nx\x81y,{long},#REF!\n".encode("latin-1"))
    assert [(problem.column, problem.kind) for problem in sheet.problems] == [
        ("a", "broken sign"),
        ("b", "cell too long"),
        ("c", "formula error"),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\n,,\n", "This file is empty."),
        (b"x" * (sheets.MAX_BYTES + 1), "This file is larger than 5 MB."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not a table. Querbeet reads CSV and XLSX files."),
        (b"\xd0\xcf\x11\xe0rest", "This is an old or locked Excel file. Save it as .xlsx or as CSV and try again."),
        (b'a,b\n1,"open\n2,3\n', "This table is damaged: a quotation mark is opened and never closed."),
        (
            b'a,b\n1,"' + b"x\n" * 70_000 + b'"\n',
            "This table is damaged: a quotation mark is opened and never closed.",
        ),
        (b"PK\x03\x04broken", "This Excel file is damaged or locked. Save it again as .xlsx or as CSV."),
        (b"a\n" + b"1\n" * (sheets.MAX_ROWS + 1), "This table has more than 20000 rows. Split it."),
        (b",".join([b"h"] * 201), "This table has more than 200 columns."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_files_that_are_no_table_are_refused_in_words(data, sentence):
    with pytest.raises(Unreadable) as refusal:
        sheets.read(data)
    assert str(refusal.value) == sentence


def test_a_stray_quotation_mark_is_only_text():
    assert sheets.read(b'a,b\n5" disk,x\n').rows == (('5" disk', "x"),)


def test_an_xlsx_file_gives_dates_numbers_and_yes_or_no_as_text():
    data = workbook(
        ["a", "b", "c", "d", "e", "f", "g"],
        [date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), time(9, 5), 3.0, 2.5, True, None],
        ["x", False],
    )
    assert sheets.read(data).rows == (
        ("2026-03-01", "2026-03-01 09:30", "09:05", "3", "2.5", "yes", ""),
        ("x", "no", "", "", "", "", ""),
    )


def test_the_first_sheet_that_can_be_seen_is_read():
    assert sheets.read(workbook(["hidden"], hidden=True)).headers == ("seen",)


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive(xl__workbook_xml=b"\0" * (sheets.MAX_UNPACKED + 1)), "This Excel file is too large to open."),
        (archive(letter_xml="<a/>"), "This is not a table. Querbeet reads CSV and XLSX files."),
        (archive(xl__workbook_xml="<!DOCTYPE x>"), "This is not a table. Querbeet reads CSV and XLSX files."),
        (
            archive(xl__workbook_xml="<a/>"),
            "This Excel file is damaged or locked. Save it again as .xlsx or as CSV.",
        ),
    ],
    ids=["swells", "no workbook", "own types", "damaged"],  # an archive holds the time at which it was made
)
def test_archives_that_swell_or_define_their_own_xml_are_refused(data, sentence):
    with pytest.raises(Unreadable) as refusal:
        sheets.read(data)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@x", "\tx"])
def test_no_cell_we_write_is_a_formula(cell):
    assert sheets.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+2,5", "a=b", "", "'tis"])
def test_harmless_text_stays_as_it_is(cell):
    assert sheets.harmless(cell) == cell


@pytest.mark.parametrize("write", [sheets.write_csv, sheets.write_xlsx])
def test_what_we_write_reads_back_as_it_was(write):
    rows = [("=x", "a;b\nc", 3, None), ("'=x", "ä", 2.5, "-")]
    sheet = sheets.read(write(("one", "two", "three", "four"), rows))
    assert sheet.rows == (("=x", "a;b\nc", "3", ""), ("'=x", "ä", "2.5", "-"))


def test_numbers_stay_numbers_in_an_xlsx_file_and_signs_that_xml_forbids_are_left_out():
    page = load_workbook(io.BytesIO(sheets.write_xlsx(("a", "b"), [(3, "x\x0b=")]))).active
    assert [cell.value for cell in page[2]] == [3, "x="]
    assert page["B2"].data_type == "s"


def test_columns_are_lettered_as_in_a_spreadsheet():
    assert [sheets.column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_file_for_programs_carries_no_byte_order_mark():
    assert sheets.write_csv(("a",), [("ä",)], marked=False) == "a\r\nä\r\n".encode()
    assert sheets.write_csv(("a",), []) == b"\xef\xbb\xbfa\r\n"
