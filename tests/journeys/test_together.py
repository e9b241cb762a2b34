"""Meeting, being asked how it goes, and passing it on: in a real browser, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from icalendar import Calendar
from playwright.sync_api import Page, expect

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.tests import factories as people_of
from querbeet.core import clock
from querbeet.growth import tasks as growth
from querbeet.growth.models.path import Guide, Path
from querbeet.meetings.enums import State
from querbeet.meetings.models.meeting import Meeting
from querbeet.meetings.tests import factories as meetings
from querbeet.mentorships.tests import factories as mentorships

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RIGHT_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def world(live_server):
    """A mentee in Berlin and a mentor in São Paulo, nine days into their mentoring."""
    ash, dara = mentorships.pair(time_zone="Europe/Berlin")
    meetings.usual_week(ash)
    meetings.usual_week(dara, "mon-12", "tue-12", "wed-12", "thu-12", "fri-12")
    people_of.facet(dara, Kind.TIME_ZONE, "America/Sao_Paulo", Audience.MATCHING)
    began = clock.now() - timedelta(days=9)
    mentorship = mentorships.mentorship("active", ash, dara, began_at=began)
    return {"home": live_server.url, "ash": ash, "dara": dara, "mentorship": mentorship}


def enter(page: Page, world, member) -> None:
    """Sign in as a member, in English, whoever was there before."""
    client = people_of.signed_in_client(member)
    page.context.clear_cookies()
    cookies = [{"name": name, "value": morsel.value, "url": world["home"]} for name, morsel in client.cookies.items()]
    page.context.add_cookies([*cookies, {"name": "l", "value": "en", "url": world["home"]}])


def find_and_confirm(page: Page, world) -> None:
    """One asks for a time across zones, the other agrees and finds a place for it in their calendar."""
    home = world["home"]
    enter(page, world, world["ash"])
    page.goto(f"{home}/mentoring/{world['mentorship'].pk}/meetings")
    page.get_by_role("button", name="Look for times").click()
    expect(page.get_by_text("Europe/Berlin")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(6)
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Ask for these times").click()
    expect(page.get_by_text("You have asked.")).to_be_visible()
    enter(page, world, world["dara"])
    page.goto(f"{home}/meetings")
    page.get_by_role("link", name="Ash").click()
    expect(page.get_by_text("America/Sao_Paulo")).to_be_visible()
    expect(page.get_by_text("Europe/Berlin")).to_have_count(0)
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="These suit me").click()
    expect(page.get_by_role("link", name="Into my calendar")).to_be_visible()


def subscribe(page: Page, world) -> None:
    """A calendar program reads the feed: one neutral entry."""
    page.goto(f"{world['home']}/me/calendar")
    page.get_by_role("button", name="Make an address").click()
    address = re.search(r"/calendar/\w+\.ics", page.content())
    assert address is not None
    (event,) = Calendar.from_ical(Client().get(address[0]).content).walk("VEVENT")
    assert (str(event["SUMMARY"]), "LOCATION" in event) == ("Appointment", False)


def hold(page: Page, world) -> None:
    """Both say that they met."""
    start = clock.now() - timedelta(hours=2)
    Meeting.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
    for member in (world["ash"], world["dara"]):
        enter(page, world, member)
        page.goto(f"{world['home']}/meetings/{Meeting.objects.get().pk}")
        page.get_by_role("button", name="Yes, we met").click()
    expect(page.get_by_text("You met. Good.")).to_be_visible()
    assert Meeting.objects.get().state == State.HELD


def check_in(page: Page, world) -> None:
    """Somebody does not feel safe: ways to help, and nothing else happens."""
    growth.go_on(0)
    enter(page, world, world["ash"])
    page.goto(f"{world['home']}/today")
    page.get_by_role("link", name="Four short questions").click()
    page.get_by_label("I don’t feel safe").check()
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.get_by_role("heading", name="Thank you for saying so")).to_be_visible()
    page.get_by_role("link", name="Ask for help").click()
    expect(page).to_have_url(re.compile("/help$"))
    world["mentorship"].refresh_from_db()
    assert world["mentorship"].state == "active"


def pass_on(page: Page, world) -> None:
    """From a closed mentoring over somebody's shoulder to mentoring beside somebody."""
    mentorships.mentorship("closed", world["ash"], world["dara"])
    Path.objects.create(member=world["dara"], community=world["dara"].community, state="mentor", since=clock.now())
    Guide.objects.create(member=world["dara"], community=world["dara"].community, words="Tuesdays")
    growth.go_on(0)
    enter(page, world, world["ash"])
    page.goto(f"{world['home']}/path")
    page.get_by_role("button", name="Yes, I would like to look over a shoulder").click()
    page.get_by_role("link", name="Find somebody to accompany").click()
    page.get_by_role("button", name="Ask Dara").click()
    enter(page, world, world["dara"])
    page.goto(f"{world['home']}/path")
    page.get_by_role("button", name="Yes, gladly").click()
    enter(page, world, world["ash"])
    page.goto(f"{world['home']}/path")
    page.get_by_role("button", name="I feel ready to mentor beside somebody").click()
    expect(page.get_by_role("heading", name="You mentor beside somebody")).to_be_visible()


def test_from_a_first_time_to_passing_it_on_with_javascript(page, complaints, world):
    find_and_confirm(page, world)
    subscribe(page, world)
    hold(page, world)
    check_in(page, world)
    pass_on(page, world)


def test_the_same_on_a_small_phone_without_javascript(plain_page, world):
    find_and_confirm(plain_page, world)
    subscribe(plain_page, world)
    hold(plain_page, world)
    check_in(plain_page, world)
    pass_on(plain_page, world)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible_and_fit(page, world, width):
    page.set_viewport_size({"width": width, "height": 900})
    meeting = meetings.meeting(world["mentorship"])
    waiting = meetings.meeting(
        world["mentorship"], State.REQUESTED, asked_by=world["dara"], slots=(clock.now() + timedelta(days=4),)
    )
    growth.go_on(0)
    enter(page, world, world["ash"])
    paths = ["/meetings", f"/meetings/{meeting.pk}", f"/meetings/{waiting.pk}", "/me/calendar", "/check-ins", "/path"]
    paths += ["/path/thoughts", "/path/guides", "/rounds", "/lineage", "/lineage/mine"]
    for path in paths:
        page.goto(world["home"] + path)
        assert page.evaluate(RIGHT_EDGE) <= 0, path
        assert Axe().run(page).response["violations"] == [], path
