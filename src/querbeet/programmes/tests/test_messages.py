"""A message to many of a programme: whom it can be for, that it is looked at once more, and that it comes once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.conversations.models import Message, Thread
from querbeet.programmes.enums import EnrolmentState as S
from querbeet.programmes.enums import Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    """Two mentees, one of them with somebody; a mentor; one who has stepped out; one from a spreadsheet."""
    made = factories.programme(by=kim)
    people = [("Ash", Side.MENTEE, S.POOL), ("Dara", Side.MENTEE, S.FULL), ("Mika", Side.MENTOR, S.POOL)]
    for name, side, state in [*people, ("Noor", Side.MENTOR, S.LEFT)]:
        factories.enrolled(made, side, communities.member(name, community=kim.community), state)
    Participant.objects.filter(member__display_name="Dara").update(taken=1)
    factories.candidate(made, Side.MENTOR, "Imported")
    return made


@pytest.fixture
def browser(kim):
    return signed_in_client(kim)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def here(programme):
    return f"/programmes/{programme.pk}/message"


def row(name):
    return Participant.objects.get(member__display_name=name)


def once(page):
    """What tells this message from every other."""
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def reached(kim):
    """Who has how many messages of Kim's, each in a conversation of two."""
    names = []
    for thread in Thread.objects.all():
        (other,) = thread.others(kim)
        names += [row.member.display_name for row in Participant.objects.filter(member=other)] * thread.messages.count()
    return sorted(names)


def test_it_says_how_many_each_choice_reaches(programme, browser):
    page = text(browser.get(here(programme)))
    told = dict(re.findall(r"(everybody|all mentees|all mentors|waiting list)[^(<]*\((\d+)\)", page))
    assert told == {"everybody": "3", "all mentees": "2", "all mentors": "1", "waiting list": "2"}
    assert "you have ticked" not in page


@pytest.mark.parametrize(
    ("whom", "names"),
    [
        ("everyone", ["Ash", "Dara", "Mika"]),
        ("mentees", ["Ash", "Dara"]),
        ("mentors", ["Mika"]),
        ("waiting", ["Ash", "Mika"]),
    ],
)
def test_a_message_reaches_exactly_those_it_is_for_each_alone(programme, kim, browser, whom, names):
    data = {"whom": whom, "text": "See you on Monday.", "once": once(text(browser.get(here(programme))))}
    sure = text(browser.post(here(programme), data))
    assert ("Send it to 1 person?" if len(names) == 1 else f"Send it to {len(names)} people, each alone?") in sure
    assert ("1 person has no account and is not reached." in sure) == (whom != "mentees")
    assert not Message.objects.exists()
    browser.post(here(programme), {**data, "sure": "1"})
    assert reached(kim) == names


def test_those_ticked_in_the_list_are_whom_it_is_for(programme, kim, browser):
    ticked = {"who": [row("Dara").pk, row("Noor").pk]}
    page = text(browser.post(here(programme), {**ticked, "side": "mentee", "group": "everyone", "q": ""}))
    assert "the people you have ticked (2)" in page
    assert re.search(r'value="chosen"[^>]* checked', page)
    assert "There is nothing to send yet" not in page
    data = {**ticked, "whom": "chosen", "text": "Hello", "once": once(page)}
    assert "Send it to 2 people, each alone?" in text(browser.post(here(programme), data))
    browser.post(here(programme), {**data, "sure": "1"})
    assert reached(kim) == ["Dara", "Noor"]


def test_everybody_in_a_part_of_the_list_can_be_ticked_at_once(programme, browser):
    page = text(browser.post(here(programme), {"all": "1", "side": "mentor", "group": "over"}))
    assert "the people you have ticked (1)" in page
    assert "Noor" in page
    assert 'name="all"' in text(browser.get(f"/programmes/{programme.pk}/people?side=mentee"))


def test_sending_twice_by_mistake_sends_once(programme, kim, browser):
    data = {"whom": "everyone", "text": "Hello", "once": once(text(browser.get(here(programme)))), "sure": "1"}
    for _press in range(2):
        assert "3 people have your message, each alone." in text(browser.post(here(programme), data, follow=True))
    assert reached(kim) == ["Ash", "Dara", "Mika"]
    another = {**data, "once": once(text(browser.get(here(programme))))}
    browser.post(here(programme), another)
    assert reached(kim) == sorted(["Ash", "Dara", "Mika"] * 2)


def test_nothing_chosen_nothing_written_and_nobody_there_are_said_and_nothing_is_lost(programme, browser):
    token = once(text(browser.get(here(programme))))
    nobody = text(browser.post(here(programme), {"text": "Hello there", "once": token, "sure": "1"}))
    assert "Choose whom it is for. Your text is still here." in nobody
    assert "Hello there</textarea>" in nobody
    assert once(nobody) == token
    empty = text(browser.post(here(programme), {"whom": "mentors", "text": "  ", "once": token, "sure": "1"}))
    assert "There is nothing to send yet. Write something first." in empty
    assert re.search(r'value="mentors"[^>]* checked', empty)
    Participant.objects.filter(state=S.POOL).update(state=S.PAUSED)
    gone = text(browser.post(here(programme), {"whom": "waiting", "text": "Hello there", "once": token}))
    assert "There is nobody there to be written to." in gone
    assert "Hello there</textarea>" in gone
    assert not Message.objects.exists()


def test_who_looks_once_more_can_go_back_and_change_it(programme, browser):
    data = {"whom": "mentors", "text": "Hello there", "once": once(text(browser.get(here(programme)))), "again": "1"}
    page = text(browser.post(here(programme), data))
    assert "Hello there</textarea>" in page
    assert re.search(r'value="mentors"[^>]* checked', page)
    assert not Message.objects.exists()


def test_people_of_another_programme_cannot_be_ticked(programme, kim, browser):
    other = factories.enrolled(
        factories.programme(by=kim), Side.MENTEE, communities.member("Uli", community=kim.community)
    )
    page = text(browser.post(here(programme), {"who": [other.pk]}))
    assert "you have ticked" not in page
    assert browser.post(here(programme), {"who": ["nobody"]}).status_code == 404


def test_a_coordinator_who_takes_part_does_not_write_to_themself(programme, kim, browser):
    factories.enrolled(programme, Side.MENTOR, kim)
    assert "all mentors (1)" in text(browser.get(here(programme)))


def test_the_notice_of_it_says_who_wrote_and_nothing_else(programme, browser):
    data = {"whom": "everyone", "text": "See you on Monday.", "once": once(text(browser.get(here(programme))))}
    browser.post(here(programme), {**data, "sure": "1"})
    news = text(signed_in_client(row("Ash").member).get("/news"))
    assert "Kim wrote to you." in news
    assert [word for word in ("Monday", "Dara", "Mika") if word in news] == []


def test_the_page_costs_the_same_with_two_people_as_with_more(programme, kim, browser):
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as seen:
            text(browser.post(here(programme), {"all": "1", "side": "mentee"}))
        costs.append(len(seen))
        for index in range(3):
            member = communities.member(f"More {number}{index}", community=kim.community)
            factories.enrolled(programme, Side.MENTEE, member)
    assert costs[0] == costs[1]
