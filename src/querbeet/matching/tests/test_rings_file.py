"""Rings from spreadsheets: the figures, the file, and what is said about bad rows."""

import csv
import json

import pytest
from django.utils import translation

from querbeet.matching import rings_file
from querbeet.matching.tables import BadTable

EDGES = "from,to,weight\na,b,2\nb,c,2.5\nc,a,2\nb,a,1\ng,d,4\nd,e,1\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(tmp_path, capsys):
    def run(edges=EDGES, people=None, **options):
        (tmp_path / "edges.csv").write_bytes(edges if isinstance(edges, bytes) else edges.encode())
        if people is not None:
            (tmp_path / "people.csv").write_text(people, encoding="utf-8")
            options["people"] = tmp_path / "people.csv"
        told = rings_file.run(tmp_path / "edges.csv", out=tmp_path / "rings.csv", **options)
        line = capsys.readouterr().out.splitlines()[-1]
        assert json.loads(line) == told
        return told, list(csv.reader((tmp_path / "rings.csv").read_text(encoding="utf-8").splitlines()))

    return run


def test_a_ring_and_a_chain_are_written_step_by_step(run):
    told, rows = run(people="id,gives_only,capacity\ng,yes,\nz,no,3\n", max_chain=4)
    assert rows == [
        ["ring", "kind", "position", "from", "to", "weight"],
        ["1", "ring", "1", "a", "b", "2"],
        ["1", "ring", "2", "b", "c", "2.5"],
        ["1", "ring", "3", "c", "a", "2"],
        ["2", "chain", "1", "g", "d", "4"],
        ["2", "chain", "2", "d", "e", "1"],
    ]
    del told["seconds"]
    assert told == {
        "people_served": 5,
        "rings": 1,
        "chains": 1,
        "total_weight": 11.5,
        "bound": 5,
        "gap": 0.0,
        "proven": True,
        "status": "proven",
        "seed": 0,
        "certificate": {
            "values": {"people_served": 5, "long_rings": 1, "weight": 11.5},
            "bounds": {"people_served": 5, "long_rings": 1, "weight": 11.5},
            "checked": True,
        },
    }


def test_without_givers_there_are_no_chains(run):
    told, rows = run(max_ring=2)
    assert (told["people_served"], told["rings"], told["chains"], len(rows)) == (2, 1, 0, 3)


def test_people_without_header_capacity_have_room_for_one(run):
    told, _ = run(people="id,gives_only\ng,ja\n", max_chain=1)
    assert told["people_served"] == 4


def test_someone_with_room_for_two_is_in_two_rings(run):
    hub = "from,to,weight\na,b,1\nb,a,1\na,c,1\nc,a,1\n"
    assert run(hub)[0]["people_served"] == 2
    assert run(hub, people="id,gives_only,capacity\na,no,2\n")[0]["people_served"] == 3


def test_nobody_to_match_is_an_answer_too(run):
    told, rows = run("from,to,weight\n")
    assert (told["people_served"], told["bound"], told["gap"], len(rows)) == (0, 0, 0.0, 1)


@pytest.mark.parametrize(
    ("edges", "people", "sentence"),
    [
        ("a,b,1\n", None, "edges.csv: the first row must be “from,to,weight”."),
        ("", None, "edges.csv: the first row must be “from,to,weight”."),
        ("from,to,weight\na,b\n", None, "edges.csv, row 2: 2 cells where 3 belong."),
        ("from,to,weight\na,,1\n", None, "edges.csv, row 2: to is empty."),
        ("from,to,weight\na,b,1\n\na,a,1\n", None, "edges.csv, row 4: “a” cannot teach themself."),
        ("from,to,weight\na,b,1\na,b,2\n", None, "edges.csv, row 3: this pair is in row 2 already."),
        ("from,to,weight\na,b,x\n", None, "edges.csv, row 2: weight “x” is not a number."),
        ("from,to,weight\na,b,nan\n", None, "edges.csv, row 2: weight “nan” is not a number."),
        ("from,to,weight\na,b,-1\n", None, "edges.csv, row 2: weight -1 is below 0."),
        ("from,to,weight\na,b,20000000000\n", None, "edges.csv: weight 20000000000 is too large."),
        (b"from,to,weight\n\xff,b,1\n", None, "edges.csv is not in UTF-8."),
        (EDGES, "id,capacity\n", "people.csv: the first row must be “id,gives_only,capacity”."),
        (EDGES, "id,gives_only,capacity\na,maybe,1\n", "people.csv, row 2: gives_only “maybe” is not yes or no."),
        (EDGES, "id,gives_only,capacity\na,no,1\na,no,1\n", "people.csv, row 3: “a” is there twice."),
        (EDGES, "id,gives_only,capacity\na,no,some\n", "people.csv, row 2: capacity “some” is not a whole number."),
    ],
)
def test_bad_rows_are_named(run, edges, people, sentence):
    with pytest.raises(BadTable) as refused:
        run(edges, people)
    assert str(refused.value) == sentence


def test_a_length_the_engine_does_not_take_is_refused_in_words(run):
    with pytest.raises(BadTable) as refused:
        run(max_ring=7)
    assert str(refused.value) == "max_ring: 7 is not 0 or 2..5"
