"""Is it still you? Asked when the last time is long ago, and nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from querbeet.people.models import Account
from querbeet.people.tests import factories
from querbeet.people.tests.authenticators import Authenticator
from querbeet.people.tests.test_passkeys import add

pytestmark = pytest.mark.django_db
SENSITIVE = (
    "/me/account/name",
    "/me/account/passphrase",
    "/me/account/email",
    "/me/account/email/remove",
    "/me/account/passkeys/add",
    "/me/account/passkeys/options",
    "/me/account/app",
    "/me/account/app/remove",
    "/me/account/recovery-codes",
    "/me/account/passkeys/8f8f6b1e-43c5-4a3e-8f0f-0a4f3c3c7a10",
    "/me/account/passkeys/8f8f6b1e-43c5-4a3e-8f0f-0a4f3c3c7a10/remove",
)


@pytest.fixture
def time():
    with time_machine.travel("2026-05-04 12:00", tick=False) as clock:
        yield clock


@pytest.fixture
def person(client, time):
    made = factories.account(language="en")
    factories.sign_in(client, made)
    return made


def later(time) -> None:
    time.shift(timedelta(minutes=11))


@pytest.mark.parametrize("address", SENSITIVE)
def test_a_sensitive_page_asks_again_after_ten_minutes(client, person, time, address):
    later(time)
    response = client.post(address, {"name": "x"})
    assert (response.status_code, b"Is it still you?" in response.content) == (403, True)


@pytest.mark.parametrize("address", SENSITIVE)
def test_a_sensitive_page_is_closed_to_strangers(client, address):
    assert client.post(address)["Location"] == f"/sign-in?next={address}"


def test_opening_a_page_leads_to_the_question_and_back(client, person, time):
    later(time)
    asked = client.get("/me/account/email")
    assert asked["Location"] == "/confirm-it-is-me?next=%2Fme%2Faccount%2Femail"
    back = client.post(asked["Location"], {"confirm_passphrase": factories.PASSPHRASE})
    assert back["Location"] == "/me/account/email"
    assert client.get("/me/account/email").status_code == 200


def test_what_was_typed_goes_through_after_the_answer(client, person, time):
    later(time)
    asked = client.post("/me/account/email", {"email": "moos@garten.example"})
    assert b'name="email" value="moos@garten.example"' in asked.content
    done = client.post(
        "/me/account/email", {"email": "moos@garten.example", "confirm_passphrase": factories.PASSPHRASE}
    )
    assert done["Location"] == "/me/account"
    assert Account.objects.get(pk=person.pk).email == "moos@garten.example"


def test_a_wrong_passphrase_asks_again_and_loses_nothing(client, person, time):
    later(time)
    wrong = {"email": "moos@garten.example", "confirm_passphrase": "wrong words 12"}
    again = client.post("/me/account/email", wrong)
    assert again.status_code == 403
    assert b'value="moos@garten.example"' in again.content
    assert b"wrong words 12" not in again.content
    assert client.post("/confirm-it-is-me", {"confirm_passphrase": "wrong words 12"}).status_code == 403


def test_a_stolen_visit_cannot_guess_forever(client, person, time):
    later(time)
    codes = [client.post("/confirm-it-is-me", {"confirm_passphrase": "wrong 12"}).status_code for _ in range(9)]
    assert codes == [403] * 8 + [429]


def test_a_passkey_answers_too_but_only_ones_own(client, person, time):
    mine, theirs = Authenticator(), Authenticator()
    add(client, mine)
    other = Client()
    factories.sign_in(other, factories.account())
    add(other, theirs)
    later(time)
    for key, status in ((theirs, 403), (mine, 302)):
        options = client.post("/confirm-it-is-me/options").json()
        response = client.post("/confirm-it-is-me?next=/me/account/app", {"confirm_credential": key.get(options)})
        assert response.status_code == status
    assert response["Location"] == "/me/account/app"


def test_the_question_leads_to_no_other_site(client, person):
    answer = {"confirm_passphrase": factories.PASSPHRASE}
    assert client.post("/confirm-it-is-me?next=https://elsewhere.example/", answer)["Location"] == "/"
