"""A programme from the first idea to the pool: a coordinator begins it, somebody applies, is asked, answers, is taken
in and takes a break. With scripts and without."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.programmes.enums import EnrolmentState
from querbeet.programmes.models.participant import Participant

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visit(request, browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens the site for a member, each with a browser of their own."""
    opened = []

    def open_for(member) -> Page:
        context = browser.new_context(java_script_enabled=request.param, locale="en-GB", reduced_motion="reduce")
        session = signed_in_client(member).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        opened.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/programmes")
        return page

    yield open_for
    for context in opened:
        context.close()


def test_from_a_pattern_to_the_pool_and_a_break(visit):
    kim = communities.coordinator("Kim")
    mika = communities.member("Mika", community=kim.community)
    board = visit(kim)
    board.get_by_role("link", name="New programme").first.click()
    board.get_by_label("Open at work", exact=False).check()
    board.get_by_role("button", name="Make the draft").click()
    expect(board.get_by_role("heading", name="Open at work", level=1)).to_be_visible()
    board.get_by_role("button", name="Open for sign-up").click()

    garden = visit(mika)
    garden.get_by_role("link", name="Open at work").click()
    garden.get_by_role("link", name="As mentee").click()
    garden.get_by_label("colleagues").check()
    garden.get_by_role("button", name="Take part").click()
    expect(garden.get_by_text("You hear from them within a week or so.")).to_be_visible()

    board.reload()
    board.get_by_role("link", name="1 mentee waits for you").click()
    board.get_by_role("link", name="Mika").click()
    board.get_by_role("link", name="Ask for more").click()
    board.get_by_label("What would you like to know?", exact=False).fill("Which days suit you?")
    board.get_by_role("button", name="Ask", exact=True).click()

    garden.reload()
    garden.get_by_role("link", name="Read and answer").click()
    expect(garden.get_by_text("Which days suit you?")).to_be_visible()
    garden.get_by_label("Your answer", exact=False).fill("Mondays.")
    garden.get_by_role("button", name="Send the answer").click()

    board.reload()
    expect(board.get_by_text("Mondays.")).to_be_visible()
    board.get_by_role("button", name="Take in").click()
    expect(board.get_by_text("Still missing: Promise of confidentiality.")).to_be_visible()
    board.get_by_role("link", name="Keep a result").click()
    board.get_by_role("button", name="Keep").click()
    board.get_by_role("link", name="Who takes part").click()
    board.get_by_role("checkbox", name="Mika").check()
    board.get_by_label("What should happen").select_option("Take in")
    board.get_by_role("button", name="Do it").click()
    expect(board.get_by_role("row", name="Mika")).to_contain_text("can be matched")

    garden.reload()
    garden.get_by_role("button", name="Take a break").click()
    expect(garden.get_by_text("Nobody sees why")).to_be_visible()
    garden.get_by_role("button", name="I am back").click()
    expect(garden.get_by_text("You will be asked before anything begins.")).to_be_visible()
    assert Participant.objects.get().state == EnrolmentState.POOL
