"""The board: states and dates, never contents, never who said what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.conversations import actions as conversations
from querbeet.core import clock, viewing
from querbeet.growth import tasks
from querbeet.growth.actions import health as actions
from querbeet.growth.models.checks import Health, Pulse
from querbeet.growth.queries import health as queries
from querbeet.growth.rules import figures
from querbeet.growth.rules import health as rules
from querbeet.meetings.enums import State as Meet
from querbeet.meetings.tests import factories as meetings
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.tests import factories as mentorships
from querbeet.notices.models import Notice
from querbeet.programmes.tests import factories as programmes

pytestmark = pytest.mark.django_db


def ago(days):
    return clock.now() - timedelta(days=days)


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return programmes.programme(by=kim)


def pair(kim, programme, days=30, names=("Ash", "Dara")):
    two = [communities.member(name, community=kim.community) for name in names]
    return mentorships.mentorship("active", *two, programme=programme, began_at=ago(days)), two


def health(mentorship):
    tasks.reckon(0)
    return Health.objects.get(mentorship=mentorship)


@pytest.mark.parametrize(("days", "silent"), [(13, 0), (14.1, 14), (21.1, 21), (28.1, 28), (90, 28)])
def test_silence_is_counted_from_the_last_sign_of_life(kim, programme, days, silent):
    mentorship, _two = pair(kim, programme, days)
    assert health(mentorship).silent == silent


def test_a_message_a_meeting_and_an_answer_are_signs_of_life(kim, programme):
    mentorship, two = pair(kim, programme, 40)
    assert health(mentorship).silent == 28
    with viewing.as_member(two[0]):
        thread = conversations.open_thread(members=two, about=mentorship)
        conversations.write(thread=thread, by=two[0], text="Hello")
    assert health(mentorship).silent == 0


def test_a_meeting_ahead_or_lately_is_a_meeting(kim, programme):
    mentorship, _two = pair(kim, programme, 40)
    assert health(mentorship).without_meeting
    meetings.meeting(mentorship, Meet.HELD, starts_at=ago(30), changed_at=ago(30))
    assert health(mentorship).without_meeting
    meetings.meeting(mentorship, Meet.CONFIRMED)
    found = health(mentorship)
    assert (found.without_meeting, found.silent) == (False, 0)


def test_the_last_pulse_counts_and_a_later_good_one_takes_it_back(kim, programme):
    mentorship, _two = pair(kim, programme)
    Pulse.objects.create(mentorship=mentorship, day=7, low=True, shown_at=ago(1))
    assert health(mentorship).low
    Pulse.objects.create(mentorship=mentorship, day=30, low=False, shown_at=ago(0))
    assert not health(mentorship).low


def test_what_is_not_under_way_is_not_on_the_board(kim, programme):
    mentorship, _two = pair(kim, programme)
    tasks.reckon(0)
    Mentorship.objects.update(state=State.ON_HOLD)
    assert tasks.reckon(0) == 0
    assert not Health.objects.filter(mentorship=mentorship).exists()


def test_the_board_shows_lanes_marks_and_a_table(kim, programme):
    pair(kim, programme, 40)
    pair(kim, programme, 2, ("Robin", "Sam"))
    Pulse.objects.create(mentorship=Mentorship.objects.last(), day=7, low=True, shown_at=ago(1))
    tasks.reckon(0)
    page = signed_in_client(kim).get(f"/programmes/{programme.pk}/health").content.decode()
    for words in ("Quiet for four weeks", "Ash, Dara", "Robin, Sam", "no meeting for three weeks", "As a table"):
        assert words in page
    assert page.count("Offer a change") == 1


def test_an_empty_board_says_what_will_be_here(kim, programme):
    assert "Nothing under way yet" in signed_in_client(kim).get(f"/programmes/{programme.pk}/health").content.decode()


def test_who_carries_much_is_on_the_board(kim, programme):
    dara = communities.member("Dara", community=kim.community)
    for number in range(3):
        mentee = communities.member(f"M{number}", community=kim.community)
        mentorships.mentorship("active", mentee, dara, programme=programme)
    tasks.reckon(0)
    page = signed_in_client(kim).get(f"/programmes/{programme.pk}/health").content.decode()
    assert "takes 3 people along" in page


def test_asking_kindly_tells_both_and_not_twice_a_week(kim, programme):
    mentorship, two = pair(kim, programme, 40)
    tasks.reckon(0)
    browser = signed_in_client(kim)
    where = f"/programmes/{programme.pk}/health/{mentorship.pk}/question"
    assert "Both are asked kindly" in browser.post(where, follow=True).content.decode()
    assert "Give them a little time." in browser.post(where, follow=True).content.decode()
    told = Notice.objects.filter(kind="growth.how_are_you")
    assert set(told.values_list("member", flat=True)) == {one.pk for one in two}
    assert "Somebody thinks of you two" in signed_in_client(two[0]).get("/news").content.decode()


def test_a_change_is_offered_to_both(kim, programme):
    mentorship, two = pair(kim, programme, 40)
    for one, side in zip(two, ("mentee", "mentor"), strict=True):
        programmes.enrolled(programme, side, one, grade="One" if side == "mentee" else "Two")
    others = [communities.member(name, community=kim.community) for name in ("Robin", "Noor")]
    for one, grade in zip(others, ("Two", "One"), strict=True):
        programmes.enrolled(programme, "mentor", one, grade=grade)
    tasks.reckon(0)
    browser, where = signed_in_client(kim), f"/programmes/{programme.pk}/health/{mentorship.pk}/change"
    form = browser.get(where).content.decode()
    assert ("hand over to Robin" in form, "Noor" in form, "hand over to Dara" in form) == (True, False, False)
    assert (
        "Both are offered a change." in browser.post(where, {"mentor": str(others[0].pk)}, follow=True).content.decode()
    )
    assert Notice.objects.filter(kind="growth.change").count() == 2
    assert "Would a change help you two?" in signed_in_client(two[1]).get("/news").content.decode()
    assert Mentorship.objects.get(state=State.PROPOSED).rank == 0
    assert "Give them a little time." in browser.post(where, {"mentor": ""}).content.decode()
    with viewing.as_member(kim), pytest.raises(rules.AskedLately):
        actions.offer_change(health=Health.objects.get(), by=kim)


def test_without_a_programme_or_with_several_there_is_nobody_to_hand_over_to(kim, programme):
    mentorship, _two = pair(kim, programme, 40)
    found = health(mentorship)
    found.mentorship.programme = None
    with viewing.as_member(kim):
        assert queries.successors(found, kim) == []


def test_the_board_is_for_coordinators_and_a_block_takes_the_pair_away(kim, programme):
    mentorship, two = pair(kim, programme, 40)
    tasks.reckon(0)
    where = f"/programmes/{programme.pk}/health"
    assert signed_in_client(two[0]).get(where).status_code == 404
    with viewing.as_member(two[0]):
        assert (Health.objects.visible_to(two[0]).count(), Pulse.objects.count()) == (0, 0)
    communities.block(two[0], kim)
    assert "Ash" not in signed_in_client(kim).get(where).content.decode()
    assert signed_in_client(kim).post(f"{where}/{mentorship.pk}/question").status_code == 404


def test_one_mentoring_costs_as_many_queries_as_three(kim, programme):
    browser = signed_in_client(kim)

    def cost():
        tasks.reckon(0)
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/programmes/{programme.pk}/health")
        return len(queries)

    pair(kim, programme, 40)
    one = cost()
    pair(kim, programme, 20, ("Robin", "Sam"))
    pair(kim, programme, 1, ("Alex", "Toni"))
    assert cost() == one


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, None), (9, 30, None), (21, 30, None), (0, 40, None), (10, 20, 50), (13, 40, 30), (14, 40, 40)],
)
def test_a_figure_is_coarse_and_silent_about_few(part, whole, told):
    assert figures.share(part, whole) == told
