"""Statements that come again are planned once, and only for as long as that is asked for."""

import pytest
from django.db import connection

from querbeet.core import statements

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "SELECT name FROM pg_prepared_statements WHERE statement LIKE %s"


def ask(number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int + 1 AS planned_once", [number])
        return cursor.fetchone()[0]


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute(KEPT, ["SELECT $1::int + 1 AS planned_once"])
        return len(cursor.fetchall())


def test_a_statement_that_comes_again_is_kept_with_its_plan():
    with statements.planned_once():
        assert [ask(number) for number in range(4)] == [1, 2, 3, 4]
        assert kept() == 1


def test_afterwards_all_is_as_it_was():
    connection.ensure_connection()
    driver = connection.connection
    before = driver.cursor_factory, driver.prepare_threshold, driver.prepared_max
    with pytest.raises(ZeroDivisionError), statements.planned_once():
        ask(1 // 0)
    assert (driver.cursor_factory, driver.prepare_threshold, driver.prepared_max) == before
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)


def test_otherwise_no_plan_is_kept():
    """The control: each is planned anew."""
    connection.close()  # what was kept is the connection's
    for number in range(4):
        ask(number)
    assert kept() == 0
