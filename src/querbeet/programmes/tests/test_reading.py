"""Columns that name themselves: how a spreadsheet is understood where nobody can confirm a guess."""

from dataclasses import replace

import pytest
from django.utils import translation

from querbeet.core.errors import Refused
from querbeet.core.sheets import Sheet
from querbeet.programmes.enums import Side
from querbeet.programmes.rules import reading
from querbeet.programmes.tests.factories import GRADE, RULES


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sheet(*headers: str) -> Sheet:
    return Sheet(headers=headers, rows=())


def named(*headers: str, rules=RULES) -> dict[str, str]:
    return reading.named(rules, sheet(*headers), Side.MENTEE, "mentees.csv")


def test_columns_are_known_by_label_key_and_their_other_names_and_the_rest_is_left_out():
    rules = replace(RULES, questions=(replace(GRADE, columns=("Stufe",)), *RULES.questions[1:]))
    headers = ("id", "STUFE", "Employer", "topics", "secret", "asked_for", "Shoe size", "capacity")
    assert named(*headers, rules=rules) == {
        "id": "id",
        "STUFE": "answer:grade",
        "Employer": "answer:employer",
        "topics": "answer:topics",
        "secret": "answer:secret",
        "asked_for": "answer:asked_for",
        "Shoe size": "",
        "capacity": "capacity",
    }


@pytest.mark.parametrize("gone", ["id", "Grade", "asked_for"])
def test_a_column_that_is_needed_and_missing_is_named(gone):
    headers = [one for one in ("id", "Grade", "Employer", "topics", "secret", "asked_for") if one != gone]
    with pytest.raises(Refused, match="has no column"):
        named(*headers)


def test_a_question_that_nothing_compares_may_have_no_column():
    rules = replace(RULES, rules=(), wishes=())
    assert named("id", rules=rules) == {"id": "id"}
