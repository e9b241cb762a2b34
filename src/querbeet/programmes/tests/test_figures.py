"""Figures that name nobody."""

from itertools import product

from querbeet.programmes.rules import figures
from querbeet.programmes.rules.figures import FEW


def test_no_small_figure_is_shown_and_none_comes_back_by_subtraction():
    for cells in product([0, 1, 9, 10, 19, 40], repeat=4):
        check(cells)


def check(cells):
    named = dict(zip("abcd", cells, strict=True))
    gone = figures.hidden(named)
    somebody = {name for name, number in named.items() if number}
    assert {name for name in somebody if named[name] < FEW} <= gone <= somebody
    if gone and gone != somebody:
        assert len(gone) > 1
        assert sum(named[name] for name in gone) >= FEW


def test_what_is_large_enough_is_shown():
    assert figures.partition({"a": 12, "b": 10, "c": 0}) == {"a": "12", "b": "10", "c": "0"}
    assert figures.partition({"a": 22, "b": 17, "c": 1}) == {"a": "22", "b": "not shown", "c": "not shown"}
    assert (figures.told(9), figures.told(10)) == ("fewer than 10", "10")
