"""Capacities, wishes, conflicts, givers and refused arcs, each with the harm when the rule is absent."""

import pytest
from exchange_pools import givers, pool

from querbeet_engine import check_rings, rings


def solved(asked, ring=3, chain=4):
    found = rings(asked, max_ring=ring, max_chain=chain)
    assert check_rings(asked, found, max_ring=ring, max_chain=chain) == []
    return found


HUB = "0>1 1>0 0>2 2>0"


@pytest.mark.parametrize(("room", "served"), [(0, 0), (1, 2), (2, 3), (3, 3)])
def test_someone_with_room_for_two_is_in_two_rings(room, served):
    assert solved(pool(3, HUB, capacity=[room, 1, 1])).served == served


def test_one_wish_is_answered_once_however_much_room_there_is():
    one_wish = pool(3, HUB, capacity=[2, 1, 1], wish=[0, 1, 2, 1])
    assert solved(one_wish).served == 2
    assert solved(pool(3, HUB, capacity=[2, 1, 1], wish=[0, 1, 2, 3])).served == 3


def test_the_same_arc_is_used_once_even_between_people_with_room():
    arcs = "0>1 1>0 1>2 2>0"
    found = solved(pool(3, arcs, capacity=[2, 2, 1]))
    assert (found.served, sorted(len(c) for c in found.cycles)) == (3, [3])


def test_a_giver_with_room_starts_several_chains():
    arcs = "0>1 0>2 0>3"
    assert [solved(pool(4, arcs, gives_only=givers(4, 0), capacity=[k, 1, 1, 1])).served for k in (0, 1, 2, 3)] == [
        0,
        1,
        2,
        3,
    ]


def test_someone_served_twice_counts_once():
    twice = pool(3, HUB, capacity=[2, 1, 1])
    found = solved(twice)
    assert (len(found.cycles), found.served, found.fit) == (2, 3, 4)


def test_two_people_in_conflict_never_share_a_ring_though_they_do_not_teach_each_other():
    square = "0>1 1>2 2>3 3>0"
    assert solved(pool(4, square), ring=4).served == 4
    assert solved(pool(4, square, conflicts=[[0, 2]]), ring=4).served == 0


def test_two_people_in_conflict_never_share_a_chain():
    line = "0>1 1>2 2>3"
    assert solved(pool(4, line, gives_only=givers(4, 0))).served == 3
    assert solved(pool(4, line, gives_only=givers(4, 0), conflicts=[[1, 3]])).served == 2
    assert solved(pool(4, line, gives_only=givers(4, 0), conflicts=[[3, 0]])).served == 2


def test_people_in_conflict_may_be_in_different_rings():
    swaps = "0>1 1>0 2>3 3>2"
    assert solved(pool(4, swaps, conflicts=[[0, 2]])).served == 4


def test_a_refused_arc_is_not_used():
    assert solved(pool(3, "0>1 1>0 1>2 2>1", refused=[0])).cycles == ((2, 3),)


def test_a_giver_is_in_no_ring_and_never_learns():
    assert solved(pool(2, "0>1 1>0", gives_only=givers(2, 0))).chains == ((0,),)
    assert solved(pool(2, "0>1 1>0", gives_only=givers(2, 0)), chain=0).served == 0


def test_chains_that_cross_walks_twice_are_cut_off_and_solved_again():
    """Walks by position may repeat someone with room for two; the answer may not."""
    loop = pool(4, "0>1 1>2 2>1 1>3", gives_only=givers(4, 0), capacity=[1, 2, 1, 1])
    found = solved(loop, ring=0, chain=4)
    assert found.served == 2
    assert solved(loop, ring=2, chain=4).served == 3
