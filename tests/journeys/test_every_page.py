"""Every page that can be reached by following links keeps the promises of the face, for each role."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from querbeet.config.demo import planting
from querbeet.core import statements
from querbeet.skills.actions import vocabulary

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/people/)\w{12}|(?<=/(?:skills|offers|wishes)/)[^/]+")  # ids
NOT_PAGES = re.compile(r"^/(leave|sign-out|static)|\.(csv|xlsx|ics|svg|toml)$|/export|/notes/file$")
TELLING = re.compile(r"queer|gay|lesb|schwul|trans|bi\b|lgbt|drag|outing|coming.out", re.IGNORECASE)
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
THEMES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}  # only colours change with the theme
AXE = Axe().axe_script
VIOLATIONS = "rules => axe.run({resultTypes: ['violations'], ...rules}).then(found => found.violations)"
RIGHT_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def sign_ins() -> dict[str, dict[str, str]]:
    """A planted demo; one sign-in a role."""
    with statements.planned_once():
        vocabulary.load()
        return {account["role"]: account for account in planting.plant()}


class Watch:
    """What a page did besides being shown."""

    def __init__(self, page: Page, home: str) -> None:
        self.home, self.faults = home, []
        page.on("console", lambda message: message.type == "error" and self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)

    def _request(self, request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.faults.append(f"request to {request.url}")


def sign_in(page: Page, home: str, account: dict[str, str]) -> None:
    page.goto(f"{home}/sign-in")
    page.locator("[name=login]").fill(account["name"])
    page.locator("[name=password]").fill(account["passphrase"])
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def walk(page: Page, home: str, start: str) -> Iterator[str]:
    """Open every kind of address that links lead to, once each."""
    waiting, seen = [start], {NAMES.sub("*", start)}
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(home + path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        yield path
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
            parts = urlsplit(link)
            kind = NAMES.sub("*", parts.path)
            if link.startswith(home) and kind not in seen and not NOT_PAGES.search(parts.path):
                seen.add(kind)
                waiting.append(parts.path)


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with the page as it stands, in both themes, wide and narrow."""
    found = []
    page.evaluate(AXE)
    for theme, rules in THEMES.items():
        page.emulate_media(color_scheme=theme)
        for violation in page.evaluate(VIOLATIONS, rules):
            where = ", ".join(node["html"][:90] for node in violation["nodes"][:2])
            found.append(f"{path} ({theme}): {violation['id']}: {where}")
    page.set_viewport_size(NARROW)
    if page.evaluate(RIGHT_EDGE) > 0:
        found.append(f"{path}: wider than a phone of 320 pixels")
    page.set_viewport_size(WIDE)
    if TELLING.search(page.title()) or TELLING.search(path):
        found.append(f"{path}: a title or address that tells: {page.title()}")
    if page.locator("[action='/leave'], [href='/leave']").count() == 0:
        found.append(f"{path}: no way to leave quickly")
    return found


@pytest.mark.parametrize("role", ["coordinator", "steward", "member"])
def test_every_page_keeps_the_promises(role, sign_ins, browser: Browser, live_server):
    assert accessible_narrow_discreet(browser, live_server.url, sign_ins[role]) == []


def test_in_english_every_page_fits_a_phone_too(sign_ins, browser: Browser, live_server):
    """A coordinator comes to more pages than anybody."""
    assert too_wide_in_english(browser, live_server.url, sign_ins["coordinator"]) == []


def accessible_narrow_discreet(browser: Browser, home: str, account: dict[str, str]) -> list[str]:
    """What is wrong with any page that this member comes to, in German."""
    page = browser.new_page(viewport=WIDE, locale="de-DE", reduced_motion="reduce")
    watch = Watch(page, home)
    sign_in(page, home, account)
    faults = [fault for path in walk(page, home, "/today") for fault in faults_of(page, path)]
    page.close()
    return faults + watch.faults


def too_wide_in_english(browser: Browser, home: str, account: dict[str, str]) -> list[str]:
    """Pages that do not fit a phone; each of them opens without scripts."""
    context = browser.new_context(viewport=NARROW, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, home, account)
    walked = [(path, page.evaluate(RIGHT_EDGE)) for path in walk(page, home, "/today")]
    context.close()
    assert "/me" in dict(walked)
    return [f"{path}: wider than a phone of 320 pixels" for path, edge in walked if edge > 0]


def test_pages_for_everybody_keep_the_promises_too(browser: Browser, live_server, transactional_db):
    page = browser.new_page(viewport=WIDE, locale="en-GB", reduced_motion="reduce")
    watch = Watch(page, live_server.url)
    faults = [fault for path in walk(page, live_server.url, "/") for fault in faults_of(page, path)]
    page.close()
    assert faults + watch.faults == []


def test_a_page_with_faults_is_found(browser: Browser, live_server, transactional_db):
    """The control: a page that breaks every promise."""
    page = browser.new_page(viewport=WIDE)
    page.set_content("<title>Queer choir</title><img src='x.png'><div style='inline-size:900px'>wide</div>")
    kinds = {fault.split(": ")[1] for fault in faults_of(page, "/x")}
    page.close()
    assert {"image-alt", "wider than a phone of 320 pixels", "no way to leave quickly"} <= kinds
