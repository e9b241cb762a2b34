"""The second step: codes fit once, also when two tries come at the same time."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections

from querbeet.core import clock, viewing
from querbeet.people import browser, limits
from querbeet.people.actions import codes, entering
from querbeet.people.models.ways import AuthenticatorApp, RecoveryCode
from querbeet.people.tests import factories

pytestmark = pytest.mark.django_db
RFC_SECRET = b"12345678901234567890"
NOON = "2026-05-04 12:00:10"


@pytest.mark.parametrize(("time", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(time, code):
    """RFC 6238, appendix B, the last six digits."""
    assert codes.code_at(RFC_SECRET, time // codes.PERIOD) == code


def spend(person, code: str) -> bool:
    with viewing.as_account(person.pk):
        return codes.spend(account=person, code=code, now=clock.now())


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(steps, fits):
    person = factories.account(passphrase=None)
    app = factories.app(person)
    with time_machine.travel(NOON, tick=False):
        assert spend(person, factories.code(app, steps=steps)) is fits


def test_a_code_and_all_older_ones_work_once():
    person = factories.account(passphrase=None)
    app = factories.app(person)
    with time_machine.travel(NOON, tick=False):
        assert spend(person, factories.code(app))
        assert [spend(person, factories.code(app)), spend(person, factories.code(app, steps=-1))] == [False, False]
        assert spend(person, factories.code(app, steps=1))


def test_codes_may_be_typed_with_gaps_and_capitals():
    person = factories.account(passphrase=None)
    app = factories.app(person)
    with viewing.as_account(person.pk):
        made = codes.renew_recovery_codes(account=person)
    code = factories.code(app)
    assert spend(person, f" {code[:3]} {code[3:]} ")
    assert spend(person, made[0].upper().replace("-", " "))


def test_a_recovery_code_works_once_and_for_its_own_account_only():
    person, other = factories.account(passphrase=None), factories.account(passphrase=None)
    with viewing.as_account(person.pk):
        made = codes.renew_recovery_codes(account=person)
    assert len(set(made)) == codes.RECOVERY_CODES
    assert not spend(other, made[0])
    assert [spend(person, made[0]), spend(person, made[0])] == [True, False]


def test_new_recovery_codes_replace_the_old_ones():
    person = factories.account(passphrase=None)
    with viewing.as_account(person.pk):
        old = codes.renew_recovery_codes(account=person)
        codes.renew_recovery_codes(account=person)
    assert not spend(person, old[0])
    assert RecoveryCode.objects.filter(account=person).count() == codes.RECOVERY_CODES


def test_the_table_holds_neither_secret_nor_codes_in_the_clear():
    person = factories.account(passphrase=None)
    app = factories.app(person)
    with viewing.as_account(person.pk):
        made = codes.renew_recovery_codes(account=person)
    stored = AuthenticatorApp.objects.get(pk=app.pk)
    assert app.secret not in bytes(stored.sealed_secret)
    assert stored.secret == app.secret
    digests = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in digests for code in made)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_the_same_code_twice_at_the_same_time_opens_once(kind):
    person = factories.account(passphrase=None)
    app = factories.app(person)
    with viewing.as_account(person.pk):
        made = codes.renew_recovery_codes(account=person)
    code = factories.code(app) if kind == "app" else made[0]

    def attempt(_: int) -> bool:
        try:
            return spend(person, code)
        finally:
            connections.close_all()

    connection.ensure_connection()
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(12))) == 1


def test_the_second_step_comes_after_the_passphrase_and_opens_nothing_before(client):
    person = factories.account()
    app = factories.app(person)
    assert factories.sign_in(client, person, next="/me/account")["Location"] == "/sign-in/code"
    assert client.get("/me/account").status_code == 302
    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 200
    assert client.get("/me/account").status_code == 302
    assert client.post("/sign-in/code", {"code": factories.code(app)})["Location"] == "/me/account"
    assert client.get("/me/account").status_code == 200


def test_without_a_passphrase_before_it_there_is_no_second_step(client):
    assert client.get("/sign-in/code")["Location"] == "/sign-in"


def test_the_second_step_waits_ten_minutes_and_no_longer(client):
    person = factories.account()
    app = factories.app(person)
    with time_machine.travel(NOON, tick=False) as time:
        factories.sign_in(client, person)
        time.shift(timedelta(minutes=11))
        assert client.post("/sign-in/code", {"code": factories.code(app)})["Location"] == "/sign-in"


def test_guessing_codes_is_slowed_down_but_not_in_a_browser_that_is_known():
    person = factories.account(passphrase=None)
    app, stranger = factories.app(person), browser.Browser("stranger")
    with time_machine.travel(NOON, tick=False):
        for _ in range(limits.SECOND_STEP.holds):
            with pytest.raises(entering.NotRecognised):
                entering.by_code(account=person, code="nonsense", browser=stranger)
        with pytest.raises(limits.TooMany):
            entering.by_code(account=person, code=factories.code(app), browser=stranger)
        entering.by_code(account=person, code=factories.code(app), browser=stranger.with_account(person.pk))


def test_the_second_step_is_turned_on_with_a_code_and_shows_its_recovery_codes_once(client):
    person = factories.account(language="en")
    factories.sign_in(client, person)
    page = client.get("/me/account/app").content.decode()
    assert 'viewBox="0 0 ' in page
    assert "style=" not in page
    app = AuthenticatorApp(account=person)
    app.secret = base64.b32decode(re.search(r"\b[A-Z2-7]{32}\b", page).group())
    assert client.post("/me/account/app", {"code": "000000"}).status_code == 200
    shown = client.post("/me/account/app", {"code": factories.code(app)}).content.decode()
    made = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", shown)
    assert len(made) == codes.RECOVERY_CODES
    overview = client.get("/me/account").content.decode()
    assert "10 recovery codes are left" in overview
    assert made[0] not in overview
    client.post("/sign-out")
    factories.sign_in(client, person)
    assert client.post("/sign-in/code", {"code": made[0]})["Location"] == "/"


def test_turning_it_off_takes_the_recovery_codes_too(client):
    person = factories.account()
    app = factories.app(person)
    factories.sign_in(client, person)
    client.post("/sign-in/code", {"code": factories.code(app)})
    assert client.post("/me/account/recovery-codes").status_code == 200
    client.post("/me/account/app/remove")
    assert not AuthenticatorApp.objects.filter(account=person).exists()
    assert not RecoveryCode.objects.filter(account=person).exists()
    assert client.post("/me/account/recovery-codes")["Location"] == "/me/account"
