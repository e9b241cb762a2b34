import pytest
from django import forms
from django.utils import translation

from querbeet.ui import week


def test_every_code_is_three_hours_and_none_overlap():
    for day in week.DAYS:
        hours = [hour for code in week.CODES if code.startswith(day) for hour in week.hours(code)]
        assert hours == list(range(6, 24))


def test_an_unknown_code_is_refused():
    with pytest.raises(ValueError, match="mon-7"):
        week.hours("mon-7")


def test_a_grid_marks_what_was_chosen():
    grid = week.build(chosen={"tue-9"})
    assert [cell.code for row in grid.rows for cell in row.cells if cell.chosen] == ["tue-9"]


def test_the_grid_can_be_told_in_sentences():
    with translation.override("en"):
        assert week.build(chosen={"mon-18", "mon-21", "sat-9"}).spoken == ["Monday: 18–21, 21–24", "Saturday: 9–12"]


def test_the_field_cleans_to_a_set():
    assert week.WeekField().clean(["mon-18", "mon-18", "tue-9"]) == frozenset({"mon-18", "tue-9"})


def test_the_field_takes_no_invented_hours():
    with pytest.raises(forms.ValidationError):
        week.WeekField().clean(["mon-25"])


def test_an_empty_week_is_fine_where_it_is_not_needed():
    assert week.WeekField(required=False).clean([]) == frozenset()
