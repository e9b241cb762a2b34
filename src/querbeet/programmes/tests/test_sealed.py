"""What people answered and how to reach them lies sealed, also where it lay open before."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from querbeet.programmes.enums import Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.tests import factories

BEFORE, AFTER = [("programmes", "0006_vetting")], [("programmes", "0007_sealed")]


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return executor.loader.project_state(target).apps


def kept(name: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM programmes_participant")
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_database_holds_nothing_of_it():
    here = factories.programme()
    row = factories.candidate(here, Side.MENTEE, "Ash", grade="Kanari")
    row.contact = "ash@example.org"
    row.save()
    assert b"Kanari" not in kept("answers")
    assert b"ash@" not in kept("contact")
    found = Participant.objects.get()
    assert (found.answers, found.contact) == ({"grade": "Kanari"}, "ash@example.org")


@pytest.mark.django_db(transaction=True)
def test_what_lay_open_is_sealed_by_the_update_and_reads_as_before():
    here = factories.programme()
    factories.candidate(here, Side.MENTEE, "Ash")
    old = migrate(BEFORE)
    old.get_model("programmes", "participant").objects.update(contact="ash@example.org", answers={"grade": "Kanari"})
    old.get_model("programmes", "importbatch").objects.create(
        programme_id=here.pk, side="mentee", rows=[["Kanari"]], before=[{"name": "Ash"}]
    )
    migrate(AFTER)
    found, batch = Participant.objects.get(), here.imports.get()
    assert (found.contact, found.answers) == ("ash@example.org", {"grade": "Kanari"})
    assert (batch.rows, batch.before, batch.problems) == ([["Kanari"]], [{"name": "Ash"}], [])
    assert b"Kanari" not in kept("answers")
