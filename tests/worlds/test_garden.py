"""The sweeps walk over everything: every model has rows, every address real ids, every personal field its audience."""

import pytest

from querbeet.communities.models.member import Member
from querbeet.rights import registry
from tests.worlds import addresses, fields, garden

pytestmark = pytest.mark.django_db


def test_every_model_has_a_row_in_the_garden():
    garden.plant()
    assert garden.bare() == []


def test_a_model_without_a_row_is_found():
    """The control: nothing is planted."""
    assert "communities.Member" in garden.bare()


def test_every_address_says_what_its_ids_are():
    assert addresses.unexplained(addresses.matrix()) == []


def test_an_address_that_does_not_say_so_is_found():
    silent = {name: {**row, "ids": {}} for name, row in addresses.matrix().items()}
    assert "home:profile" in addresses.unexplained(silent)


def test_every_address_can_be_filled_in():
    here = garden.plant().here
    names = {address.name for address in addresses.filled(list(here.everybody))}
    assert set(addresses.matrix()) - names - addresses.NEVER == set()


def test_every_personal_field_says_who_may_see_it():
    assert fields.without_entry(registry.matrix()) == []
    words = {
        word.partition(":")[0]
        for row in registry.matrix().values()
        for several in row["fields"].values()
        for word in several.split()
    }
    assert words <= fields.WORDS


def test_a_field_without_an_entry_is_found():
    shorter = {name: row for name, row in registry.matrix().items() if name != Member._meta.label}
    assert "communities.Member.display_name" in fields.without_entry(shorter)
