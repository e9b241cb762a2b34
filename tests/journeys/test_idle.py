"""Who walks away from a device leaves no open page behind: it covers itself, asking nobody, then ends the visit.

The browser's clock is moved by hand. Without JavaScript the visit's own end on the server holds.
"""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from querbeet.communities.tests import factories as make
from querbeet.core import clock
from querbeet.people.models.session import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "Anemone Nordwind"
MINUTE = 60


@pytest.fixture
def member(transactional_db):
    return make.member(SECRET, account=make.account(language="de"))


@pytest.fixture
def signed_in(context: BrowserContext, live_server, member) -> BrowserContext:
    session = make.signed_in_client(member).cookies["s"].value
    context.add_cookies([{"name": "s", "value": session, "url": live_server.url, "httpOnly": True}])
    return context


def opened(context: BrowserContext, site: str, path: str = "/me") -> Page:
    page = context.new_page()
    page.clock.install()
    page.goto(site + path)
    return page


def passes(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


def test_an_untouched_page_covers_itself_without_a_request_and_ends_the_visit(signed_in, live_server):
    page = opened(signed_in, live_server.url)
    signed_in.set_offline(True)
    passes(page, 15 * MINUTE - 5)
    assert page.locator("h1").is_visible()
    passes(page, 10)
    expect(page.get_by_text("Du warst eine Weile nicht da")).to_be_visible()
    assert [page.locator("body").is_visible(), page.title()] == [False, "…"]

    signed_in.set_offline(False)
    expect(page.get_by_role("link", name="Wieder anmelden")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in?next=%2Fme")  # not let in again by a visit that could not be ended before
    assert Session.objects.count() == 0


def test_online_the_visit_ends_on_the_server_as_well(signed_in, live_server):
    page = opened(signed_in, live_server.url)
    with page.expect_response("**/sign-out") as answer:
        passes(page, 15 * MINUTE + 5)
    assert answer.value.status == 302
    assert Session.objects.count() == 0
    page.reload()
    expect(page).to_have_url(f"{live_server.url}/sign-in?next=/me")


def test_a_minute_before_it_says_so_and_a_touch_prolongs(signed_in, live_server):
    page = opened(signed_in, live_server.url)
    passes(page, 14 * MINUTE + 5)
    expect(page.get_by_role("status").filter(has_text="Bist du noch da?")).to_be_visible()
    page.mouse.move(40, 200)
    expect(page.locator("[data-idle-said]")).to_have_count(0)
    passes(page, 14 * MINUTE - 5)
    assert page.locator("h1").is_visible()


def test_a_device_that_slept_shows_nothing_to_the_touch_that_wakes_it(signed_in, live_server):
    """Asleep no timer runs; the clock has moved on when the first touch comes."""
    page = opened(signed_in, live_server.url)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    page.clock.set_fixed_time(page.evaluate("Date.now()") / 1000 + 8 * 60 * MINUTE)
    page.mouse.move(40, 200)
    expect(page.locator(".idle-over")).to_be_visible()
    assert page.locator("body").is_visible() is False


def test_the_tabs_of_a_browser_keep_each_other_awake(signed_in, live_server):
    page, other = (opened(signed_in, live_server.url) for _ in range(2))
    passes(page, 14 * MINUTE + 5)  # one clock for all tabs
    expect(other.locator("[data-idle-said]")).to_have_count(1)
    page.bring_to_front()
    page.mouse.move(40, 200)
    expect(other.locator("[data-idle-said]")).to_have_count(0)
    passes(page, 13 * MINUTE)
    assert [tab.locator("h1").is_visible() for tab in (page, other)] == [True, True]


def test_a_page_that_is_told_no_time_never_covers_itself(signed_in, live_server, settings):
    """The control, and the way of pages before signing in."""
    settings.IDLE_SECONDS = 0
    page = opened(signed_in, live_server.url)
    passes(page, 60 * MINUTE)
    assert page.locator("h1").is_visible()


def test_who_is_not_signed_in_is_told_no_time(page, live_server, transactional_db):
    page.goto(f"{live_server.url}/sign-in")
    assert page.locator("meta[name=idle]").count() == 0


def test_without_scripts_the_visit_ends_on_the_server_after_its_time_without_use(plain_page, member, live_server):
    session = make.signed_in_client(member).cookies["s"].value
    plain_page.context.add_cookies([{"name": "s", "value": session, "url": live_server.url}])
    start = clock.now()
    for hours, inside in ((0, True), (11, True), (24, False)):  # the second visit prolongs; thirteen hours do not pass
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            plain_page.goto(f"{live_server.url}/me")
            assert (SECRET in plain_page.content()) is inside
    expect(plain_page).to_have_url(f"{live_server.url}/sign-in?next=/me")
