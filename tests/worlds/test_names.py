"""After a change of name the old one is nowhere: in no row, index, queued job, record, file, log, mail or visit."""

import json
import logging
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from querbeet.communities.actions import profiles
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.core import viewing
from querbeet.people.actions import accounts
from querbeet.people.models import Account
from querbeet.rights import queries
from tests.worlds import addresses, garden
from tests.worlds.test_erasure import dump

committed = pytest.mark.django_db(transaction=True)  # or a dump would not see it
OLD, NEW = "Kanariname9c41", "Quitte"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def here(monkeypatch, caplog):
    """A garden where somebody did everything under the old name."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(garden, "NAMES", (OLD, *garden.NAMES[1:]))
    grown = garden.plant()
    Member.objects.filter(pk=grown.there.a.pk).update(display_name="Somebody else")  # has the name, and keeps it
    return grown.here


def look_around(viewer) -> None:
    """Open every page there is: nothing of it may keep what it showed."""
    client = make.signed_in_client(viewer)
    for address in addresses.filled([viewer]):
        if "GET" in address.methods:
            client.get(address.path)


def rename(member) -> None:
    with viewing.looking(viewing.of(member, account=member.persona.account_id)):
        profiles.rename(member=member, name=NEW)


def kept(folder: Path, caplog) -> dict[str, str]:
    """Everything that is kept anywhere, and everything that was sent."""
    files = "\n".join(f"{path.name} {path.read_bytes()!r}" for path in folder.rglob("*") if path.is_file())
    return {
        "database": dump(),
        "files": files,
        "logs": caplog.text,
        "mail": "\n".join(message.message().as_string() for message in mail.outbox),
    }


@committed
def test_the_old_name_is_nowhere(here, folder, caplog):
    look_around(here.coordinator)
    assert OLD in dump()  # the control: until the change it is there
    rename(here.a)
    assert [place for place, text in kept(folder, caplog).items() if OLD.lower() in text.lower()] == []


@pytest.mark.django_db
def test_others_read_the_new_name_at_once_and_never_that_it_changed(here):
    rename(here.a)
    for viewer in (here.b, here.coordinator):
        client = make.signed_in_client(viewer)
        page = client.get(f"/people/{here.a.key}").content.decode()
        assert NEW in page
        assert OLD not in page


@pytest.mark.django_db
def test_no_copy_of_anybody_s_data_knows_it(here):
    rename(here.a)
    for member in (here.a, here.b, here.coordinator):
        told = json.dumps(queries.own_data(member.persona.account, [member]), ensure_ascii=False)
        assert OLD not in told


@pytest.mark.django_db
def test_the_visit_of_whoever_changed_it_does_not_remember_it(here):
    client: Client = make.signed_in_client(here.a)
    client.get("/me")
    rename(here.a)
    client.get("/me")
    assert OLD not in str(dict(client.session))


@committed
def test_an_old_sign_in_name_is_nowhere_either(here, folder, caplog):
    account = here.a.persona.account
    Account.objects.filter(pk=account.pk).update(sign_in_name="kanari-anmeldung-7")
    account.refresh_from_db()
    assert "kanari-anmeldung-7" in dump()
    with viewing.as_account(account.pk):
        accounts.rename(account=account)
    assert [place for place, text in kept(folder, caplog).items() if "kanari-anmeldung-7" in text] == []
