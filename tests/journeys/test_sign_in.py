"""Getting in and out, in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from querbeet.people.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet_exit(settings, live_server):
    """The neutral page is one of ours here: nothing outside this machine is asked."""
    settings.NEUTRAL_EXIT = f"{live_server.url}/robots.txt"


def sign_in(page: Page, site: str, person, passphrase: str = factories.PASSPHRASE) -> None:
    page.goto(f"{site}/sign-in")
    page.get_by_label("Anmeldename").fill(person.sign_in_name)
    page.get_by_label("Passphrase", exact=False).first.fill(passphrase)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def test_a_passkey_is_made_and_is_enough_to_get_in(page, context, phone, complaints, live_server):
    person = factories.account(language="de")
    sign_in(page, live_server.url, person)
    page.goto(f"{live_server.url}/me/account/passkeys/add")
    page.get_by_label("Name dieses Passkeys").fill("mein Telefon")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("link", name="mein Telefon")).to_be_visible()
    assert [key["isResidentCredential"] for key in phone.passkeys()] == [True]

    context.clear_cookies()
    page.goto(f"{live_server.url}/sign-in?next=/me/account")
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page).to_have_url(f"{live_server.url}/me/account")
    expect(page.get_by_text(person.sign_in_name)).to_be_visible()


def test_without_the_owners_finger_a_passkey_opens_nothing(page, context, phone, live_server):
    sign_in(page, live_server.url, factories.account(language="de"))
    page.goto(f"{live_server.url}/me/account/passkeys/add")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page).to_have_url(f"{live_server.url}/me/account")
    context.clear_cookies()
    phone.recognise(owner=False)
    page.goto(f"{live_server.url}/sign-in")
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page.get_by_text("Der Passkey wurde nicht benutzt")).to_be_visible()
    page.goto(f"{live_server.url}/me/account")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_passkey_confirms_and_what_was_typed_is_kept(page, phone, complaints, live_server, settings, monkeypatch):
    from querbeet.people import guards

    person = factories.account(language="de")
    sign_in(page, live_server.url, person)
    page.goto(f"{live_server.url}/me/account/passkeys/add")
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page).to_have_url(f"{live_server.url}/me/account")
    page.goto(f"{live_server.url}/me/account/email")
    page.get_by_label("E-Mail-Adresse").fill("moos@garten.example")
    monkeypatch.setattr(guards, "FRESH", 0)
    with page.expect_navigation():
        page.get_by_role("button", name="Link schicken").click()
    complaints.clear()  # the browser notes the 403
    monkeypatch.undo()
    expect(page.get_by_role("heading", name="Bist du es noch?")).to_be_visible()
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page.get_by_text("moos@garten.example")).to_be_visible()


def test_without_javascript_one_gets_in_with_passphrase_and_code_and_out_again(plain_page, live_server):
    person = factories.account(language="de")
    app = factories.app(person)
    sign_in(plain_page, live_server.url, person)
    plain_page.get_by_label("Code").fill(factories.code(app))
    plain_page.get_by_role("button", name="Weiter").click()
    plain_page.goto(f"{live_server.url}/me/account")
    expect(plain_page.get_by_text(person.sign_in_name)).to_be_visible()

    plain_page.get_by_role("button", name="Schnell weg").click()
    plain_page.wait_for_url(re.compile("robots.txt"))
    plain_page.goto(f"{live_server.url}/me/account")
    expect(plain_page).to_have_url(re.compile("/sign-in"))


def test_leaving_quickly_leaves_nothing_on_the_way_back(page, live_server):
    person = factories.account(language="de")
    sign_in(page, live_server.url, person)
    page.goto(f"{live_server.url}/me/account")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(re.compile("robots.txt"))
    page.go_back()
    page.wait_for_load_state()
    assert person.sign_in_name not in page.content()


def test_account_pages_fit_a_small_phone_and_please_axe(page, complaints, live_server):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, live_server.url, factories.account(language="de"))
    for place in ("", "/passphrase", "/language", "/email", "/passkeys/add", "/app", "/name"):
        page.goto(f"{live_server.url}/me/account{place}")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{place}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place
