"""Conversations: who takes part, who may write, and what a block or a goodbye leaves behind."""

import pytest

from querbeet.communities.tests import factories as communities
from querbeet.conversations import actions, queries, rules
from querbeet.conversations.models import Message, Thread
from querbeet.core import clock, viewing

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    here = communities.community()
    return tuple(communities.member(name, community=here) for name in ("Ash", "Dara", "Mika"))


@pytest.fixture
def pair(three):
    with viewing.as_member(three[0]):
        return actions.open_thread(members=three[:2])


def write(thread, by, text="Hello"):
    with viewing.as_member(by):
        return actions.write(thread=thread, by=by, text=text)


def said(thread, member):
    with viewing.as_member(member):
        page = queries.read(thread, member, 1, clock.now())
        return [(str(one.card), one.message.body) for one in page.said]


def test_the_same_people_have_one_conversation(three, pair):
    with viewing.as_member(three[1]):
        assert actions.open_thread(members=[three[1], three[0]]) == pair
        assert actions.open_thread(members=three) != pair


def test_a_conversation_about_a_thing_is_made_once(three):
    with viewing.as_member(three[0]):
        made = actions.open_thread(members=three[:2], about=three[2])
        assert actions.open_thread(members=three[:2], about=three[2]) == made
        assert actions.open_thread(members=three[:2]) != made


def test_two_write_to_each_other_and_nobody_else_reads(three, pair):
    ash, dara, mika = three
    write(pair, ash)
    write(pair, dara, "Hello Ash")
    assert said(pair, dara) == [("Ash", "Hello"), ("Dara", "Hello Ash")]
    with viewing.as_member(mika):
        assert (Thread.objects.count(), Message.objects.count()) == (0, 0)
        assert not Thread.objects.visible_to(mika).exists()
    with pytest.raises(rules.Over):
        write(pair, mika)
