"""Matching a list of pairs from spreadsheets: the figures, the file, and what is said about bad rows."""

import csv
import json

import pytest
from django.utils import translation

from querbeet.matching import edges_file
from querbeet_engine import scaled

PAIRS = "mentee,mentor,fit\na,x,9\na,y,7\nb,x,8\nc,x,1\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(tmp_path, capsys):
    def run(edges=PAIRS, capacity=None, **options):
        files = {"edges": tmp_path / "edges.csv", "capacity": tmp_path / "cap.csv", "out": tmp_path / "out.csv"}
        files["edges"].write_bytes(edges if isinstance(edges, bytes) else edges.encode())
        if capacity is None:
            del files["capacity"]
        else:
            files["capacity"].write_text(capacity, encoding="utf-8")
        told = edges_file.run(files.pop("edges"), **files, **options)
        line = capsys.readouterr().out.splitlines()[-1]
        assert json.loads(line) == json.loads(json.dumps(told))
        rows = list(csv.reader(files["out"].read_text(encoding="utf-8").splitlines()))
        return told, rows

    return run


def test_coverage_then_total_with_one_place_each(run):
    told, rows = run()
    assert rows == [["mentee", "mentor", "fit"], ["a", "y", "7"], ["b", "x", "8"]]
    seconds = told.pop("seconds")
    assert 0 <= seconds < 600
    assert told == {
        "people_served": 2,
        "pairs": 2,
        "total_weight": 15,
        "bound": 15,
        "gap": 0.0,
        "proven": True,
        "objective": "coverage",
        "status": "proven",
        "seed": 0,
        "certificate": {
            "kind": "prices",
            "values": {"coverage": 2, "total": 15},
            "bounds": {"coverage": 2, "total": 15},
            "blocking_pairs": 1,
            "checked": True,
        },
    }


def test_places_of_both_sides_come_from_one_table(run):
    told, rows = run(capacity="id,capacity\r\nx,2\r\na,2\r\nc,0\r\nstranger,5\r\n")
    assert (told["people_served"], told["pairs"], told["total_weight"]) == (2, 3, 24)
    assert len(rows) == 4


@pytest.mark.parametrize("objective", edges_file.OBJECTIVES)
def test_every_objective_is_served(run, objective):
    told, _ = run(objective=objective, capacity="id,capacity\nx,2\n")
    assert (told["objective"], told["proven"], told["gap"]) == (objective, True, 0.0)


def test_two_views_make_the_joint_fit_their_mean_and_stability_uses_both(run):
    told, rows = run(
        "mentee,mentor,fit_mentee,fit_mentor\na,x,0.5,0.2\na,y,0.4,0.25\nb,x,0.1,0.9\n", objective="stable"
    )
    assert rows[1:] == [["a", "y", "0.325"], ["b", "x", "0.5"]]
    assert (told["total_weight"], told["certificate"]["blocking_pairs"]) == (0.825, 0)


def test_fits_are_points_of_any_size_as_for_the_wheel(run):
    told, rows = run("mentee,mentor,fit\na,x,1.5\nb,y,20.25\n")
    assert rows[1:] == [["a", "x", "1.5"], ["b", "y", "20.25"]]
    assert told["total_weight"] == 21.75
    assert scaled([1.5, 20.25]).tolist() == [1_500_000, 20_250_000]


def test_a_mark_at_the_start_blank_rows_and_spaces_do_not_matter(run):
    told, _ = run(b"\xef\xbb\xbf" + PAIRS.replace("\n", "\n\n").replace(",", " , ").encode())
    assert told["total_weight"] == 15


def test_no_pairs_are_an_answer_too(run):
    told, rows = run("mentee,mentor,fit\n")
    assert (told["people_served"], told["pairs"], told["bound"], rows) == (0, 0, 0, [["mentee", "mentor", "fit"]])


@pytest.mark.parametrize(
    ("edges", "sentence"),
    [
        ("", "edges.csv: the first row must be “mentee,mentor,fit” or “mentee,mentor,fit_mentee,fit_mentor”."),
        ("a,b\n", "edges.csv: the first row must be “mentee,mentor,fit” or “mentee,mentor,fit_mentee,fit_mentor”."),
        ("mentee,mentor,fit\na,x\n", "edges.csv, row 2: 2 cells where 3 belong."),
        ("mentee,mentor,fit\na,x,1,9\n", "edges.csv, row 2: 4 cells where 3 belong."),
        ("mentee,mentor,fit\na,x,1\n,x,1\n", "edges.csv, row 3: mentee is empty."),
        ("mentee,mentor,fit\na,x,1\na,x,2\n", "edges.csv, row 3: this pair is in row 2 already."),
        ("mentee,mentor,fit\na,x,good\n", "edges.csv, row 2: fit “good” is not a number."),
        ("mentee,mentor,fit\na,x,NaN\n", "edges.csv, row 2: fit “NaN” is not a number."),
        ("mentee,mentor,fit\na,x,inf\n", "edges.csv, row 2: fit “inf” is not a number."),
        ("mentee,mentor,fit\na,x," + "1" * 41 + "\n", f"edges.csv, row 2: fit “{'1' * 41}” is not a number."),
        ("mentee,mentor,fit\na,x,-0.5\n", "edges.csv, row 2: fit -0.5 is below 0."),
        ("mentee,mentor,fit\na,x,1e13\n", "edges.csv, row 2: fit 1e13 is too large."),
        (
            "mentee,mentor,fit\na,x,0.5\n\nb,x,1e12\n",
            "edges.csv, row 4: the fit is too large for so many people.",
        ),
        (b"mentee,mentor,fit\n\xff,x,1\n", "edges.csv is not in UTF-8."),
        ('mentee,mentor,fit\n"a,x,1\n', "edges.csv is damaged: unexpected end of data."),
    ],
)
def test_a_bad_row_is_named_with_its_reason(run, edges, sentence):
    with pytest.raises(edges_file.BadTable) as caught:
        run(edges)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("capacity", "sentence"),
    [
        ("who,places\n", "cap.csv: the first row must be “id,capacity”."),
        ("id,capacity\nx,two\n", "cap.csv, row 2: capacity “two” is not a whole number."),
        ("id,capacity\nx,1.5\n", "cap.csv, row 2: capacity “1.5” is not a whole number."),
        ("id,capacity\nx,-1\n", "cap.csv, row 2: capacity -1 is not between 0 and 2147483647."),
        ("id,capacity\nx,1\nx,1\n", "cap.csv, row 3: “x” is there twice."),
        ("id,capacity\nx\n", "cap.csv, row 2: 1 cells where 2 belong."),
    ],
)
def test_a_bad_row_of_places_is_named_with_its_reason(run, capacity, sentence):
    with pytest.raises(edges_file.BadTable) as caught:
        run(capacity=capacity)
    assert str(caught.value) == sentence


def test_an_unknown_objective_is_refused(run):
    with pytest.raises(edges_file.BadTable, match="“fame” is no objective"):
        run(objective="fame")


def test_the_best_so_far_is_kept_when_time_is_up_with_its_gap(run):
    told, rows = run(time_limit=0)
    assert (told["status"], told["proven"]) == ("deadline", False)
    assert told["gap"] > 0
    assert len(rows) == told["pairs"] + 1
