"""Finding each other: offering, wishing, searching and confirming, in a real browser, with and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from querbeet.communities.tests import factories as people_of
from querbeet.skills.actions import vocabulary
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RIGHT_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def world(live_server):
    """Two members of one community, the vocabulary loaded."""
    vocabulary.load()
    here = people_of.community()
    robin = people_of.member("Robin", community=here)
    make.offer(robin, Skill.objects.get(key="bike-repair"))
    make.strength(robin, "Staying calm")
    return {"home": live_server.url, "mika": people_of.member("Mika", community=here), "robin": robin}


def enter(page: Page, world, member) -> None:
    """Sign in as a member, in English."""
    client = people_of.signed_in_client(member)
    cookies = [{"name": name, "value": morsel.value, "url": world["home"]} for name, morsel in client.cookies.items()]
    page.context.add_cookies([*cookies, {"name": "l", "value": "en", "url": world["home"]}])


def share(page: Page, world) -> None:
    """Offer sewing, by searching for it with a typing error."""
    page.goto(f"{world['home']}/me/offers")
    page.get_by_label("Search for a skill").fill("sweing")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Sewing", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Sewing", exact=True).click()
    page.get_by_label("I can teach it").check()
    page.get_by_label("A few words about it").fill("Bring a shirt.")
    page.get_by_role("button", name="Put it on my list").click()
    expect(page.get_by_text("I can teach it")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"^Change\s*: Sewing$"))).to_be_visible()


def find(page: Page, world) -> None:
    """Find somebody by a misspelt skill and confirm a strength of theirs."""
    page.goto(f"{world['home']}/people")
    page.get_by_label("What are you looking for?").fill("bike repare")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Robin")).to_be_visible()
    assert page.url == f"{world['home']}/people"
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Robin", exact=True).click()
    expect(page.get_by_role("heading", name="Robin")).to_be_visible()
    page.goto(f"{world['home']}/strengths/{world['robin'].strengths.get().pk}/endorsement")
    page.get_by_label("What makes you say so").fill("At the summer party.")
    page.get_by_role("button", name="Yes, I can confirm that").click()
    expect(page).to_have_url(re.compile(f"/people/{world['robin'].key}$"))


def test_sharing_and_finding_with_javascript(page, complaints, world):
    enter(page, world, world["mika"])
    share(page, world)
    find(page, world)


def test_sharing_and_finding_on_a_small_phone_without_javascript(plain_page, world):
    enter(plain_page, world, world["mika"])
    share(plain_page, world)
    find(plain_page, world)
    plain_page.goto(f"{world['home']}/me/week")
    plain_page.locator("#id_times_mon-18").check()
    plain_page.get_by_role("button", name="Save").click()
    expect(plain_page).to_have_url(f"{world['home']}/me")


def test_people_appear_as_one_types_and_nothing_shows_up_in_the_address(page, complaints, world):
    enter(page, world, world["mika"])
    page.goto(f"{world['home']}/people")
    field = page.get_by_label("What are you looking for?")
    field.press_sequentially("xyzzy")
    expect(page.get_by_text("Nobody here yet for that")).to_be_visible()
    field.fill("")
    field.press_sequentially("fahrad")
    expect(page.get_by_role("heading", name="Robin")).to_be_visible()
    assert page.url == f"{world['home']}/people"
    page.reload()
    expect(field).to_have_value("fahrad")


PAGES = ["/people", "/skills", "/skills/areas/making", "/skills/bike-repair", "/me/offers", "/me/wishes", "/me/week"]
PAGES += ["/me/offers/bike-repair", "/me/wishes/official-name-change", "/me/strengths", "/skills/proposals/new"]
PAGES += ["/skills/proposals"]


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_small_phone(page, complaints, world, theme):
    steward = people_of.steward("Sasha", community=world["mika"].community)
    make.proposal(world["robin"], "Juggling")
    make.endorsement(make.strength(steward, "Calm"), world["robin"], "Yes.")
    enter(page, world, steward)
    page.emulate_media(color_scheme=theme)
    faults = []
    for path in PAGES:
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(world["home"] + path)
        faults += [
            (path, fault["id"], fault["nodes"][0]["html"][:80]) for fault in Axe().run(page).response["violations"]
        ]
        faults += [(path, "too wide")] if page.evaluate(RIGHT_EDGE) > 0 else []
    assert faults == []
