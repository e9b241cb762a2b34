"""Several at the same moment: the last place, the same words twice, two answers. One wins, or both count.

The single use of an invitation is raced in communities/tests/test_joining.py. Everybody waits for the others at the
check, for a second at most: behind a lock nobody else can come there, and without it all do. So each control shows
what would happen, every time.
"""

import contextlib
import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from querbeet.communities.tests import factories as communities
from querbeet.conversations import actions as conversations
from querbeet.conversations.models import Message
from querbeet.core import viewing
from querbeet.core.errors import Refused
from querbeet.mentorships.actions import answers
from querbeet.mentorships.enums import Reply, State
from querbeet.mentorships.tests import factories as mentorships
from querbeet.programmes.actions import places
from querbeet.programmes.enums import Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.rules.enrolment import NoPlace
from querbeet.programmes.tests import factories as programmes
from querbeet.safety import actions as safety
from querbeet.safety.models import Report

pytestmark = pytest.mark.django_db(transaction=True)
PARALLEL = 4


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment, each over a connection of its own; what each got, or its refusal."""
    gate, got = threading.Barrier(len(acts)), []

    def one(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            got.append(act())
        except Refused as refusal:
            got.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


@pytest.fixture
def meet(monkeypatch):
    """Let everybody who comes to a function wait there for the others."""

    def at(module, name: str, parties: int) -> None:
        barrier, real = threading.Barrier(parties), getattr(module, name)

        def slowly(*args, **kwargs):
            with contextlib.suppress(threading.BrokenBarrierError):
                barrier.wait(timeout=1)
            return real(*args, **kwargs)

        monkeypatch.setattr(module, name, slowly)

    return at


@pytest.fixture(params=["locked", "unlocked"])
def locked(request, monkeypatch) -> bool:
    """Once as it is, and once as the control: no row is ever held."""
    if request.param == "unlocked":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *args, **kwargs: self.all())
        monkeypatch.setattr(answers.places, "lock", lambda members: None)
    return request.param == "locked"


def test_of_several_who_want_the_last_place_one_gets_it(locked, meet):
    programme = programmes.programme()
    here = programme.community
    mentor = communities.member(community=here)
    programmes.enrolled(programme, Side.MENTOR, mentor, capacity=1)
    askers = [communities.member(community=here) for _ in range(PARALLEL)]
    meet(places.rules, "check_take", PARALLEL)

    def take(asker) -> str:
        with viewing.as_member(asker):
            places.fill(programme=programme, member=mentor, side=Side.MENTOR, by=asker)
        return "in"

    got = at_once(*(lambda asker=asker: take(asker) for asker in askers))
    winners = got.count("in")
    if locked:
        assert (winners, Participant.objects.get(member=mentor).taken) == (1, 1)
        assert all(isinstance(one, NoPlace) and str(one) for one in got if one != "in")
    else:
        assert winners == PARALLEL


def test_the_same_call_for_help_sent_several_times_at_once_is_one_call(locked, meet):
    here = communities.community()
    asking = communities.member(community=here)
    communities.steward(community=here)
    meet(safety.rules, "check_open", PARALLEL)

    def call():
        with viewing.as_member(asking):
            return safety.report(by=asking, words="The same words.").pk

    got = at_once(*[call] * PARALLEL)
    assert len(set(got)) == Report.objects.count() == (1 if locked else PARALLEL)


def test_a_message_to_many_sent_several_times_at_once_is_one_message(locked, meet):
    """Without the lock the others are told of a fault, though the message went out."""
    kim = communities.coordinator("Kim")
    ash, once = communities.member("Ash", community=kim.community), uuid4()
    meet(conversations.rules, "check_reached", PARALLEL)

    def send():
        with viewing.as_member(kim), contextlib.suppress(IntegrityError):
            return conversations.circulate(by=kim, members=[ash], text="On Monday", once=once)

    got = at_once(*[send] * PARALLEL)
    assert Message.objects.count() == 1
    assert (got == [1] * PARALLEL) == locked


def test_a_message_whose_button_is_pressed_several_times_at_once_is_one_message(locked, meet):
    here = communities.community()
    by, to = communities.member(community=here), communities.member(community=here)
    with viewing.as_member(by):
        thread = conversations.open_thread(members=[by, to])
    meet(conversations.rules, "check_pace", PARALLEL)

    def write():
        with viewing.as_member(by):
            return conversations.write(thread=thread, by=by, text="The same words.").pk

    got = at_once(*[write] * PARALLEL)
    assert len(set(got)) == Message.objects.count() == (1 if locked else PARALLEL)


def test_two_yes_at_the_same_moment_are_a_match(locked, meet):
    """Without the lock each of the two sees the other still waiting, and nobody ever begins."""
    offered = mentorships.mentorship(State.OFFERED)
    people = [partner.member for partner in offered.partners.select_related("member")]
    meet(answers.rules, "all_yes", 2)

    def agree(member):
        with viewing.as_member(member):
            return answers.answer(mentorship=offered, member=member, reply=Reply.YES)

    got = at_once(*(lambda member=member: agree(member) for member in people))
    assert not [one for one in got if isinstance(one, Refused)]
    offered.refresh_from_db()
    assert (offered.state != State.OFFERED) == locked
