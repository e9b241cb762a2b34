"""Visits: what is kept of them, when they end, and who can reach them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import connection
from django.test import Client

from querbeet.core import clock, sealing, viewing
from querbeet.people import sessions
from querbeet.people.models.session import Session
from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db


def key_of(client) -> str:
    return client.cookies["s"].value


def seen() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_session")
        return cursor.fetchone()[0]


def test_signing_in_gives_a_new_session_id(client):
    client.post("/sign-in/passkey/options")
    before = key_of(client)
    factories.sign_in(client, factories.account())
    assert key_of(client) != before
    assert not Session.objects.filter(digest=sessions.digest(before)).exists()


def test_the_table_keeps_neither_key_nor_content_nor_agent(client):
    person = factories.account()
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    client.post(
        "/sign-in",
        {"login": person.sign_in_name, "password": factories.PASSPHRASE},
        headers={"User-Agent": agent},
        REMOTE_ADDR="203.0.113.9",
    )
    row = Session.objects.get(account=person)
    everything = " ".join(str(bytes(v) if isinstance(v, memoryview) else v) for v in vars(row).values())
    assert row.device == "Firefox, Android"
    assert key_of(client) not in everything
    assert "203.0.113.9" not in everything
    assert "Gecko" not in everything
    assert person.sign_in_name not in everything
    assert b"_auth_user_id" not in bytes(row.sealed_data)


def test_a_session_whose_row_was_changed_is_empty(client):
    person = factories.account()
    factories.sign_in(client, person)
    row = Session.objects.get(account=person)
    row.sealed_data = sealing.seal(b'{"_auth_user_id": "1"}', key="another key", context=f"people_session/{row.digest}")
    row.save()
    assert client.get("/me/account").status_code == 302


def test_a_visit_ends_when_it_is_not_used(client, settings):
    with time_machine.travel("2026-05-04 08:00", tick=False) as time:
        factories.sign_in(client, factories.account())
        time.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE - 60))
        assert client.get("/me/account").status_code == 200
        time.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE - 60))
        assert client.get("/me/account").status_code == 200
        time.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE + 60))
        assert client.get("/me/account").status_code == 302


def test_a_visit_ends_after_a_week_however_much_it_is_used(client):
    with time_machine.travel("2026-05-04 08:00", tick=False) as time:
        factories.sign_in(client, factories.account())
        for _ in range(20):
            time.shift(timedelta(hours=8))
            assert client.get("/me/account").status_code == 200
        time.shift(timedelta(hours=8))
        assert client.get("/me/account").status_code == 302


def test_a_person_sees_their_visits_and_ends_one(client):
    person, phone = factories.account(language="en"), Client()
    factories.sign_in(client, person)
    factories.sign_in(phone, person)
    page = client.get("/me/sessions").content.decode()
    assert (page.count('class="row"'), page.count("this one")) == (2, 1)
    [end] = re.findall(r"/me/sessions/[0-9a-f-]+/end", page)
    client.post(end)
    assert phone.get("/me/account").status_code == 302
    assert client.get("/me/account").status_code == 200


def test_a_person_ends_all_other_visits_at_once(client):
    person, others = factories.account(), [Client(), Client()]
    for browser in (client, *others):
        factories.sign_in(browser, person)
    client.post("/me/sessions/end")
    assert [browser.get("/me/account").status_code for browser in (client, *others)] == [200, 302, 302]


def test_nobody_ends_the_visit_of_somebody_else(client):
    mine, theirs = factories.account(), factories.account()
    other = Client()
    factories.sign_in(client, mine)
    factories.sign_in(other, theirs)
    client.post(f"/me/sessions/{Session.objects.get(account=theirs).pk}/end")
    assert other.get("/me/account").status_code == 200


def test_the_database_shows_only_the_session_whose_key_one_knows(client):
    person, other = factories.account(), factories.account()
    factories.sign_in(client, person)
    known = sessions.digest(key_of(client))
    client.cookies.clear()
    factories.sign_in(client, other)
    assert seen() == 2  # the control: the owner of the database sees both
    with viewing.for_purpose("authenticate"):
        assert seen() == 0
    with viewing.looking(viewing.Context(session=known)):
        assert seen() == 1
    with viewing.as_account(other.pk):
        assert seen() == 1


def test_the_sweep_takes_visits_that_are_over_and_no_others(client):
    person = factories.account()
    factories.sign_in(client, person)
    over = factories.account()
    Session.objects.create(
        digest="x" * 64,
        account=over,
        sealed_data=b"",
        active_on=clock.now().date(),
        expires_at=clock.now() - timedelta(minutes=1),
        ends_at=clock.now(),
    )
    sessions.SessionStore.clear_expired()
    assert list(Session.objects.values_list("account", flat=True)) == [person.pk]


def test_the_engine_keeps_djangos_promises():
    store = sessions.SessionStore()
    store["a"] = 1
    store.save()
    key = store.session_key
    assert sessions.SessionStore(key)["a"] == 1
    assert sessions.SessionStore().exists(key)
    store.cycle_key()
    assert not sessions.SessionStore().exists(key)
    assert sessions.SessionStore(store.session_key)["a"] == 1
    with pytest.raises(CreateError):
        store.save(must_create=True)
    gone = sessions.SessionStore(store.session_key)
    gone.load()
    store.delete()
    with pytest.raises(UpdateError):
        gone.save()
    assert sessions.SessionStore("unknown").load() == {}
    sessions.SessionStore().delete()


@pytest.mark.django_db(transaction=True)
def test_the_engine_works_outside_of_a_request():
    store = sessions.SessionStore()
    store["a"] = 1
    store.save()
    assert sessions.SessionStore(store.session_key)["a"] == 1


def test_a_session_that_was_ended_while_its_page_was_made_stays_ended():
    store = sessions.SessionStore()
    store["a"] = 1
    store.save()
    page = sessions.SessionStore(store.session_key)
    page["a"] = 2
    store.delete()
    with pytest.raises(UpdateError):
        page.save()
    assert not Session.objects.exists()


def test_a_key_that_is_taken_is_made_anew(monkeypatch):
    first = sessions.SessionStore()
    first.create()
    taken, free = first.session_key, "f" * 32
    keys = iter([taken, free])
    monkeypatch.setattr(sessions.SessionStore, "_get_new_session_key", lambda self: next(keys))
    second = sessions.SessionStore()
    second.create()
    assert second.session_key == free
