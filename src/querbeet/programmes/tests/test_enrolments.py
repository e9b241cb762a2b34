"""Enrolments on their way: who may move what, and that dates come from the moves alone."""

import random
from datetime import timedelta

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.core import clock, viewing
from querbeet.notices import queries as notices
from querbeet.programmes.actions import enrolments, places, review
from querbeet.programmes.enums import EnrolmentEvent as Event
from querbeet.programmes.enums import EnrolmentState as State
from querbeet.programmes.enums import Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules.enrolment import ENROLMENT, NotYet, TurnedDown
from querbeet.programmes.rules.vetting import NotChecked
from querbeet.programmes.tests import factories

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=900)


@pytest.fixture
def kim():
    return communities.coordinator("Kim")


@pytest.fixture
def programme(kim):
    return factories.programme(by=kim)


@pytest.fixture
def mika(kim):
    return communities.member("Mika", community=kim.community)


def settings(programme, **fields):
    Programme.objects.filter(pk=programme.pk).update(**fields)
    programme.refresh_from_db()


def sign_up(programme, member, side=Side.MENTEE):
    with viewing.as_member(member):
        return enrolments.enrol(programme=programme, member=member, side=side, answers={"grade": "One"})


def do(verb, row, by, **more):
    with viewing.as_member(by):
        return verb(enrolment=row, by=by, **more)


@pytest.mark.parametrize(
    ("screening", "training", "state"),
    [
        (False, False, State.POOL),
        (False, True, State.TRAINING),
        (True, False, State.SUBMITTED),
        (True, True, State.SUBMITTED),
    ],
)
def test_whoever_signs_up_gets_as_far_as_the_programme_lets_them(programme, mika, screening, training, state):
    settings(programme, screening=screening, training=training)
    assert sign_up(programme, mika).state == state


def test_the_whole_way(programme, kim, mika):
    settings(programme, screening=True, training=True)
    row = sign_up(programme, mika)
    do(enrolments.ask_info, row, kim, asked="Which days?")
    row = do(enrolments.answer_info, row, mika, said="Mondays")
    assert (row.state, row.asked, row.said) == (State.SUBMITTED, "Which days?", "Mondays")
    do(enrolments.screen, row, kim)
    with pytest.raises(NotYet, match="First comes the training"):
        do(enrolments.admit, row, kim)
    do(enrolments.train, row, kim)
    do(enrolments.prepare, row, mika)
    assert do(enrolments.admit, row, kim).state == State.POOL


def test_somebody_can_be_mentee_and_mentor_at_once(programme, mika):
    assert {sign_up(programme, mika, side).side for side in Side} == set(Side)


def test_changing_answers_moves_nothing(programme, mika):
    row = sign_up(programme, mika)
    Participant.objects.update(since=clock.now() - LONG_AGO)
    again = sign_up(programme, mika)
    assert again.pk == row.pk
    assert clock.now() - again.since > LONG_AGO - timedelta(days=1)


def test_whoever_steps_out_leaves_no_answer_and_may_come_back(programme, mika):
    row = sign_up(programme, mika)
    do(enrolments.leave, row, mika)
    row.refresh_from_db()
    assert (row.state, row.answers) == (State.LEFT, {})
    assert sign_up(programme, mika).pk != row.pk


def test_a_hold_is_not_lifted_by_stepping_out_and_signing_up_again(programme, kim, mika):
    row = sign_up(programme, mika)
    do(enrolments.suspend, row, kim)
    do(enrolments.leave, row, mika)
    with pytest.raises(TurnedDown):
        sign_up(programme, mika)


def test_a_lifted_hold_goes_on_as_far_as_people_get_by_themselves(programme, kim, mika):
    row = sign_up(programme, mika)
    do(enrolments.suspend, row, kim)
    assert do(enrolments.reinstate, row, kim).state == State.POOL


def test_whoever_comes_into_the_pool_without_a_free_place_is_full(programme, kim, mika):
    row = sign_up(programme, mika)
    with viewing.as_member(kim):
        places.fill(programme=programme, member=mika, side=Side.MENTEE, by=kim)
    do(enrolments.suspend, row, kim)
    assert do(enrolments.reinstate, row, kim).state == State.FULL


def test_after_a_break_in_which_a_check_ran_out_something_is_to_be_checked(programme, mika):
    row = sign_up(programme, mika)
    do(enrolments.pause, row, mika)
    Participant.objects.update(vetted_until=clock.now().date() - timedelta(days=1))
    assert do(enrolments.resume, row, mika).state == State.RENEWAL


def test_nobody_without_an_account_is_asked_here(programme, kim):
    row = factories.candidate(programme, Side.MENTEE, "Ash")
    Participant.objects.update(state=State.SUBMITTED)
    with pytest.raises(enrolments.NoAccount):
        do(enrolments.ask_info, row, kim, asked="?")


def told(member):
    with viewing.as_member(member):
        return [one.line.text for one in notices.lines(member, notices.inbox(member))]


def test_both_sides_hear_of_what_the_other_did_and_never_of_their_own_doing(programme, kim, mika):
    settings(programme, screening=True)
    row = sign_up(programme, mika)
    assert told(mika) == []
    assert told(kim) == ["In “Spring” somebody waits for you."]
    do(enrolments.ask_info, row, kim, asked="Which days?")
    assert told(mika) == ["There is a question about your place in “Spring”."]
    assert told(kim) == []
    do(enrolments.answer_info, row, mika, said="Mondays")
    assert told(kim) == ["In “Spring” somebody waits for you."]
    do(enrolments.decline, row, kim)
    assert told(mika) == ["There was no place in “Spring” this time."]


def test_many_are_decided_at_once_and_each_is_told_apart(programme, kim, mika):
    settings(programme, screening=True)
    rows = [sign_up(programme, one) for one in (mika, communities.member(community=kim.community))]
    do(enrolments.suspend, rows[1], kim)
    with viewing.as_member(kim):
        outcomes = review.decide(enrolments=rows, decision=Event.ADMIT, by=kim)
    assert [(one.done, bool(one.refusal)) for one in outcomes] == [(True, False), (False, True)]
    assert [row.state for row in Participant.objects.order_by("created_at")] == [State.POOL, State.SUSPENDED]


def test_whoever_blocked_the_coordinator_is_not_there_to_be_decided_about(programme, kim, mika):
    row = sign_up(programme, mika)
    communities.block(mika, kim)
    with viewing.as_member(kim):
        assert not Participant.objects.visible_to(kim).exists()
        with pytest.raises(Participant.DoesNotExist):
            enrolments.suspend(enrolment=row, by=kim)


# Every state is reached and left by verbs alone

MOVES = {
    Event.ASK: lambda row, kim, mika: do(enrolments.ask_info, row, kim, asked="?"),
    Event.ANSWER: lambda row, kim, mika: do(enrolments.answer_info, row, mika, said="!"),
    Event.SCREEN: lambda row, kim, mika: do(enrolments.screen, row, kim),
    Event.TRAIN: lambda row, kim, mika: do(enrolments.train, row, kim),
    Event.PREPARE: lambda row, kim, mika: do(enrolments.prepare, row, mika),
    Event.ADMIT: lambda row, kim, mika: do(enrolments.admit, row, kim),
    Event.PAUSE: lambda row, kim, mika: do(enrolments.pause, row, mika),
    Event.RESUME: lambda row, kim, mika: do(enrolments.resume, row, mika),
    Event.RENEW: lambda row, kim, mika: do(enrolments.renew, row, kim),
    Event.SUSPEND: lambda row, kim, mika: do(enrolments.suspend, row, kim),
    Event.REINSTATE: lambda row, kim, mika: do(enrolments.reinstate, row, kim),
}


@pytest.mark.parametrize("seed", range(4))
def test_a_random_walk_moves_only_as_the_table_says_and_dates_every_move(programme, kim, mika, seed):
    settings(programme, screening=True)
    row, chance, seen = sign_up(programme, mika), random.Random(seed), set()
    for _step in range(25):
        row.refresh_from_db()
        before = row.state
        Participant.objects.update(since=clock.now() - LONG_AGO)
        possible = [event for event in MOVES if ENROLMENT.can(before, event)]
        event = chance.choice(possible if possible and chance.random() < 0.7 else list(MOVES))
        try:
            MOVES[event](row, kim, mika)
        except (NotYet, NotChecked):
            row.refresh_from_db()
            assert row.state == before
            assert clock.now() - row.since > LONG_AGO - timedelta(days=1)
            continue
        row.refresh_from_db()
        assert row.state == ENROLMENT.after(before, event)
        assert clock.now() - row.since < timedelta(days=1)
        seen.add(row.state)
    assert len(seen) > 3
