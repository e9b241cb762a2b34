"""The bounds of a member: told once a request, and told anew as soon as a block or a tie changes."""

import pytest
from django.db import transaction

from querbeet.communities.actions import blocks
from querbeet.communities.enums import TieKind
from querbeet.communities.models import bounds
from querbeet.communities.models.bounds import Block, Tie
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.core import clock, viewing

pytestmark = pytest.mark.django_db
NOBODY: frozenset = frozenset()


@pytest.fixture
def two():
    here = make.community()
    return make.member("Ash", community=here), make.member("Birke", community=here)


def sees(member, other) -> bool:
    return Member.objects.visible_to(member).filter(pk=other.pk).exists()


def test_they_hold_blocks_either_way_and_current_ties_of_each_kind(two):
    ash, birke = two
    more = [make.member(f"M{n}", community=ash.community) for n in range(4)]
    make.block(ash, more[0])
    make.block(more[1], ash)
    make.tie(more[2], ash)
    make.tie(ash, more[3], TieKind.CIRCLE)
    make.tie(ash, birke, ended_at=clock.now())
    with viewing.as_member(ash):
        assert bounds.of(ash) == bounds.Bounds(
            frozenset({more[0].pk, more[1].pk}), frozenset({more[2].pk}), frozenset({more[3].pk})
        )


def test_they_are_asked_once_however_often_they_are_needed(two, django_assert_num_queries):
    ash, _birke = two
    with viewing.as_member(ash), django_assert_num_queries(1):
        for _time in range(3):
            bounds.of(ash)


def test_a_block_is_seen_by_the_next_statement(two):
    ash, birke = two
    with viewing.as_member(ash):
        assert sees(ash, birke)
        block = blocks.block(member=birke, by=ash) or Block.objects.get(blocker=ash)
        assert not sees(ash, birke)
        blocks.unblock(block=block, by=ash)
        assert sees(ash, birke)


CHANGES = {
    "made": lambda ash, birke: make.tie(ash, birke),
    "made in bulk": lambda ash, birke: Tie.objects.bulk_create(
        [Tie(member=ash, other=birke, kind="match", source=ash.pk)]
    ),
}


@pytest.mark.parametrize("make_tie", CHANGES.values(), ids=CHANGES)
def test_a_tie_is_seen_by_the_next_statement(two, make_tie):
    ash, birke = two
    with viewing.as_member(ash):
        assert bounds.of(ash).matches == NOBODY
        make_tie(ash, birke)
        assert bounds.of(ash).matches == {birke.pk}
        Tie.objects.between(ash.pk, birke.pk).update(ended_at=clock.now())
        assert bounds.of(ash).matches == NOBODY


def test_what_one_viewer_is_told_is_not_what_the_next_one_knows(two):
    ash, birke = two
    make.block(ash, birke)
    with viewing.as_member(ash):
        assert bounds.of(birke).apart == {ash.pk}  # one's own block is seen from both sides
        with viewing.as_member(birke):
            assert bounds.of(birke).apart == {ash.pk}
        assert bounds.of(ash).apart == {birke.pk}


def test_nothing_is_remembered_after_the_context(two):
    ash, birke = two
    with viewing.as_member(ash):
        assert sees(ash, birke)
    make.block(birke, ash)
    with viewing.as_member(ash):
        assert not sees(ash, birke)


def test_a_purpose_that_fails_leaves_nothing_behind(two):
    ash, _birke = two
    with viewing.as_member(ash):
        viewing.once("colour", lambda: "green")
        with pytest.raises(ZeroDivisionError), viewing.purpose("seats"):
            viewing.once("colour", lambda: 1 / 0)
        assert viewing.once("colour", lambda: "red") == "red"
        with transaction.atomic(), viewing.purpose("seats"):
            assert viewing.once("colour", lambda: "blue") == "blue"
        assert viewing.once("colour", lambda: "black") == "red"
