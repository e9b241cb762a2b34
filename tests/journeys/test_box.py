"""Somebody asks for a copy of their data, fetches it, and opens the file in their browser, far from any network."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.tests import factories as make
from querbeet.rights import tasks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "sieben Möhren im Beet"
LONG = 60_000  # a passphrase is stretched on purpose, and a busy machine is slow


@pytest.fixture
def mika():
    made = make.member("Mika", account=make.account(passphrase="grau-gruen-quitte-44"))
    make.facet(made, Kind.ABOUT, "Ich ziehe <b>Tomaten</b>.", Audience.ONLY_ME)
    return made


@pytest.fixture
def phone(browser: Browser, live_server, mika):
    context = browser.new_context(locale="en-GB", viewport={"width": 320, "height": 640}, accept_downloads=True)
    session = make.signed_in_client(mika).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    yield context
    context.close()


def fetch(phone, site: str, folder: Path) -> Path:
    page = phone.new_page()
    page.goto(f"{site}/me")
    page.get_by_role("link", name="My data").click()
    page.get_by_role("link", name="Ask for a copy").click()
    page.get_by_label("Passphrase").fill("grau-gruen-quitte-44")
    page.get_by_role("button", name="It is me").click()
    page.get_by_label("A passphrase for this file").fill(PASSPHRASE)
    page.get_by_role("button", name="Ask for a copy").click()
    expect(page.get_by_text("being put together")).to_be_visible(timeout=LONG)
    tasks.build(**ProcrastinateJob.objects.get(task_name="rights.build").args)
    page.get_by_role("link", name="Look again").click()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch my copy").click()
    path = folder / fetched.value.suggested_filename
    fetched.value.save_as(path)
    page.goto(f"{site}/me/data")
    expect(page.get_by_role("button", name="Fetch my copy")).to_have_count(0)
    return path


def test_a_copy_is_fetched_and_opens_itself(phone, live_server, tmp_path):
    path = fetch(phone, live_server.url, tmp_path)
    phone.set_offline(True)
    page = phone.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(path.as_uri())
    assert "Mika" not in page.content()
    page.get_by_label("Passphrase").fill("something else entirely")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("That did not open it.")).to_be_visible(timeout=LONG)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("Ich ziehe <b>Tomaten</b>.")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Mika", exact=True).first).to_be_visible(timeout=LONG)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as JSON").click()
    assert saved.value.suggested_filename == "box.json"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert heard == []
