"""The pages of asking for help."""

from uuid import uuid4

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import viewing
from querbeet.safety import actions, rules
from querbeet.safety.models import Line, Report
from querbeet.safety.rules import Thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def sasha(kim):
    return communities.steward("Sasha", community=kim.community)


@pytest.fixture
def ash(kim):
    return communities.member("Ash", community=kim.community)


@pytest.fixture
def dara(kim):
    return communities.member("Dara", community=kim.community)


def text(response) -> str:
    return response.content.decode()


def test_the_page_names_who_helps_now(ash):
    page = text(signed_in_client(ash).get("/help"))
    assert "112" in page and "116 123" in page


def test_somebody_asks_about_somebody_and_a_steward_answers(ash, dara, sasha):
    browser, desk = signed_in_client(ash), signed_in_client(sasha)
    assert "It is about Dara" in text(browser.get(f"/help/call/{dara.key}"))
    sent = browser.post(f"/help/call/{dara.key}", {"words": "Dara frightens me.", "wish": "answer"}, follow=True)
    assert "You did well to say it." in text(sent)
    made = Report.objects.get()
    assert (made.about, made.named) == (dara, True)
    assert "1 open" in text(desk.get("/help"))
    page = text(desk.get(f"/help/calls/{made.pk}"))
    assert "Dara frightens me." in page and "Ash" in page
    desk.post(f"/help/calls/{made.pk}/taking")
    assert "Your answer is there." in text(desk.post(f"/help/calls/{made.pk}", {"text": "Call me?"}, follow=True))
    assert "Call me?" in text(browser.get(f"/help/mine/{made.pk}"))
    browser.post(f"/help/mine/{made.pk}", {"text": "Gladly."})
    assert "Gladly." in text(desk.get(f"/help/calls/{made.pk}"))
    assert "Closed." in text(browser.post(f"/help/{made.pk}/closing", follow=True))
    assert "not possible any more" in text(desk.post(f"/help/{made.pk}/closing", follow=True))
    assert "not possible any more" in text(desk.post(f"/help/calls/{made.pk}/taking", follow=True))
    assert "not possible any more" in text(desk.post(f"/help/calls/{made.pk}", {"text": "Late"}))
    assert "not possible any more" in text(browser.post(f"/help/mine/{made.pk}", {"text": "Late"}))


def test_what_was_typed_stays_when_nobody_is_left_to_read(ash, sasha, kim):
    browser = signed_in_client(ash)
    page = text(browser.post("/help/call", {"words": "My words", "wish": "answer", "leave_out": [str(sasha.pk)]}))
    assert "My words" in page and "Somebody has to read it" in page


def test_with_nobody_but_oneself_the_page_points_outside(kim):
    assert "Nobody here can read it" in text(signed_in_client(kim).get("/help/call"))


def test_a_call_of_somebody_else_is_not_there(ash, dara, sasha):
    with viewing.as_member(ash):
        made = actions.report(by=ash, words="Help", about=dara)
    for other in (dara,):
        browser = signed_in_client(other)
        assert browser.get(f"/help/mine/{made.pk}").status_code == 404
        assert browser.get(f"/help/calls/{made.pk}").status_code == 404
        assert browser.post(f"/help/calls/{made.pk}/taking").status_code == 404
        assert browser.post(f"/help/{made.pk}/closing").status_code == 404


def test_nobody_asks_about_themself_or_somebody_who_is_not_there(ash):
    browser = signed_in_client(ash)
    assert browser.get(f"/help/call/{ash.key}").status_code == 404
    assert browser.get("/help/call/nobodyatall").status_code == 404
    assert browser.get(f"/help/call/planted/{uuid4()}").status_code == 404


def test_a_thing_that_is_shared_can_be_stopped_by_the_steward(ash, dara, sasha, kim):
    rules.declare(
        Thing(
            "planted",
            "communities.Community",
            lambda member, pk: kim.community if pk == kim.community.pk else None,
            lambda thing, member: dara,
            "safety:detail",
        )
    )
    try:
        browser = signed_in_client(ash)
        here = f"/help/call/planted/{kim.community.pk}"
        assert "stop what we have together" in text(browser.get(here))
        browser.post(here, {"words": "Stop it.", "wish": "freeze"})
        made = Report.objects.get()
        page = text(signed_in_client(sasha).get(f"/help/calls/{made.pk}"))
        assert "Please stop what they have together" in page and f"/help/calls/{kim.community.pk}" in page
        assert browser.get(f"/help/call/planted/{uuid4()}").status_code == 404
    finally:
        rules._things.pop("planted")


def test_the_list_costs_the_same_with_one_call_and_with_three(ash, sasha, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk, costs = signed_in_client(sasha), []
    for number in range(3):
        with viewing.as_member(ash):
            actions.report(by=ash, words=f"Call {number}")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            desk.get("/help/calls")
        costs.append(len(caught))
    assert costs[0] == costs[2]


def test_coordinators_keep_the_places_that_help(kim, ash):
    browser = signed_in_client(kim)
    told = {"name": "Haus am Markt", "reach": "0345 123", "note": "Mo–Fr"}
    for _again in range(2):
        browser.post("/help/lines", told)
    line = Line.objects.get()
    assert "Haus am Markt" in text(signed_in_client(ash).get("/help"))
    assert signed_in_client(ash).post(f"/help/lines/{line.pk}/removal").status_code == 404
    browser.post(f"/help/lines/{line.pk}/removal")
    assert not Line.objects.exists()
