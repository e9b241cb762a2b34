"""Matching from files to files, as `querbeet match` does it."""

import csv
from pathlib import Path

import pytest
from django.utils import translation

from querbeet.core import sheets
from querbeet.core.errors import Refused
from querbeet.matching import files
from querbeet.matching.files import BadFile, BadRows

ROOT = Path(__file__).parents[4]
SAMPLE = ROOT / "examples" / "uk-civil-service"
REAL = ROOT.parent / "shared" / "real" / "uk-civil-service-lgbt"
RULES = """
mentors_each = 1
mentees_each = 1
[columns]
id = "Nr"
name = "Name"
[[questions]]
key = "level"
kind = "ordered"
choices = ["low", "high"]
[[rules]]
kind = "steps"
question = "level"
at_least = 1
[[wishes]]
kind = "steps"
question = "level"
points = { 1 = 2.5 }
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.toml").write_text(RULES)
    (tmp_path / "mentees.csv").write_text("Nr;Name;Level\n1;Änne;low\n2;Bo;high\n")
    (tmp_path / "mentors.csv").write_text("Nr;Name;Level\n7;Cleo;high\n8;Dara;low\n")
    return tmp_path


def run(folder, **options):
    names = ("mentees.csv", "mentors.csv", "rules.toml", "matches.csv")
    return files.run(*(folder / name for name in names), folder / "left.csv", **options)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not beside the repository")
def test_the_real_files_give_the_known_optimum(tmp_path):
    people = (REAL / "mentees.csv", REAL / "mentors.csv")
    summary = files.run(*people, SAMPLE / "rules.toml", tmp_path / "out.csv", tmp_path / "left.csv")
    assert (summary.mentees, summary.served, summary.pairs, summary.total) == (50, 50, 105, 2025)
    assert summary.proven
    found = rows(tmp_path / "out.csv")
    assert list(found[0])[:4] == ["mentee_id", "mentor_id", "fit", "reasons"]
    assert sum(int(row["fit"]) for row in found) == 2025
    grades = {row["email address"]: row for path in people for row in rows(path)}
    assert all(grades[r["mentee_id"]]["organisation"] != grades[r["mentor_id"]]["organisation"] for r in found)


def test_the_sample_of_our_own_is_matched_and_everyone_is_in_one_of_the_files(tmp_path):
    people = (SAMPLE / "mentees.csv", SAMPLE / "mentors.csv")
    told = []
    summary = files.run(
        *people, SAMPLE / "rules.toml", tmp_path / "out.csv", tmp_path / "left.csv", progress=told.append
    )
    assert told == ["Reading the files", "Finding the best pairs", "Writing the results"]
    pairs, left = rows(tmp_path / "out.csv"), rows(tmp_path / "left.csv")
    ids = {row["email address"] for path in people for row in rows(path)}
    assert {row["mentee_id"] for row in pairs} | {row["mentor_id"] for row in pairs} | {
        row["id"] for row in left
    } == ids
    assert (summary.served, summary.mentees, summary.left) == (36, 36, len(left))


def test_pairs_and_the_others_are_written_with_reasons(folder):
    summary = run(folder)
    assert (folder / "matches.csv").read_text(encoding="utf-8").splitlines() == [
        "mentee_id,mentor_id,fit,reasons,mentee_name,mentor_name",
        "1,7,2.5,level: low and high (2.5),Änne,Cleo",
    ]
    assert [(row["id"], row["side"]) for row in rows(folder / "left.csv")] == [("2", "mentee"), ("8", "mentor")]
    assert rows(folder / "left.csv")[0]["reason"] == (
        "No one is possible. One rule alone stands against everybody: On “level”, the mentor is at least 1 step above"
        " the mentee. Whoever left it open is not matched."
    )
    assert summary.sentences == [
        "1 of 2 mentees have a mentor, in 1 pairs with 1 mentors.",
        "Total fit 2.5, lowest 2.5, median 2.5.",
        "No better answer exists for this objective.",
        "2 people are without a match.",
    ]


def test_the_order_of_the_rows_changes_nothing(folder):
    run(folder)
    before = (folder / "matches.csv").read_bytes()
    header, *people = (folder / "mentees.csv").read_text().splitlines()
    (folder / "mentees.csv").write_text("\n".join([header, *reversed(people)]))
    run(folder)
    assert (folder / "matches.csv").read_bytes() == before


def test_an_excel_name_gives_an_excel_file(folder):
    (folder / "mentees.xlsx").write_bytes(sheets.write_xlsx(("Nr", "Name", "Level"), [(1, "Änne", "low")]))
    names = ("mentees.xlsx", "mentors.csv", "rules.toml", "matches.xlsx")
    files.run(*(folder / name for name in names), objective="total")
    assert sheets.read((folder / "matches.xlsx").read_bytes()).rows[0][:3] == ("1", "7", "2.5")


def test_rows_with_problems_are_all_told_and_nothing_is_written(folder):
    (folder / "mentees.csv").write_text("Nr;Name;Level\n1;A;middling\n;B;low\n")
    (folder / "mentors.csv").write_text("Nr;Name;Level\n7;C;high\n7;D;low\n")
    with pytest.raises(BadRows) as refusal:
        run(folder)
    assert refusal.value.problems == [
        "mentees.csv: Row 2, column “Level”: “middling” is not one of: low, high.",
        "mentees.csv: Row 3, column “Nr”: The identification is missing.",
        "mentors.csv: Row 3, column “Nr”: Row 2 already has “7”.",
    ]
    assert not (folder / "matches.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "mentees.csv",
            b"Number,Level\n1,low\n",
            "mentees.csv has no column “Nr”. Its columns are: Number, Level.",
        ),
        ("mentors.csv", b"Nr\n1\n", "mentors.csv has no column “level”. Its columns are: Nr."),
        ("mentors.csv", b"", "mentors.csv: This file is empty."),
        ("mentors.csv", b"x" * (sheets.MAX_BYTES + 1), "mentors.csv: This file is larger than 5 MB."),
        ("rules.toml", b"\xff\xfe", "rules.toml: This is not a text file in UTF-8."),
        ("rules.toml", b"mentors_each = 0", "rules.toml: Nobody can have 0 people at a time; between 1 and 50 can."),
        ("rules.toml", b"#" * 300_000, "rules.toml: This rules file is too large."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_words(folder, name, content, sentence):
    (folder / name).write_bytes(content)
    with pytest.raises(Refused) as refusal:
        run(folder)
    assert str(refusal.value) == sentence


def test_a_file_that_is_not_there_is_named(folder):
    (folder / "mentors.csv").unlink()
    with pytest.raises(BadFile) as refusal:
        run(folder)
    assert str(refusal.value) == f"{folder / 'mentors.csv'} cannot be read: No such file or directory."


def test_a_place_that_cannot_be_written_is_named(folder):
    names = ("mentees.csv", "mentors.csv", "rules.toml", "nowhere/matches.csv")
    with pytest.raises(BadFile) as refusal:
        files.run(*(folder / name for name in names))
    assert str(refusal.value) == f"{folder / 'nowhere/matches.csv'} cannot be written: No such file or directory."


def test_an_unknown_objective_is_named(folder):
    with pytest.raises(Refused) as refusal:
        run(folder, objective="luck")
    assert str(refusal.value) == "“luck” is not an objective. Known: fair, coverage, total, stable."
