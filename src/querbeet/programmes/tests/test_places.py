"""Places: taken and given back with the row held, whoever of the two acts."""

import threading

import pytest
from django.db import connection

from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.programmes.actions import enrolments, places
from querbeet.programmes.enums import EnrolmentState, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.rules.enrolment import NoPlace
from querbeet.programmes.tests import factories


def pair(capacity=None):
    programme = factories.programme()
    mentor, mentee = (communities.member(community=programme.community) for _ in range(2))
    factories.enrolled(programme, Side.MENTOR, mentor, capacity=capacity)
    return programme, mentor, mentee


def take(programme, mentor, by):
    with viewing.as_member(by):
        places.fill(programme=programme, member=mentor, side=Side.MENTOR, by=by)


def give_back(programme, mentor, by):
    with viewing.as_member(by):
        places.free(programme=programme, member=mentor, side=Side.MENTOR, by=by)


@pytest.mark.django_db
def test_the_other_of_the_two_takes_places_until_none_is_left():
    programme, mentor, mentee = pair()
    take(programme, mentor, by=mentee)
    row = Participant.objects.get(member=mentor)
    assert (row.state, row.taken) == (EnrolmentState.POOL, 1)
    take(programme, mentor, by=mentee)
    row.refresh_from_db()
    assert (row.state, row.taken) == (EnrolmentState.FULL, 2)
    with pytest.raises(NoPlace):
        take(programme, mentor, by=mentee)
    give_back(programme, mentor, by=mentee)
    row.refresh_from_db()
    assert (row.state, row.taken) == (EnrolmentState.POOL, 1)


@pytest.mark.django_db
def test_the_purpose_ends_with_the_verb():
    programme, mentor, mentee = pair()
    with viewing.as_member(mentee):
        places.fill(programme=programme, member=mentor, side=Side.MENTOR, by=mentee)
        assert viewing.current().purpose == ""
        assert not Participant.objects.exists()
        with pytest.raises(NoPlace):
            places.fill(programme=programme, member=mentee, side=Side.MENTOR, by=mentee)
        assert viewing.current().purpose == ""


@pytest.mark.django_db
def test_another_community_cannot_reach_a_place():
    programme, mentor, _mentee = pair()
    stranger = communities.member()
    with pytest.raises(NoPlace):
        take(programme, mentor, by=stranger)


@pytest.mark.django_db
def test_a_place_of_somebody_on_a_break_is_not_taken_and_comes_back_full():
    programme, mentor, mentee = pair(capacity=1)
    take(programme, mentor, by=mentee)
    row = Participant.objects.get(member=mentor)
    with viewing.as_member(mentor):
        enrolments.pause(enrolment=row, by=mentor)
        assert enrolments.resume(enrolment=row, by=mentor).state == EnrolmentState.FULL
        enrolments.pause(enrolment=row, by=mentor)
    with pytest.raises(NoPlace):
        take(programme, mentor, by=mentee)
    give_back(programme, mentor, by=mentee)
    with viewing.as_member(mentor):
        assert enrolments.resume(enrolment=row, by=mentor).state == EnrolmentState.POOL


@pytest.mark.django_db
def test_giving_back_what_was_never_taken_changes_nothing():
    programme, mentor, mentee = pair()
    give_back(programme, mentor, by=mentee)
    give_back(programme, mentee, by=mentee)
    assert Participant.objects.get().taken == 0


@pytest.mark.django_db
def test_a_job_that_belongs_to_nobody_gives_places_back():
    programme, mentor, mentee = pair(capacity=1)
    take(programme, mentor, by=mentee)
    with viewing.for_purpose("clock"):
        places.free(programme=programme, member=mentor, side=Side.MENTOR, by=None)
    assert Participant.objects.get().state == EnrolmentState.POOL


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_want_the_last_place_at_once_one_gets_it():
    programme, mentor, _mentee = pair(capacity=1)
    askers = [communities.member(community=programme.community) for _ in range(10)]
    got, gate = [], threading.Barrier(10)

    def ask(asker):
        gate.wait()
        try:
            take(programme, mentor, by=asker)
            got.append(asker)
        except NoPlace:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(asker,)) for asker in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Participant.objects.get(member=mentor)
    assert (len(got), row.taken, row.state) == (1, 1, EnrolmentState.FULL)
