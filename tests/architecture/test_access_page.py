"""The page of who may open and see what is what the data files say."""

import tomllib

from querbeet.config import access
from tests.architecture import house

KINDS = {"ok", "sign-in", "404", "own"}


def test_the_page_is_drawn_from_the_data_files():
    """After a change: .venv/bin/querbeet access"""
    assert (house.ROOT / access.PAGE).read_text() == access.page(house.ROOT)


def test_every_row_of_the_matrix_speaks_in_known_words():
    rows = tomllib.loads((house.ROOT / access.SOURCES / "access.toml").read_text()).values()
    assert {row[visitor] for row in rows for visitor in access.VISITORS} <= KINDS
