"""Passkeys: who holds the key gets in, and nothing else does."""

import json

import pytest
import time_machine

from querbeet.core import clock, viewing
from querbeet.people import guards, limits
from querbeet.people.actions import passkeys
from querbeet.people.models.ways import Passkey
from querbeet.people.tests import factories
from querbeet.people.tests.authenticators import Authenticator

pytestmark = pytest.mark.django_db


def add(client, key: Authenticator, name: str = "my phone"):
    options = client.post("/me/account/passkeys/options").json()
    return client.post("/me/account/passkeys/add", {"name": name, "credential": key.create(options)})


def enter(client, key: Authenticator):
    options = client.post("/sign-in/passkey/options").json()
    return client.post("/sign-in/passkey", {"credential": key.get(options), "next": "/me/account"})


@pytest.fixture
def person(client):
    made = factories.account(language="en")
    factories.sign_in(client, made)
    return made


@pytest.fixture
def key(client, person) -> Authenticator:
    made = Authenticator()
    add(client, made)
    client.cookies.clear()
    return made


def test_a_passkey_alone_opens_the_account_also_where_codes_are_asked_for(client, person, key):
    factories.app(person)
    assert enter(client, key)["Location"] == "/me/account"
    assert client.get("/me/account").status_code == 200
    assert Passkey.objects.get().used_on is not None


def test_the_challenge_is_of_the_same_kind_for_everyone_and_names_no_key(client, key):
    options = client.post("/sign-in/passkey/options").json()["publicKey"]
    assert sorted(options) == ["challenge", "rpId", "userVerification"]
    assert options["userVerification"] == "required"


def wrong_site(key: Authenticator) -> None:
    key.origin = "http://testserver.elsewhere.example"


def wrong_host(key: Authenticator) -> None:
    key.host = "elsewhere.example"


def without_finger(key: Authenticator) -> None:
    key.flags = 1


def another_key(key: Authenticator) -> None:
    key.key = Authenticator().key


def unknown_key(key: Authenticator) -> None:
    key.id = b"never seen before"


@pytest.mark.parametrize("change", [wrong_site, wrong_host, without_finger, another_key, unknown_key])
def test_what_is_not_the_key_on_this_site_with_its_owner_opens_nothing(client, key, change):
    change(key)
    assert enter(client, key).status_code == 200
    assert client.get("/me/account").status_code == 302


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "not json", '{"id": 1}', '{"rawId": "\\u0000"}', "null"])
def test_rubbish_is_refused_in_words(client, key, rubbish):
    client.post("/sign-in/passkey/options")
    assert client.post("/sign-in/passkey", {"credential": rubbish}).status_code == 200


def test_an_answer_works_once(client, key):
    options = client.post("/sign-in/passkey/options").json()
    answer = key.get(options)
    assert client.post("/sign-in/passkey", {"credential": answer}).status_code == 302
    client.post("/sign-out")
    client.post("/sign-in/passkey/options")
    assert client.post("/sign-in/passkey", {"credential": answer}).status_code == 200


def test_without_a_challenge_before_it_an_answer_opens_nothing(client, key):
    answer = key.get({"publicKey": {"challenge": "AAAA"}})
    assert client.post("/sign-in/passkey", {"credential": answer}).status_code == 200


def test_a_copied_key_is_noticed_by_its_counter(client, person):
    key = Authenticator(count=5)
    add(client, key)
    client.cookies.clear()
    key.count = 6
    assert enter(client, key).status_code == 302
    client.cookies.clear()
    assert enter(client, key).status_code == 200
    key.count = 0
    assert enter(client, key).status_code == 200


def test_a_passkey_of_a_closed_account_gets_the_common_answer(client, person, key):
    person.is_active = False
    person.save()
    assert enter(client, key).status_code == 200


def test_guesses_at_the_name_never_stand_in_the_way_of_a_passkey(client, person, key):
    with time_machine.travel("2026-05-04 12:00", tick=False):
        for _ in range(limits.PASSPHRASE.holds + 1):
            client.cookies.clear()
            factories.sign_in(client, person, passphrase="wrong words 12")
        client.cookies.clear()
        assert factories.sign_in(client, person).status_code == 429
        assert enter(client, key).status_code == 302


def test_the_browser_is_told_which_keys_are_there_already(client, person):
    key = Authenticator()
    add(client, key)
    options = client.post("/me/account/passkeys/options").json()["publicKey"]
    assert [known["id"] for known in options["excludeCredentials"]] == [
        json.loads(key.get({"publicKey": {"challenge": ""}}))["id"]
    ]
    assert (options["rp"]["id"], options["authenticatorSelection"]["residentKey"]) == ("testserver", "required")


def test_a_wrong_answer_adds_no_passkey(client, person):
    key = Authenticator(origin="http://elsewhere.example")
    assert add(client, key).status_code == 200
    assert not Passkey.objects.exists()


def test_there_are_at_most_twenty_passkeys(client, person):
    for number in range(passkeys.MOST):
        Passkey.objects.create(account=person, name="x", credential_id=b"%d" % number, credential=bytes(16 + 2) + b"\0")
    with viewing.as_account(person.pk), pytest.raises(passkeys.PasskeyRefused):
        key, site = Authenticator(), passkeys.Site("testserver", "http://testserver")
        challenge = {"challenge": "AAAA", "user_verification": "required"}
        registration = key.create({"publicKey": challenge})
        passkeys.add(account=person, name="x", registration=registration, state=challenge, site=site)


def test_a_passkey_gets_another_name(client, person):
    add(client, Authenticator())
    passkey = Passkey.objects.get()
    assert client.get(f"/me/account/passkeys/{passkey.pk}").status_code == 200
    client.post(f"/me/account/passkeys/{passkey.pk}", {"name": "old phone"})
    assert Passkey.objects.get().name == "old phone"


def test_a_passkey_is_removed_and_opens_nothing_any_more(client, person):
    key = Authenticator()
    add(client, key)
    client.post(f"/me/account/passkeys/{Passkey.objects.get().pk}/remove")
    client.cookies.clear()
    assert enter(client, key).status_code == 200
    assert client.get("/me/account").status_code == 302


def test_the_last_way_in_cannot_be_removed(client, person):
    add(client, Authenticator())
    person.set_unusable_password()
    person.save()
    last = Passkey.objects.get()
    with viewing.as_account(person.pk), pytest.raises(passkeys.PasskeyRefused):
        passkeys.remove(passkey=last)
    assert Passkey.objects.count() == 1


def test_the_passkey_of_somebody_else_is_not_there(client, person):
    add(client, Authenticator())
    theirs = Passkey.objects.get()
    client.cookies.clear()
    factories.sign_in(client, factories.account())
    assert client.get(f"/me/account/passkeys/{theirs.pk}").status_code == 404
    assert client.post(f"/me/account/passkeys/{theirs.pk}/remove").status_code == 404


def test_the_page_says_why_the_last_way_in_stays(client, person):
    add(client, Authenticator())
    person.set_unusable_password()
    person.save()
    client.cookies.clear()
    client.force_login(person)
    session = client.session
    session[guards.FRESH_KEY] = int(clock.now().timestamp())
    session.save()
    page = client.post(f"/me/account/passkeys/{Passkey.objects.get().pk}/remove", follow=True)
    assert "This is your only way in" in page.content.decode()
