"""What lies on the disk: a dump shows no sealed text, and every other personal field in it is known to be there."""

import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from querbeet.config import environment as env
from querbeet.config.running.postgres import Postgres
from querbeet.core.vault import SealedText
from tests.architecture import house
from tests.worlds import canaries

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def dump(folder: Path) -> bytes:
    """The whole database as the operator's backup sees it."""
    owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
    server = Postgres(Path(owner.host).parent, throw_away=True)
    server.socket = Path(owner.host)
    program = next(Path(house.ROOT / ".venv").rglob("pginstall/bin/pg_dump"))
    url = server.url(database=connection.settings_dict["NAME"])
    subprocess.run([program, "--file", folder / "all.sql", url], check=True, capture_output=True)
    return (folder / "all.sql").read_bytes()


def sealed(model, name: str) -> bool:
    return isinstance(model._meta.get_field(name), SealedText)


def test_a_dump_shows_no_sealed_field_and_all_others_are_known(tmp_path):
    _, marks = canaries.planted()
    found = {str(mark) for _, mark in marks.found(dump(tmp_path))}
    carried = {str(mark) for mark in marks.of.values()}
    closed = {f"{model._meta.label}.{name}" for model, name in canaries.carriers() if sealed(model, name)}
    assert found & closed == set()
    assert found == carried - closed  # the control: what is not sealed is found
    assert closed & carried
