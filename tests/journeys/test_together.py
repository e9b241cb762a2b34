"""The pages of meeting, of being asked how it goes, and of passing it on, as a person who uses them sees them."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.tests import factories as people_of
from querbeet.core import clock
from querbeet.growth import tasks as growth
from querbeet.meetings.enums import State
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
