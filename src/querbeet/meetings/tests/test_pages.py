"""Pages of meetings, as people use them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock
from querbeet.meetings.enums import State
from querbeet.meetings.models.meeting import Meeting, Place, Word
from querbeet.meetings.tests import factories as make
from querbeet.mentorships.tests import factories as mentorships

pytestmark = pytest.mark.django_db


def in_days(days):
    return clock.now() + timedelta(days=days)


@pytest.fixture
def two():
    ash, dara = mentorships.pair(time_zone="Europe/Berlin")
    for one in (ash, dara):
        make.usual_week(one)
    return ash, dara


@pytest.fixture
def mentorship(two):
    return mentorships.mentorship("active", *two)


@pytest.fixture
def browsers(two):
    return [signed_in_client(one) for one in two]


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_find_a_time_on_the_pages(mentorship, browsers):
    ash, dara = browsers
    assert "No meetings yet" in text(ash.get("/meetings"))
    page = text(ash.post(f"/mentoring/{mentorship.pk}/meetings", {"minutes": "60"}, follow=True))
    assert "Which times do you want to ask for?" in page
    meeting = Meeting.objects.get()
    first, second = meeting.slots.all()[:2]
    assert "No meetings yet" in text(dara.get("/meetings"))
    page = text(ash.post(f"/meetings/{meeting.pk}/times", {"slots": [first.pk, second.pk]}, follow=True))
    assert "You have asked." in page
    assert "You asked for these times" in page
    assert "Waits for your answer" in text(dara.get("/meetings"))
    page = text(dara.post(f"/meetings/{meeting.pk}/answer", {"slots": [second.pk]}, follow=True))
    assert "Into my calendar" in page
    assert "Agreed" in text(ash.get("/meetings"))


def test_a_form_that_was_not_right_keeps_what_was_typed(mentorship, browsers):
    ash, dara = browsers
    ash.post(f"/mentoring/{mentorship.pk}/meetings", {"minutes": "30"})
    meeting = Meeting.objects.get()
    page = text(ash.post(f"/meetings/{meeting.pk}/times", {"own_1": "2001-01-01T10:00"}))
    assert "between one and six times" in page
    assert "2001-01-01T10:00" in page
    assert text(ash.post(f"/meetings/{meeting.pk}/search", follow=True)).count('type="checkbox"') == 6
    ash.post(f"/meetings/{meeting.pk}/times", {"slots": [meeting.slots.all()[0].pk]})
    page = text(dara.post(f"/meetings/{meeting.pk}/answer", {}, follow=True))
    assert "Choose at least one time" in page
    page = text(dara.post(f"/meetings/{meeting.pk}/answer", {"none": "1"}, follow=True))
    assert "No time came about." in page


def test_what_is_over_is_refused_in_words(mentorship, browsers, two):
    meeting = make.meeting(mentorship, State.REQUESTED, slots=(in_days(2),))
    slot = meeting.slots.get()
    Meeting.objects.update(expires_at=in_days(-1))
    page = text(browsers[1].post(f"/meetings/{meeting.pk}/answer", {"slots": [slot.pk]}, follow=True))
    assert "These times are no longer open." in page
    assert "These times are no longer open." in text(browsers[0].post(f"/meetings/{meeting.pk}/search", follow=True))
    assert browsers[0].get(f"/meetings/{meeting.pk}/times").status_code == 404


def test_a_mentorship_that_rests_arranges_nothing(two, browsers):
    resting = mentorships.mentorship("on_hold", *two)
    assert "while your mentoring is under way" in text(browsers[0].get(f"/mentoring/{resting.pk}/meetings"))
    page = text(browsers[0].post(f"/mentoring/{resting.pk}/meetings", {"minutes": "60"}, follow=True))
    assert "Nothing was changed." in page


def test_a_place_is_told_on_its_page(mentorship, browsers):
    meeting = make.meeting(mentorship)
    where = f"/meetings/{meeting.pk}/place"
    assert "begins with https://" in text(browsers[0].post(where, {"link": "ftp://x"}))
    page = text(browsers[0].post(where, {"words": "Lime tree", "link": "https://video.example/a"}, follow=True))
    assert "Lime tree" in page
    page = text(browsers[1].get(f"/meetings/{meeting.pk}"))
    assert 'href="https://video.example/a" rel="noreferrer noopener"' in page
    assert "Lime tree" in text(browsers[1].get(where))
    Meeting.objects.update(state=State.HELD)
    assert browsers[0].get(where).status_code == 404
    assert Place.objects.count() == 1


def test_another_time_is_asked_for_from_the_page(mentorship, browsers):
    meeting = make.meeting(mentorship)
    page = text(browsers[1].post(f"/meetings/{meeting.pk}/search", follow=True))
    assert "You need not say why." in page
    page = text(browsers[1].post(f"/meetings/{meeting.pk}/times", {"slots": [meeting.slots.all()[0].pk]}, follow=True))
    assert "You asked for these times" in page
    assert "Which times suit you?" in text(browsers[0].get(f"/meetings/{meeting.pk}"))


def test_calling_off_asks_first_and_needs_no_reason(mentorship, browsers):
    meeting = make.meeting(mentorship)
    where = f"/meetings/{meeting.pk}/cancellation"
    assert "You need not say why" in text(browsers[0].get(where))
    assert "The meeting is called off." in text(browsers[0].post(where, follow=True))
    assert "It did not come to pass this time." in text(browsers[1].get(f"/meetings/{meeting.pk}"))
    Meeting.objects.update(state=State.HELD)
    assert "cannot be called off" in text(browsers[0].get(where))
    assert "cannot be called off any more" in text(browsers[0].post(where, follow=True))


def test_whether_it_took_place_is_said_alone(mentorship, browsers):
    meeting = make.meeting(mentorship, starts_at=in_days(-1))
    where = f"/meetings/{meeting.pk}/attendance"
    assert "Did you meet?" in text(browsers[0].get("/meetings"))
    before = text(browsers[1].get(f"/meetings/{meeting.pk}")).split("<main")[1].split("csrfmiddlewaretoken")[0]
    browsers[0].post(where, {"said": "not_met"})
    after = text(browsers[1].get(f"/meetings/{meeting.pk}")).split("<main")[1].split("csrfmiddlewaretoken")[0]
    assert before == after
    assert Word.objects.count() == 1
    assert 'aria-pressed="true"' in text(browsers[0].get(f"/meetings/{meeting.pk}"))
    assert browsers[0].post(where, {"said": "perhaps"}).status_code == 404
    browsers[1].post(where, {"said": "met"})
    assert "You met. Good." in text(browsers[0].get(f"/meetings/{meeting.pk}"))
    assert "It is not time" in text(browsers[0].post(where, {"said": "met"}, follow=True))


def test_strangers_coordinators_and_the_other_after_a_block_find_nothing(mentorship, browsers, two):
    meeting = make.meeting(mentorship)
    kim = communities.coordinator(community=two[0].community)
    paths = ["", "/times", "/place", "/cancellation", "/entry.ics"]
    assert {signed_in_client(kim).get(f"/meetings/{meeting.pk}{path}").status_code for path in paths} == {404}
    assert signed_in_client(kim).get(f"/mentoring/{mentorship.pk}/meetings").status_code == 404
    communities.block(*two)
    for browser in browsers:
        assert {browser.get(f"/meetings/{meeting.pk}{path}").status_code for path in paths} == {404}
        assert "No meetings yet" in text(browser.get("/meetings"))


def test_the_page_of_a_draft_is_its_times(mentorship, browsers):
    meeting = make.meeting(mentorship, State.DRAFT, slots=(in_days(2),))
    assert browsers[0].get(f"/meetings/{meeting.pk}")["Location"] == f"/meetings/{meeting.pk}/times"
    assert browsers[1].get(f"/meetings/{meeting.pk}").status_code == 404


def test_one_meeting_costs_as_many_queries_as_three(mentorship, browsers):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browsers[0].get("/meetings")
        return len(queries)

    make.meeting(mentorship)
    one = cost()
    for days in (3, 4):
        make.meeting(mentorship, starts_at=in_days(days))
    make.meeting(mentorship, State.REQUESTED, asked_by=mentorship.partners.last().member, slots=(in_days(5),))
    assert cost() == one


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_page(mentorship, browsers, state):
    meeting = make.meeting(mentorship, state, slots=(in_days(2),))
    assert text(browsers[0].get(f"/meetings/{meeting.pk}", follow=True))
    assert text(browsers[0].get(f"/mentoring/{mentorship.pk}/meetings"))


def test_news_of_meetings_reads_well_and_goes_with_them(mentorship, browsers, two):
    meeting = make.meeting(mentorship)
    browsers[0].post(f"/meetings/{meeting.pk}/search")
    browsers[0].post(f"/meetings/{meeting.pk}/times", {"slots": [meeting.slots.all()[0].pk]})
    assert "Ash asks for another time to meet." in text(browsers[1].get("/news"))
    communities.block(*two)
    assert "asks for another time" not in text(browsers[1].get("/news"))
