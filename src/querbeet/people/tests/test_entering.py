"""Being recognised: the same answer, and the same work, for everybody who is not."""

import re
from typing import ClassVar

import pytest
import time_machine

from querbeet.audit.models import Entry
from querbeet.core import viewing
from querbeet.people import browser, hashers, limits
from querbeet.people.actions import entering
from querbeet.people.models import Account
from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db
STRANGER = browser.Browser("a-browser")


def masked(response, typed: str) -> str:
    """A page without what is random in it, and without what one typed oneself."""
    text = re.sub(r'(nonce=|csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]+"', "", response.content.decode())
    return text.replace(typed, "")


def answers(client, *names: str, passphrase: str = "wrong words here 12") -> list[tuple[int, str, dict]]:
    made = []
    for name in names:
        client.cookies.clear()
        response = client.post("/sign-in", {"login": name, "password": passphrase})
        shown = {key: value for key, value in response.headers.items() if key != "Content-Security-Policy"}
        made.append((response.status_code, masked(response, name), {**shown, "Content-Length": ""}))
    return made


def test_unknown_mistaken_suspended_and_without_passphrase_get_the_same_page(client):
    known, keyless = factories.account(), factories.account(passphrase=None)
    suspended = factories.account(is_active=False)
    mistaken, unknown, closed, no_passphrase = answers(
        client, known.sign_in_name, "birke-amsel-123", suspended.sign_in_name, keyless.sign_in_name
    )
    assert mistaken == unknown == closed == no_passphrase
    [right_but_closed] = answers(client, suspended.sign_in_name, passphrase=factories.PASSPHRASE)
    assert right_but_closed == unknown


class CountingHasher(hashers.Argon2idHasher):
    work: ClassVar[list[str]] = []

    def verify(self, password, encoded):
        self.work.append("hash")
        return super().verify(password, encoded)

    def encode(self, password, salt):
        self.work.append("hash")
        return super().encode(password, salt)


def test_a_name_nobody_has_costs_as_much_work_as_one_that_somebody_has(settings):
    known, closed = factories.account(), factories.account(is_active=False)
    keyless = factories.account(passphrase=None)
    hashers.spend("warm")
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    work = []
    for name in (known.sign_in_name, "birke-amsel-123", closed.sign_in_name, keyless.sign_in_name):
        CountingHasher.work.clear()
        with viewing.for_purpose("authenticate"), pytest.raises(entering.NotRecognised):
            entering.by_passphrase(sign_in_name=name, passphrase="wrong words 12", browser=STRANGER)
        work.append(len(CountingHasher.work))
    assert work == [1, 1, 1, 1]


def test_the_name_may_be_typed_with_spaces_and_capitals():
    person = factories.account()
    typed = person.sign_in_name.replace("-", " ").upper()
    with viewing.for_purpose("authenticate"):
        found = entering.by_passphrase(sign_in_name=typed, passphrase=factories.PASSPHRASE, browser=STRANGER)
    assert found == person


def test_many_guesses_are_slowed_down_with_an_answer_that_says_when(client):
    person = factories.account()
    with time_machine.travel("2026-05-04 12:00", tick=False):
        codes = []
        for _ in range(limits.PASSPHRASE.holds + 1):
            client.cookies.clear()
            codes.append(factories.sign_in(client, person, passphrase="wrong words 12"))
    assert [response.status_code for response in codes] == [200] * limits.PASSPHRASE.holds + [429]
    assert codes[-1]["Retry-After"] == "60"


def test_guesses_of_strangers_do_not_lock_out_a_known_browser(client):
    person = factories.account()
    factories.sign_in(client, person)
    client.post("/sign-out")
    known = client.cookies["d"].value
    with time_machine.travel("2026-05-04 12:00", tick=False):
        for _ in range(limits.PASSPHRASE.holds + 1):
            client.cookies.clear()
            factories.sign_in(client, person, passphrase="wrong words 12")
        client.cookies.clear()
        assert factories.sign_in(client, person).status_code == 429  # the control: a new browser has to wait
        client.cookies["d"] = known
        assert factories.sign_in(client, person).status_code == 302


def test_one_browser_that_tries_many_names_is_slowed_down(client):
    with time_machine.travel("2026-05-04 12:00", tick=False):
        first = client.post("/sign-in", {"login": "birke-amsel-1", "password": "wrong words 12"})
        answers = [
            client.post("/sign-in", {"login": f"birke-amsel-{number}", "password": "wrong words 12"}).status_code
            for number in range(100, 100 + limits.BROWSER.holds)
        ]
    assert first.status_code == 200
    assert answers == [200] * (limits.BROWSER.holds - 1) + [429]


def test_a_forged_address_changes_nothing(client):
    person = factories.account()
    with time_machine.travel("2026-05-04 12:00", tick=False):
        codes = []
        for number in range(limits.PASSPHRASE.holds + 1):
            client.cookies.clear()
            data = {"login": person.sign_in_name, "password": "wrong words 12"}
            codes.append(client.post("/sign-in", data, headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code)
    assert codes[-1] == 429


def test_signing_in_is_in_the_record_with_the_day_and_nothing_else():
    person = factories.account()
    with viewing.as_account(person.pk), time_machine.travel("2026-05-04 12:34"):
        entering.welcome(account=person)
    entry = Entry.objects.get(verb="people.signed_in")
    assert (entry.actor, entry.community, entry.detail) == (person.pk, None, {})
    assert str(Account.objects.get(pk=person.pk).active_on) == "2026-05-04"


def test_a_suspended_account_is_out_with_its_next_request(client):
    person = factories.account()
    factories.sign_in(client, person)
    assert client.get("/me/account").status_code == 200
    Account.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/me/account").status_code == 302


def test_nobody_is_sent_to_another_site_after_signing_in(client):
    person = factories.account()
    assert factories.sign_in(client, person, next="https://elsewhere.example/x")["Location"] == "/"
    client.cookies.clear()
    assert factories.sign_in(client, person, next="//elsewhere.example/x")["Location"] == "/"
    client.cookies.clear()
    assert factories.sign_in(client, person, next="/me/account")["Location"] == "/me/account"


def test_a_browser_cookie_of_somebody_elses_making_is_a_new_browser(client):
    client.cookies["d"] = "forged"
    assert factories.sign_in(client, factories.account()).status_code == 302
    assert client.cookies["d"].value != "forged"


def test_a_browser_remembers_its_last_accounts_and_says_so_to_nobody():
    people = [factories.account(passphrase=None) for _ in range(browser.MOST + 1)]
    known = STRANGER
    for person in people:
        known = known.with_account(person.pk)
    assert [known.knows(person.pk) for person in people] == [False, *[True] * browser.MOST]
    assert not browser.Browser("another", known.accounts).knows(people[-1].pk)


def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(client):
    page = client.post("/sign-in", {"login": "moos-quitte-482", "password": ""}).content.decode()
    assert 'value="moos-quitte-482"' in page
    assert page.count("field has-error") == 1


def test_the_page_of_the_second_step_can_be_read_again(client):
    person = factories.account()
    factories.app(person)
    factories.sign_in(client, person)
    assert client.get("/sign-in/code").status_code == 200


class CheaperHasher(hashers.Argon2idHasher):
    time_cost = 1


def test_a_hash_with_the_costs_of_yesterday_is_made_anew_at_sign_in(client, settings):
    today = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = [f"{__name__}.CheaperHasher"]
    person = factories.account()
    settings.PASSWORD_HASHERS = today
    assert factories.sign_in(client, person).status_code == 302
    assert not hashers.is_outdated(Account.objects.get(pk=person.pk).password)
    assert client.get("/me/account").status_code == 200


def test_nobody_changes_an_account_that_is_not_theirs_not_even_while_signing_in():
    person = factories.account(passphrase=None)
    with viewing.for_purpose("authenticate"):
        assert Account.objects.filter(pk=person.pk).update(is_active=False) == 0
    with viewing.as_account(person.pk):
        assert Account.objects.filter(pk=person.pk).update(language="en") == 1


def test_pages_answer_to_a_glance(client):
    assert client.head("/sign-in").status_code == 200
