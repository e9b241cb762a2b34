"""What time does to programmes and enrolments."""

from datetime import timedelta

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.notices import queries as notices
from querbeet.programmes.actions import clocks
from querbeet.programmes.enums import EnrolmentState as S
from querbeet.programmes.enums import Side, State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return factories.programme(by=kim)


@pytest.fixture
def mika(kim):
    return communities.member("Mika", community=kim.community)


def strike(verb):
    with viewing.for_purpose("clock"):
        return verb()


def told(member):
    with viewing.as_member(member):
        return [one.line.text for one in notices.lines(member, notices.inbox(member))]


def ago(**days):
    return clock.now() - timedelta(**days)


@pytest.mark.parametrize(
    ("state", "field", "rolling", "after"),
    [
        (State.RECRUITING, "signup_until", False, State.MATCHING),
        (State.RECRUITING, "signup_until", True, State.RECRUITING),
        (State.RUNNING, "ends_on", False, State.CLOSING),
        (State.RUNNING, "ends_on", True, State.CLOSING),
    ],
)
def test_a_programme_moves_on_the_day_after_its_day(programme, kim, state, field, rolling, after):
    today = clock.now().date()
    Programme.objects.update(state=state, rolling=rolling, starts_on=None, **{field: today})
    assert strike(clocks.turn_seasons) == 0
    Programme.objects.update(**{field: today - timedelta(days=1)})
    assert strike(clocks.turn_seasons) == (after != state)
    programme.refresh_from_db()
    assert programme.state == after
    assert len(told(kim)) == (after != state)


def test_a_check_that_ran_out_tells_both_and_names_no_cause(programme, kim, mika):
    row = factories.enrolled(programme, Side.MENTOR, mika)
    Participant.objects.update(vetted_until=clock.now().date())
    assert strike(clocks.expire_checks) == 0
    Participant.objects.update(vetted_until=ago(days=1).date())
    assert strike(clocks.expire_checks) == 1
    row.refresh_from_db()
    assert row.state == S.RENEWAL
    assert told(mika) == ["Something in “Spring” has to be looked at again before it goes on."]
    assert told(kim) == ["In “Spring” somebody waits for you."]


def test_a_question_without_an_answer_lapses_after_a_month(programme, mika):
    row = factories.enrolled(programme, Side.MENTOR, mika, state=S.INFO)
    Participant.objects.update(since=ago(days=29))
    assert strike(clocks.lapse_questions) == 0
    Participant.objects.update(since=ago(days=31))
    assert strike(clocks.lapse_questions) == 1
    row.refresh_from_db()
    assert row.state == S.LEFT


def test_whoever_is_in_a_closed_programme_has_finished(programme, kim, mika):
    factories.enrolled(programme, Side.MENTOR, mika)
    factories.candidate(programme, Side.MENTEE, "Ash")
    assert strike(clocks.finish) == 0
    Programme.objects.update(state=State.CLOSED)
    assert strike(clocks.finish) == 2
    assert told(mika) == ["“Spring” has come to its end. Thank you for being part of it."]


def test_whoever_has_to_act_next_is_reminded_and_again_at_the_interval(programme, kim, mika):
    factories.enrolled(programme, Side.MENTOR, mika, state=S.PAUSED)
    factories.enrolled(programme, Side.MENTEE, mika, state=S.SUBMITTED)
    assert strike(clocks.remind) == 0
    Participant.objects.update(since=ago(days=40))
    assert strike(clocks.remind) == 2
    assert told(mika) == ["You are on a break in “Spring”. Come back whenever you like, or step out."]
    assert told(kim) == ["In “Spring” somebody waits for you."]
    assert strike(clocks.remind) == 0
    Participant.objects.update(reminded_at=ago(days=31))
    assert strike(clocks.remind) == 2


def test_coordinators_are_reminded_of_programmes_and_of_whom_nobody_was_found_for(programme, kim, mika):
    factories.enrolled(programme, Side.MENTOR, mika)
    Participant.objects.update(since=ago(days=31))
    Programme.objects.update(since=ago(days=31))
    assert strike(clocks.remind) == 2
    assert told(kim) == ["“Spring” is open for sign-up. Look whether it is time for the next step."]
    assert told(mika) == []


def test_nobody_is_told_of_an_imported_person_who_waits_for_nothing(programme, kim):
    factories.candidate(programme, Side.MENTEE, "Ash")
    Participant.objects.update(state=S.TRAINING, since=ago(days=31))
    assert strike(clocks.remind) == 1
    assert told(kim) == []


def test_a_clock_sees_coordinators_and_nobody_else(kim, mika):
    from querbeet.communities.models.member import Member

    with viewing.for_purpose("clock"):
        assert [member.pk for member in Member.objects.all()] == [kim.pk]
    with viewing.as_member(mika):
        viewing.change(purpose="clock", community="")
        assert [member.pk for member in Member.objects.all()] == [mika.pk]
