"""Every lifecycle of the house is sound, leads to pages that exist, and is drawn in docs/."""

from querbeet.core import diagrams, lifecycle
from tests.architecture import house
from tests.architecture.test_urls import rows

TABLES = {table.name: table for table in (diagrams.page(), lifecycle.tables())[1]}


def test_every_table_is_sound():
    assert [fault for table in TABLES.values() for fault in table.faults()] == []


def test_every_state_is_seen_on_a_page_that_exists():
    screens = {stage.screen for table in TABLES.values() for stage in table.stages}
    assert screens - set(rows()) == set()


def test_the_page_of_diagrams_is_what_the_tables_say():
    assert (house.ROOT / diagrams.PAGE).read_text() == diagrams.page()
