"""The viewer lives as long as its transaction, and no longer."""

import pytest
from django.db import connection, transaction

from querbeet.core import viewing
from querbeet.core.viewing import Context

pytestmark = pytest.mark.django_db(transaction=True)
SOMEONE = Context(member="11111111-1111-4111-8111-111111111111")


def test_the_viewer_is_gone_after_the_transaction():
    with viewing.looking(SOMEONE):
        assert viewing.current() == SOMEONE
    with transaction.atomic():
        assert viewing.current() == Context()


def test_a_session_level_setting_would_reach_the_next_user_of_the_connection():
    """The control: this is the leak that transaction-local settings prevent."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.member', %s, false)", [SOMEONE.member])
    with transaction.atomic():
        assert viewing.current() == SOMEONE
    with connection.cursor() as cursor:
        cursor.execute("RESET ALL")


def test_an_inner_viewer_gives_way_to_the_outer_one_again():
    outer = Context(member="22222222-2222-4222-8222-222222222222")
    with viewing.looking(outer):
        with viewing.looking(SOMEONE):
            pass
        assert viewing.current() == outer


def test_a_savepoint_that_is_undone_takes_its_viewer_with_it():
    outer = Context(member="22222222-2222-4222-8222-222222222222")
    with viewing.looking(outer):
        with pytest.raises(ZeroDivisionError), viewing.looking(SOMEONE):
            raise ZeroDivisionError
        assert viewing.current() == outer


def test_a_viewer_cannot_be_bound_outside_of_a_transaction():
    with pytest.raises(RuntimeError):
        viewing.bind(SOMEONE)


def test_inside_the_runtime_role_is_the_one_that_owns_nothing():
    with viewing.looking(SOMEONE), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("querbeet_runtime",)
