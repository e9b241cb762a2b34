"""Ten people say yes at the same moment to the one place of a mentor: one gets in. Without the lock all ten would."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from querbeet.communities.tests import factories as communities
from querbeet.core import viewing
from querbeet.mentorships.actions import answers, places
from querbeet.mentorships.enums import Reply, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import HELD, Mentorship
from querbeet.mentorships.rules import places as rules
from querbeet.mentorships.tests import factories as make
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.tests import factories as programmes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
TEN = 10


def ten_offers(programme=None):
    """Ten mentees whom the same mentor has said yes to already."""
    here = programme.community if programme else communities.community()
    mentor = communities.member("Dara", community=here)
    mentees = [communities.member(f"Mentee {number}", community=here) for number in range(TEN)]
    if programme:
        programmes.enrolled(programme, Side.MENTOR, mentor, capacity=1)
        for mentee in mentees:
            programmes.enrolled(programme, Side.MENTEE, mentee)
    else:
        make.open_place(mentor, places=1)
    offers = [make.mentorship("offered", mentee, mentor, programme=programme) for mentee in mentees]
    Answer.objects.filter(member=mentor).update(reply=Reply.YES)
    return list(zip(mentees, offers, strict=True))


def all_say_yes(offers):
    """At the same moment, each in a connection of their own; the states that they got to."""
    start = Barrier(TEN)

    def say_yes(mentee, offer):
        start.wait(timeout=60)
        try:
            with viewing.as_member(mentee):
                return answers.answer(mentorship=offer, member=mentee, reply=Reply.YES).state
        except rules.NoRoom:
            return "no room"
        except answers.rules.NoLongerOpen:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(TEN) as pool:
        return list(pool.map(lambda pair: say_yes(*pair), offers))


def in_it():
    return Mentorship.objects.filter(state__in=HELD).count()


def test_of_ten_who_say_yes_to_one_open_place_one_gets_in():
    said = all_say_yes(ten_offers())
    assert (said.count(State.EXPLORING), in_it()) == (1, 1)
    assert Mentorship.objects.filter(state=State.LAPSED).count() == TEN - 1


def test_of_ten_who_say_yes_to_one_place_in_a_programme_one_gets_in():
    said = all_say_yes(ten_offers(programmes.programme()))
    assert (said.count(State.EXPLORING), in_it()) == (1, 1)
    assert Participant.objects.get(side=Side.MENTOR).taken == 1
    assert sum(Participant.objects.filter(side=Side.MENTEE).values_list("taken", flat=True)) == 1


def test_the_control_without_the_lock_all_ten_get_in(monkeypatch):
    counted = Barrier(TEN)
    check = rules.check_take

    def wait_for_all(room):
        check(room)
        if room <= 1:  # the mentor's one place, not the mentee's own
            counted.wait(timeout=60)

    monkeypatch.setattr(places, "lock", lambda members: None)
    monkeypatch.setattr(answers, "_withdraw_others", lambda *who: None)
    monkeypatch.setattr(rules, "check_take", wait_for_all)
    all_say_yes(ten_offers())
    assert in_it() == TEN
