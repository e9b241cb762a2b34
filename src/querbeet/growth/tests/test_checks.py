"""Check-ins: asked in time, answered alone, read by nobody else."""

from datetime import timedelta

import pytest
from django.db import connection

from querbeet.communities.tests import factories as communities
from querbeet.communities.tests.factories import signed_in_client
from querbeet.core import clock, viewing
from querbeet.growth import tasks
from querbeet.growth.actions import checks
from querbeet.growth.enums import CheckEvent, CheckState
from querbeet.growth.models.checks import CheckIn, Pulse
from querbeet.growth.rules import checks as rules
from querbeet.mentorships.enums import State
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.tests import factories as mentorships
from querbeet.notices.models import Notice

pytestmark = pytest.mark.django_db
WELL = {"spoke": "yes", "between": "good", "helps": "yes", "next": "go_on"}
STUCK = {**WELL, "between": "stuck"}
UNSAFE = {"spoke": "", "between": "unsafe", "helps": "", "next": ""}


def ago(days):
    return clock.now() - timedelta(days=days)


@pytest.fixture
def two():
    return mentorships.pair()


@pytest.fixture
def mentorship(two):
    return mentorships.mentorship("active", *two, began_at=ago(7.1))


@pytest.fixture
def asked(mentorship, two):
    """Both are asked on day seven."""
    tasks.go_on(0)
    return [CheckIn.objects.get(member=one) for one in two]


def answer(check, answers):
    with viewing.as_member(check.member):
        return checks.answer(check=check, member=check.member, answers=answers)


def states():
    return set(CheckIn.objects.values_list("day", "state"))


def test_everybody_is_asked_on_day_seven_and_told_once(asked, two):
    assert states() == {(7, CheckState.OPEN)}
    tasks.go_on(0)
    assert set(Notice.objects.values_list("member", "kind")) == {(one.pk, "growth.check") for one in two}


def test_before_its_day_nobody_is_asked(two):
    mentorships.mentorship("active", *two, began_at=ago(6))
    tasks.go_on(0)
    assert states() == {(7, CheckState.PLANNED)}
    with viewing.as_member(two[0]):
        assert signed_in_client(two[0]).get(f"/check-ins/{CheckIn.objects.first().pk}").status_code == 404


@pytest.mark.parametrize(("last", "following"), [(0, 7), (7, 30), (30, 90), (90, 150), (150, 210)])
def test_day_seven_thirty_then_every_sixty(last, following):
    assert rules.day_after(last) == following


def test_what_nobody_could_answer_any_more_is_left_out():
    assert rules.next_day(0, ago(100), clock.now()) == 150


def test_silence_is_nudged_once_and_then_let_go(asked):
    CheckIn.objects.update(due_at=ago(3.1))
    tasks.go_on(0)
    assert states() == {(7, CheckState.NUDGED)}
    assert Notice.objects.filter(kind="growth.check_again").count() == 2
    CheckIn.objects.update(ends_at=ago(0))
    tasks.go_on(0)
    assert states() == {(7, CheckState.LAPSED), (30, CheckState.PLANNED)}


def test_a_mentoring_that_rests_asks_nobody(asked):
    Mentorship.objects.update(state=State.ON_HOLD)
    tasks.go_on(0)
    assert states() == {(7, CheckState.LAPSED)}


def test_answers_are_sealed_and_read_by_their_owner_alone(asked, two):
    answer(asked[0], STUCK)
    kim = communities.coordinator(community=two[0].community)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM growth_checkin WHERE id = %s", [asked[0].pk])
        assert b"stuck" not in bytes(cursor.fetchone()[0])
    for reader, seen in ((two[0], 1), (two[1], 0), (kim, 0)):
        with viewing.as_member(reader):
            assert CheckIn.objects.filter(member=two[0]).count() == seen
            assert CheckIn.objects.visible_to(reader).filter(member=two[0]).count() == seen


def pulse_for(coordinator):
    with viewing.as_member(coordinator):
        return list(Pulse.objects.visible_to(coordinator).values_list("low", flat=True))


def test_coordinators_learn_whether_a_hand_could_help_when_the_time_is_over_and_from_nobody_alone(asked, two):
    kim = communities.coordinator(community=two[0].community)
    answer(asked[0], STUCK)
    answer(asked[1], WELL)
    with viewing.as_member(kim):
        assert Pulse.objects.count() == 0
    Pulse.objects.update(shown_at=ago(1))
    assert pulse_for(kim) == [True]
    assert {field.name for field in Pulse._meta.fields} == {"id", "created_at", "mentorship", "day", "low", "shown_at"}


def test_members_read_no_pulse(asked, two):
    answer(asked[0], STUCK)
    Pulse.objects.update(shown_at=ago(1))
    with viewing.as_member(two[1]):
        assert (Pulse.objects.count(), Pulse.objects.visible_to(two[1]).count()) == (0, 0)


def test_not_feeling_safe_reaches_nobody_and_freezes_nothing(asked, mentorship):
    before = Notice.objects.count()
    answer(asked[0], UNSAFE)
    assert list(Pulse.objects.values_list("low", flat=True)) == [False]
    mentorship.refresh_from_db()
    assert (mentorship.state, Notice.objects.count()) == (State.ACTIVE, before)


@pytest.mark.parametrize("what", [{"spoke": "no"}, {"between": "stuck"}, {"helps": "not_yet"}])
def test_what_makes_a_pulse_low(what):
    assert rules.low({**WELL, **what})
    assert not rules.low(WELL)


def test_nobody_answers_for_another_or_twice(asked, two):
    with pytest.raises(rules.NotOpen), viewing.as_member(two[0]):
        checks.answer(check=asked[0], member=two[1], answers=WELL)
    answer(asked[0], WELL)
    with pytest.raises(rules.NotOpen):
        answer(asked[0], STUCK)


def test_the_page_asks_four_questions_and_shows_ones_own_answers(asked, two):
    browser = signed_in_client(two[0])
    where = f"/check-ins/{asked[0].pk}"
    assert "Dara" in browser.get("/check-ins").content.decode()
    assert browser.get(where).content.decode().count('type="radio"') == 3 + 4 + 3 + 4
    page = browser.post(where, WELL, follow=True).content.decode()
    assert "Nobody else reads your answers." in page
    page = browser.get(where).content.decode()
    assert "Only you can read this." in page
    assert "Go on like this" in page
    assert "Nothing was changed." in browser.post(where, WELL, follow=True).content.decode()
    assert browser.get(f"{where}/help").status_code == 404
    assert signed_in_client(two[1]).get(where).status_code == 404


def test_whoever_does_not_feel_safe_finds_ways_to_help(asked, two):
    browser = signed_in_client(two[0])
    page = browser.post(f"/check-ins/{asked[0].pk}", UNSAFE, follow=True).content.decode()
    assert "Thank you for saying so" in page
    for way in ("Ask for help", "Rest, or end it", "Block Dara"):
        assert way in page
    assert "Thank you for saying so" not in signed_in_client(two[1]).get("/check-ins").content.decode()


def test_an_empty_list_says_what_will_be_here(two):
    assert "Nothing is asked now" in signed_in_client(two[0]).get("/check-ins").content.decode()


@pytest.mark.parametrize("state", CheckState)
@pytest.mark.parametrize("event", CheckEvent)
def test_every_cell_of_the_lifecycle(state, event):
    if (state, event) in rules.CHECK.cells:
        assert rules.after(state, event) == rules.CHECK.cells[state, event]
    else:
        with pytest.raises(rules.NotOpen):
            rules.after(state, event)
