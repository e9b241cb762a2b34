"""The beginnings that we offer."""

import pytest

from querbeet.programmes.rules import starts
from querbeet.programmes.rules.ruleset import RuleSet
from querbeet.programmes.tests.test_rule_documents import EXAMPLE


def test_the_civil_service_beginning_is_the_shipped_example():
    assert (starts.FOLDER / "civil-service.toml").read_text() == EXAMPLE.read_text()


@pytest.mark.parametrize("name", ["nothing", "", "../../secret"])
def test_an_unknown_name_gives_an_empty_beginning(name):
    assert starts.load(name) == RuleSet()


@pytest.mark.parametrize("name", ["skills", "career", "civil-service"])
def test_every_beginning_asks_both_sides_and_wishes_for_something(name):
    ruleset = starts.load(name)
    assert ruleset.questions
    assert ruleset.rules
    assert ruleset.wishes
