"""From a code on paper to a first distance: with scripts on a desk, and without them on a small phone."""

import pytest
from playwright.sync_api import Page, expect

from querbeet.communities.tests import factories as make
from querbeet.skills.models.vocabulary import Area, Skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "sieben schnecken singen leise"
RIGHT_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def code() -> str:
    """A community with somebody in it, something to share, and a way in."""
    here = make.community()
    kim = make.member("Kim", community=here)
    make.facet(kim, "pronouns", "er/ihm")
    area = Area.objects.create(key="garden", names={"de": "Garten", "en": "Garden"})
    Skill.objects.create(area=area, key="hoeing", names={"de": "Hacken", "en": "Hoeing"})
    Skill.objects.create(area=area, key="raking", names={"de": "Rechen", "en": "Raking"})
    return make.invitation(here)[1]


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).first.click()


def come_in(page: Page, home: str, code: str) -> str:
    """Type the code, agree, choose a passphrase; returns the sign-in name."""
    page.goto(home)
    page.get_by_role("link", name="Mit Code hereinkommen").click()
    page.get_by_label("Dein Code").fill(code.upper())
    press(page, "Weiter")
    expect(page.get_by_text("Wir sind gut zueinander")).to_be_visible()
    page.get_by_label("Ich stimme zu").check()
    page.get_by_label("Ich bin 18 oder älter.").check()
    page.get_by_label("Eine Passphrase").fill(PASSPHRASE)
    press(page, "Zustimmen und hereinkommen")
    return page.locator("[data-copy-text]").inner_text()


def introduce(page: Page) -> None:
    """The four steps."""
    page.get_by_label("Wie sollen die anderen dich nennen?").fill("Robin")
    page.get_by_label("Meine Pronomen").fill("xier/xiem, they/them")
    press(page, "Weiter")
    for skill in ("Hacken", "Rechen"):
        page.get_by_text("Garten", exact=True).click()
        page.get_by_label(skill).check()
        press(page, "Weiter")
    expect(page.get_by_role("row", name="Pronomen")).to_have_count(2)
    page.locator("main select").first.select_option("matches")
    press(page, "So ist es richtig")
    expect(page.get_by_role("heading", name="Du bist da")).to_be_visible()


def look_at_oneself(page: Page) -> None:
    """Others do not see what matches see."""
    page.get_by_role("link", name="Mich sehen, wie andere mich sehen").click()
    article = page.locator("article.profile")
    expect(article).to_contain_text("they/them")
    expect(article).not_to_contain_text("xier/xiem")
    page.get_by_role("link", name="meine Matches").click()
    expect(article).to_contain_text("xier/xiem · they/them")


def keep_a_distance(page: Page, home: str) -> None:
    """Find somebody, block them, and have them on no page any more."""
    page.goto(f"{home}/people")
    page.locator("main").get_by_role("link", name="Kim").first.click()
    address = page.url
    page.get_by_role("link", name="Diese Person blockieren").click()
    press(page, "Blockieren")
    expect(page.get_by_role("heading", name="Menschen, die du blockiert hast")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Kim")
    answer = page.goto(address)
    assert answer is not None and answer.status == 404


def walk(page: Page, home: str, code: str) -> None:
    name = come_in(page, home, code)
    introduce(page)
    assert name not in page.content()
    look_at_oneself(page)
    keep_a_distance(page, home)


def test_the_way_in_with_scripts(page: Page, live_server, code, complaints):
    page.set_viewport_size({"width": 1280, "height": 900})
    walk(page, live_server.url, code)
    complaints[:] = [
        line for line in complaints if "404" not in line
    ]  # the page of whoever is blocked, asked on purpose


def test_the_way_in_without_scripts_on_a_small_phone(plain_page: Page, live_server, code):
    walk(plain_page, live_server.url, code)


def test_no_step_is_wider_than_a_small_phone(page: Page, live_server, code):
    page.set_viewport_size({"width": 320, "height": 640})
    widths = {}
    come_in(page, live_server.url, code)
    widths[page.url] = page.evaluate(RIGHT_EDGE)
    introduce(page)
    for path in (
        "/me",
        "/me/profile",
        "/me/audiences",
        "/me/preview",
        "/me/blocks",
        "/me/pause",
        "/me/personas",
        "/today",
    ):
        page.goto(live_server.url + path)
        widths[page.url] = page.evaluate(RIGHT_EDGE)
    assert {url: width for url, width in widths.items() if width > 0} == {}


def test_the_way_in_can_be_walked_with_the_keyboard_alone(page: Page, live_server, code, complaints):
    page.goto(f"{live_server.url}/join")
    page.get_by_label("Dein Code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.get_by_label("Ich stimme zu").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Wie sollen die anderen dich nennen?")).to_be_visible()
