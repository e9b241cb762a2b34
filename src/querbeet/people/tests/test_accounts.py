"""Opening and changing an account, and what the database lets others see of it."""

import re

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from querbeet.audit.models import Entry
from querbeet.core import viewing
from querbeet.people import rules, wordlists
from querbeet.people.actions import accounts
from querbeet.people.models import Account
from querbeet.people.models.limit import Limit
from querbeet.people.models.session import Session
from querbeet.people.models.ways import Passkey, RecoveryCode
from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db
NEW = "birke amsel wolke 12"


def verbs() -> list[str]:
    return list(Entry.objects.order_by("created_at").values_list("verb", flat=True))


def test_an_account_has_a_name_made_by_us_and_nothing_more_than_it_needs():
    with viewing.for_purpose("join"):
        account = accounts.open_account(passphrase=NEW, language="de")
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d{3}", account.sign_in_name)
    assert account.check_password(NEW)
    assert (account.email, account.language, account.active_on) == ("", "de", None)
    assert verbs() == ["people.account_opened"]


def test_an_account_for_passkeys_has_no_passphrase():
    with viewing.for_purpose("join"):
        account = accounts.open_account(passphrase=None, language="fr")
    assert not account.has_usable_password()
    assert account.language == "de"


def test_an_account_is_not_opened_with_a_weak_passphrase():
    with viewing.for_purpose("join"), pytest.raises(rules.WeakPassphrase):
        accounts.open_account(passphrase="kurz", language="de")
    assert not Account.objects.exists()


def test_outside_of_joining_nobody_opens_an_account():
    with viewing.for_purpose("authenticate"), pytest.raises(ProgrammingError), transaction.atomic():
        accounts.open_account(passphrase=None, language="de")


def test_a_name_that_is_taken_is_tried_again_and_nobody_learns_of_it(monkeypatch):
    names = iter(["moos-quitte-100", "moos-quitte-100", "birke-amsel-200"])
    monkeypatch.setattr(wordlists, "sign_in_name", lambda language: next(names))
    with viewing.for_purpose("join"):
        made = [accounts.open_account(passphrase=None, language="de").sign_in_name for _ in range(2)]
    assert made == ["moos-quitte-100", "birke-amsel-200"]


def test_when_no_name_is_free_it_says_so_aloud(monkeypatch):
    monkeypatch.setattr(wordlists, "sign_in_name", lambda language: "moos-quitte-100")
    with viewing.for_purpose("join"):
        accounts.open_account(passphrase=None, language="de")
        with pytest.raises(RuntimeError):
            accounts.open_account(passphrase=None, language="de")


def test_a_new_name_replaces_the_old_one_at_once(client):
    person = factories.account()
    factories.sign_in(client, person)
    client.post("/me/account/name")
    renamed = Account.objects.get(pk=person.pk)
    assert renamed.sign_in_name != person.sign_in_name
    assert client.get("/me/account").status_code == 200
    other = Client()
    assert factories.sign_in(other, person).status_code == 200
    assert factories.sign_in(other, renamed).status_code == 302


def test_a_new_passphrase_ends_the_visits_of_other_devices(client):
    person, other = factories.account(), Client()
    factories.sign_in(client, person)
    factories.sign_in(other, person)
    assert client.post("/me/account/passphrase", {"passphrase": NEW})["Location"] == "/me/account"
    assert (client.get("/me/account").status_code, other.get("/me/account").status_code) == (200, 302)
    assert factories.sign_in(other, person).status_code == 200
    assert factories.sign_in(other, person, passphrase=NEW).status_code == 302


def test_a_weak_passphrase_is_refused_on_the_page_with_a_suggestion(client):
    factories.sign_in(client, factories.account(language="en"))
    page = client.post("/me/account/passphrase", {"passphrase": "kurz"}).content.decode()
    assert "That is a little short" in page
    suggestions = re.findall(r"data-copy-text>([^<]+)<", page)
    assert [len(suggestion.split()) for suggestion in suggestions] == [5]


def test_language_and_style_are_kept_for_mails_and_for_the_next_visit(client):
    person = factories.account(language="de")
    factories.sign_in(client, person)
    client.post("/me/account/language", {"language": "en", "gender_style": "colon"})
    stored = Account.objects.get(pk=person.pk)
    assert (stored.language, stored.gender_style) == ("en", "colon")
    assert client.cookies["l"].value == "en"
    assert client.get("/me/account")["Content-Language"] == "en"
    fresh = Client()
    fresh.cookies["l"] = "de"  # somebody else used this device before
    factories.sign_in(fresh, person)
    assert fresh.get("/me/account")["Content-Language"] == "en"


def test_without_a_cookie_the_account_decides_the_language(client):
    person = factories.account(language="en")
    factories.sign_in(client, person)
    del client.cookies["l"]
    assert client.get("/me/account", headers={"Accept-Language": "de"})["Content-Language"] == "en"


def test_the_switch_on_every_page_works_for_people_who_are_signed_in(client):
    factories.sign_in(client, factories.account(language="de"))
    client.post("/language", {"language": "en", "next": "/me/account"})
    assert client.get("/me/account")["Content-Language"] == "en"


def test_each_change_is_in_the_record_without_any_words(client):
    person = factories.account()
    with time_machine.travel("2026-05-04 12:00"):
        factories.sign_in(client, person)
        client.post("/me/account/name")
        client.post("/me/account/passphrase", {"passphrase": NEW})
        client.post("/me/account/language", {"language": "en", "gender_style": "star"})
        client.post("/me/account/email", {"email": "moos@garten.example"})
        client.post("/me/account/email/remove")
    assert sorted(verbs()) == [
        "people.email_removed",
        "people.email_set",
        "people.passphrase_changed",
        "people.sign_in_name_changed",
        "people.signed_in",
        "people.words_chosen",
    ]
    assert set(Entry.objects.values_list("actor", "community")) == {(person.pk, None)}
    assert all(entry.detail == {} for entry in Entry.objects.all())


TABLES = ("people_account", "people_passkey", "people_authenticatorapp", "people_recoverycode", "people_letter")


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def two_people():
    people = [factories.account(passphrase=None) for _ in range(2)]
    for number, person in enumerate(people):
        factories.app(person)
        Passkey.objects.create(account=person, name="x", credential_id=b"%d" % number, credential=b"x")
        RecoveryCode.objects.create(account=person, digest=str(number))
        person.letters.create(purpose="recover", digest=str(number), expires_at=person.created_at)
    return people


@pytest.mark.parametrize("table", TABLES)
def test_the_database_shows_each_person_their_own_rows_and_a_stranger_none(table, two_people):
    assert rows(table) == 2  # the control: the owner of the database sees both
    with viewing.as_account(two_people[0].pk):
        assert rows(table) == 1
    with viewing.looking(viewing.Context()):
        assert rows(table) == 0


@pytest.mark.parametrize("table", TABLES[1:])
def test_nobody_takes_away_what_is_somebody_elses(table, two_people):
    with viewing.as_account(two_people[0].pk), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE account_id = %s", [two_people[1].pk])
        assert cursor.rowcount == 0
    assert rows(table) == 2


@pytest.mark.parametrize("table", TABLES)
def test_the_walls_stand_for_the_owner_of_the_tables_too(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (True, True)


def test_nothing_that_is_printed_names_anybody(two_people):
    person = two_people[0]
    session = Session(digest="digest", device="Firefox")
    things = [
        person,
        person.passkeys.get(),
        person.authenticator_app,
        person.recovery_codes.get(),
        person.letters.get(),
    ]
    assert [str(thing) for thing in (*things, session)] == [str(thing.pk) for thing in (*things, session)]
    assert str(Limit(key="a fingerprint")) == "a fingerprint"
