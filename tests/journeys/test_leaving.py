"""Leave quickly, in a real browser: content is gone at once, the visit has ended, no way back shows a member's page.

The browser here keeps left pages in memory as people's browsers do, which Playwright switches off otherwise. The
neutral page is one of ours, so that nothing outside this machine is asked.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from querbeet.communities.tests import factories as make
from querbeet.core import headers
from querbeet.people.views import leaving

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
SECRET = "Anemone Nordwind"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
PHONE = {"width": 320, "height": 640}
LEAVE_JS = Path(leaving.__file__).parents[2] / "ui" / "static" / "ui" / "js" / "leave.js"
STORED = """async () => ({
    words: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    databases: (await indexedDB.databases()).map(found => found.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
})"""
NOTHING = {"words": [], "databases": [], "caches": [], "workers": 0, "cookies": ""}
PLANT = """async () => {
    localStorage.w = sessionStorage.w = "x"; await caches.open("c");
    await new Promise(done => { indexedDB.open("d").onsuccess = done; });
}"""


@pytest.fixture(scope="module")
def remembering(browser_type, browser_type_launch_args) -> Iterator[Browser]:
    """A browser that keeps left pages in memory."""
    made = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    yield made
    made.close()


@pytest.fixture(autouse=True)
def neutral(settings, live_server) -> str:
    settings.NEUTRAL_EXIT = f"{live_server.url}/robots.txt"
    return settings.NEUTRAL_EXIT


@pytest.fixture
def member(transactional_db):
    return make.member(SECRET, account=make.account(language="de"))


@pytest.fixture
def visit(remembering, live_server, member) -> Callable[..., Page]:
    """A page of this member's, signed in; each with a browser profile of its own."""
    opened: list[BrowserContext] = []

    def open_one(path: str = "/me", *, scripts: bool = True, **more) -> Page:
        context = remembering.new_context(
            java_script_enabled=scripts, locale="de-DE", reduced_motion="reduce", base_url=live_server.url, **more
        )
        opened.append(context)
        session = make.signed_in_client(member).cookies["s"].value
        context.add_cookies([{"name": "s", "value": session, "url": live_server.url, "httpOnly": True}])
        page = context.new_page()
        page.goto(path)
        assert SECRET in page.content()
        return page

    yield open_one
    for context in opened:
        context.close()


def away(page: Page) -> None:
    """Wait until the neutral page is there."""
    page.wait_for_url(re.compile("robots.txt$"))
    assert "Disallow" in page.content()


def press(page: Page) -> None:
    page.locator(".leave-button").click(no_wait_after=True)
    away(page)


@SCRIPTS
def test_one_press_leaves_from_a_scrolled_phone_with_the_menu_open(visit, scripts):
    page = visit(scripts=scripts, viewport=PHONE, has_touch=True)
    page.locator(".menu-summary").tap()
    expect(page.locator(".menu-panel")).to_be_visible()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert page.evaluate("scrollY") > 200
    expect(page.locator(".leave-button")).to_be_in_viewport(ratio=1)
    page.locator(".leave-button").tap(no_wait_after=True)
    away(page)


@SCRIPTS
def test_the_first_tab_reaches_it_and_enter_leaves(visit, scripts):
    page = visit(scripts=scripts)
    page.keyboard.press("Tab")
    expect(page.locator(".leave-button")).to_be_focused()
    page.keyboard.press("Enter")
    away(page)


def test_shift_three_times_leaves_from_inside_a_field(visit):
    page = visit("/me/profile")
    page.locator("#main input:visible").first.focus()
    for _ in range(3):
        page.keyboard.press("Shift")
    away(page)


# -- at once


HANGING = """() => {
    document.querySelector(".leave-button").click();
    const seen = document.elementFromPoint(160, 300);
    return [document.title, document.body.checkVisibility(), seen.className];
}"""
COVERED = ["…", False, "leave-cover"]


def blackhole(page: Page) -> None:
    """The way out leads nowhere: the browser stays where it is."""
    page.route("**/leave", lambda route: route.fulfill(status=204))


def altered(page: Page, *without: str) -> None:
    """Serve leave.js with these words taken out."""
    text = LEAVE_JS.read_text()
    for words in without:
        assert words in text
        text = text.replace(words, "")
    page.context.route("**/leave.js", lambda route: route.fulfill(body=text, content_type="text/javascript"))
    page.reload()


def test_the_page_is_covered_in_the_same_moment_although_the_way_out_hangs(visit):
    """Asked in the same breath as the press: nothing was fetched, waited for or painted in between."""
    page = visit(viewport=PHONE)
    blackhole(page)
    assert page.evaluate(HANGING) == COVERED


def test_an_open_dialog_is_covered_too(visit):
    page = visit(viewport=PHONE)
    blackhole(page)
    page.evaluate("document.querySelector('main').append(document.createElement('dialog'))")
    page.evaluate("document.querySelector('dialog').showModal()")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.locator(".leave-cover")).to_be_attached()
    assert page.locator("dialog").is_visible() is False


def test_without_the_cover_the_page_stays_in_sight_as_long_as_the_way_out_hangs(visit):
    """The control."""
    page = visit(viewport=PHONE)
    altered(page, "  cover();\n  tabs.postMessage")
    blackhole(page)
    title, visible, seen = page.evaluate(HANGING)
    assert (title != "…", visible, seen != "leave-cover") == (True, True, True)


def test_other_tabs_of_the_browser_leave_too(visit):
    page = visit()
    other = page.context.new_page()
    other.goto("/me/account")
    press(page)
    away(other)


def test_without_being_told_another_tab_stays(visit):
    """The control."""
    page = visit()
    other = page.context.new_page()
    altered(other, 'tabs.addEventListener("message", () => leave(form()?.getAttribute("action") ?? "/leave"));')
    other.goto("/me")
    press(page)
    assert SECRET in other.content()


# -- on the server and in the browser


@SCRIPTS
def test_the_visit_has_ended_on_the_server_and_the_old_cookie_opens_nothing(visit, scripts, client):
    page = visit(scripts=scripts)
    old = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "s")
    client.cookies["s"] = old
    assert client.get("/me").status_code == 200  # the control: until then it does
    client.cookies.clear()
    press(page)
    client.cookies["s"] = old
    assert client.get("/me")["Location"].startswith("/sign-in")


@SCRIPTS
def test_the_answer_empties_the_browser_and_is_not_kept(visit, scripts):
    page = visit(scripts=scripts)
    with page.expect_response("**/leave") as answer:
        press(page)
    sent = answer.value.all_headers()
    assert (sent["clear-site-data"], sent["cache-control"]) == ('"cache", "cookies", "storage"', "no-store")
    assert page.context.cookies() == []


def test_a_visit_keeps_nothing_in_the_browser(visit):
    page = visit()
    for path in ("/today", "/people", "/me/profile", "/me/audiences"):
        page.goto(path)
    assert page.evaluate(STORED) == NOTHING


def test_without_our_word_htmx_would_note_the_address(visit):
    """The control."""
    page = visit()
    page.context.route("**/forget.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/people")
    assert page.evaluate("sessionStorage.getItem('htmx-current-path-for-history')") == "/people"


def test_what_some_other_program_kept_is_gone_too(visit):
    page = visit()
    page.evaluate(PLANT)
    assert page.evaluate(STORED)["databases"] == ["d"]
    press(page)
    assert {**page.evaluate(STORED), "words": []} == NOTHING
    assert page.evaluate("localStorage.length") == 0


def test_without_the_header_it_stays(visit, monkeypatch):
    """The control."""
    monkeypatch.setattr(leaving, "CLEAR", '""')
    page = visit()
    page.evaluate(PLANT)
    press(page)
    found = page.evaluate(STORED)
    assert (found["databases"], found["caches"], "w" in found["words"]) == (["d"], ["c"], True)


# -- no way back


def trail(page: Page) -> None:
    """Look at two pages, then leave."""
    page.goto("/me/account")
    page.goto("/me")
    page.goto("/me/sessions")
    press(page)


def ways_back(page: Page) -> list[str]:
    """What is to be seen after each of Back, Back, Forward, Back and Reload."""
    seen = []
    for step in (page.go_back, page.go_back, page.go_forward, page.go_back, page.reload):
        step(wait_until="commit")
        page.wait_for_load_state()
        seen.append(page.content())
    return seen


def no_headers(monkeypatch) -> None:
    monkeypatch.delitem(headers.ALWAYS, "Cache-Control")
    monkeypatch.setattr(leaving, "CLEAR", '""')


def told(pages: list[str]) -> list[int]:
    """Which of the steps showed a member's page."""
    return [number for number, text in enumerate(pages) if SECRET in text or "/sign-out" in text]


TELL = """addEventListener("pageshow", (event) => {
    if (event.persisted) console.log("from memory: " + document.body.checkVisibility());
})"""


def blind(page: Page, *names: str) -> None:
    """Take these events away from the page's own scripts, which come later. A changed file would be no file of the page
    any more: what goes through Playwright's hands is never kept in the browser's memory."""
    for name in names:
        page.add_init_script(f"addEventListener('{name}', (event) => event.stopImmediatePropagation())")
    page.reload()


DEAF = "window.BroadcastChannel = class extends EventTarget { postMessage() {} }"  # a message ends a page in memory


@SCRIPTS
def test_back_forward_and_reload_show_no_members_page(visit, scripts):
    page = visit(scripts=scripts)
    trail(page)
    assert told(ways_back(page)) == []
    expect(page).to_have_url(re.compile("/sign-in"))


def test_the_headers_alone_keep_the_way_back_closed(visit):
    page = visit()
    blind(page, "pageshow", "pagehide")
    trail(page)
    assert told(ways_back(page)) == []


def test_the_script_alone_keeps_the_way_back_closed(visit, monkeypatch):
    no_headers(monkeypatch)
    page = visit()
    page.add_init_script(DEAF)
    trail(page)
    assert told(ways_back(page)) == []


def shown_from_memory(page: Page) -> list[str]:
    """Go elsewhere and back; whether the body was in sight at the moment when the page came out of memory."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.text.startswith("from memory") else None)
    page.add_init_script(TELL)
    page.goto("/me")
    page.goto("/robots.txt")
    page.go_back(wait_until="commit")
    page.wait_for_load_state()
    return heard


def test_a_page_from_the_browsers_memory_is_covered_before_it_is_shown(visit, monkeypatch):
    no_headers(monkeypatch)
    assert shown_from_memory(visit()) == ["from memory: false"]


def test_a_page_that_went_uncovered_comes_back_uncovered(visit, monkeypatch):
    """The control."""
    no_headers(monkeypatch)
    page = visit()
    blind(page, "pagehide")
    assert shown_from_memory(page) == ["from memory: true"]


@SCRIPTS
def test_without_headers_and_script_the_way_back_shows_all(visit, monkeypatch, scripts):
    """The control."""
    no_headers(monkeypatch)
    page = visit(scripts=scripts)
    if scripts:
        page.add_init_script(DEAF)
        blind(page, "pageshow", "pagehide")
    trail(page)
    page.go_back(wait_until="commit")
    assert told([page.content()]) == [0]


@SCRIPTS
def test_a_reopened_tab_asks_to_sign_in(visit, remembering, scripts, live_server):
    page = visit(scripts=scripts)
    before = page.context.storage_state()
    press(page)
    for kept in (page.context.storage_state(), before):  # as closed, and as it was before
        context = remembering.new_context(storage_state=kept, java_script_enabled=scripts)
        again = context.new_page()
        again.goto(f"{live_server.url}/me")
        expect(again).to_have_url(re.compile("/sign-in"))
        assert told([again.content()]) == []
        context.close()


@SCRIPTS
def test_offline_no_page_comes_from_a_cache(visit, scripts):
    page = visit(scripts=scripts)
    trail(page)
    page.context.set_offline(True)
    for path in ("/me", "/me/account"):
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(path)
