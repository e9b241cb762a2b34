"""The referee catches every way of spoiling an answer; without the change it finds nothing."""

from dataclasses import replace

import pytest
from exchange_pools import givers, pool

from querbeet_engine import Rings, check_rings, rings

#       0      1   2   3      4   5   6   7      8
ARCS = "0>1 1>2 2>0 3>4 4>3 5>6 6>7 1>0 7>5"
ASKED = pool(8, ARCS, weight=[4, 5, 6, 1, 2, 7, 8, 9, 1], gives_only=givers(8, 5))
GOOD = rings(ASKED)


def faults(answer: Rings, asked=ASKED, **limits) -> list[str]:
    return check_rings(asked, answer, **limits)


def test_a_right_answer_has_no_fault():
    assert (GOOD.cycles, GOOD.chains) == (((0, 1, 2), (3, 4)), ((5, 6),))
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"cycles": ((0, 9), (3, 4))}, "ring 0: there is no arc 9"),
        ({"cycles": ((0, 2, 1), (3, 4))}, "ring 0: 1 learns in arc 0, but 2 teaches in the next"),
        ({"cycles": ((0, 1), (3, 4))}, "ring 0: it does not close"),
        ({"cycles": ((0, 7, 0, 7), (3, 4))}, "ring 0: someone is in it twice"),
        ({"cycles": ((), (3, 4))}, "ring 0: 0 people, allowed are 2 to 3"),
        ({"chains": ((6,),)}, "chain 0: person 6 starts it but does not give only"),
        ({"chains": ((),)}, "chain 0: 0 people learn, allowed are 1 to 4"),
        ({"chains": ((5, 6, 8),)}, "chain 0: 5 gives only and may not learn"),
        ({"chains": ((5, 6, 8),)}, "chain 0: someone is in it twice"),
        ({"chains": ((5, 6), (5,))}, "person 5 is in 2, has room for 1"),
        ({"chains": ((5, 6), (5,))}, "wish 5 is answered 2 times"),
        ({"served": 8}, "served is 7, claimed 8"),
        ({"long": 0}, "long is 1, claimed 0"),
        ({"fit": 1}, "fit is 33, claimed 1"),
        ({"values": (7, 1, 34)}, "the values do not follow the objectives"),
        ({"bounds": (6, 1, 33)}, "served 7 passes its bound 6"),
        ({"bounds": (7, 2, 33)}, "long 1 passes its bound 2"),
        ({"status": "deadline"}, "status deadline does not follow from values and bounds"),
        ({"bounds": (8, 0, 33)}, "status proven does not follow from values and bounds"),
    ],
)
def test_a_spoiled_answer_is_caught(change, fault):
    assert fault in faults(replace(GOOD, **change))


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("conflicts", [[0, 2]], "ring 0: 0 and 2 must not meet"),
        ("conflicts", [[5, 7]], "chain 0: 5 and 7 must not meet"),
        ("capacity", [1, 1, 1, 1, 0, 1, 1, 1], "person 4 is in 1, has room for 0"),
        ("refused", [6], "chain 0: arc 6 was refused"),
        ("gives_only", givers(8, 3, 5), "ring 1: 3 gives only and may not learn"),
    ],
)
def test_an_answer_to_a_freer_question_is_caught(field, value, fault):
    assert faults(GOOD, replace(ASKED, **{field: value})) == [fault]


def test_rings_and_chains_longer_than_asked_are_caught():
    assert faults(GOOD, max_ring=2) == ["ring 0: 3 people, allowed are 2 to 2"]
    assert faults(GOOD, max_chain=1) == ["chain 0: 2 people learn, allowed are 1 to 1"]


def test_unless_told_otherwise_rings_have_up_to_three_people_and_chains_up_to_four_learners():
    asked = pool(10, "0>1 1>2 2>3 3>0 4>5 5>6 6>7 7>8 8>9", gives_only=givers(10, 4))
    answer = rings(asked, max_ring=4, max_chain=5)
    assert (answer.cycles, answer.chains) == (((0, 1, 2, 3),), ((4, 5, 6, 7, 8),))
    assert faults(answer, asked, max_ring=4, max_chain=5) == []
    assert faults(answer, asked) == [
        "ring 0: 4 people, allowed are 2 to 3",
        "chain 0: 5 people learn, allowed are 1 to 4",
    ]


def test_a_chain_of_one_learner_is_a_chain():
    asked = pool(2, "0>1", gives_only=givers(2, 0))
    assert faults(rings(asked), asked) == []
    assert rings(asked).chains == ((0,),)


def test_two_rings_that_share_a_person_are_caught():
    doubled = replace(GOOD, cycles=(*GOOD.cycles, (0, 7)))
    assert {f for f in faults(doubled) if "room" in f} == {
        "person 0 is in 2, has room for 1",
        "person 1 is in 2, has room for 1",
    }
