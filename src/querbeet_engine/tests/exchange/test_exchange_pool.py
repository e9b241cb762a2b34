"""The door says which row is wrong."""

import numpy as np
import pytest
from exchange_pools import givers, pool

from querbeet_engine import Pool, Refusal, Rings, rings
from querbeet_engine.exchange.pool import people_of


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"people": -1}, "people: -1 is not a count"),
        ({"teacher": [[0]]}, "teacher: one number per row expected, got shape (1, 1)"),
        ({"teacher": [0]}, "learner: 1 numbers expected, got 2"),
        ({"teacher": [0, 7]}, "teacher[1]: 7 is outside 0..2"),
        ({"learner": [1, -1]}, "learner[1]: -1 is outside 0..2"),
        ({"learner": [1, 1]}, "learner[1]: person 1 cannot teach themself"),
        ({"weight": [1.0, np.nan]}, "weight[1]: nan is not a whole number"),
        ({"weight": [1, 0.5]}, "weight[1]: 0.5 is not a whole number"),
        ({"weight": ["a", "b"]}, "weight: whole numbers expected, got <U1"),
        ({"weight": [1, -1]}, "weight[1]: -1 is outside 0..1000000000"),
        ({"capacity": [1, 1]}, "capacity: 3 numbers expected, got 2"),
        ({"capacity": [1, -2, 1]}, "capacity[1]: -2 is outside 0..1000000000"),
        ({"gives_only": [1, 0, 0]}, "gives_only: 3 yes/no flags expected, got int64 of shape (3,)"),
        ({"wish": [4, 4]}, "wish[1]: wish 4 belongs to two learners"),
        ({"teacher": [0, 0], "learner": [1, 1]}, "teacher[1]: the same arc 0 -> 1 is there twice"),
        ({"conflicts": [0, 1]}, "conflicts: pairs expected, got shape (2,)"),
        ({"conflicts": [[0, 1], [0, 3]]}, "conflicts[1]: there is no person 3"),
        ({"conflicts": [[2, 2]]}, "conflicts[0]: person 2 is named twice"),
        ({"refused": [2]}, "refused[0]: 2 is outside 0..1"),
    ],
)
def test_a_wrong_field_is_refused_with_its_row(fields, sentence):
    given = {"people": 3, "teacher": [0, 1], "learner": [1, 2]} | fields
    with pytest.raises(Refusal) as refused:
        Pool(**given)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"max_ring": 1}, "max_ring: 1 is not 0 or 2..5"),
        ({"max_ring": 6}, "max_ring: 6 is not 0 or 2..5"),
        ({"max_chain": -1}, "max_chain: -1 is not 0..50"),
        ({"objectives": ()}, "objectives: [] are not different names out of ['served', 'short', 'fit']"),
        ({"objectives": ("fit", "fit")}, "objectives: ['fit', 'fit'] are not different names out of"),
        ({"objectives": ("love",)}, "objectives: ['love'] are not different names out of"),
        ({"objectives": ("short",)}, "objectives: `short` first would be no rings at all"),
    ],
)
def test_a_wrong_question_is_refused(asked, sentence):
    with pytest.raises(Refusal) as refused:
        rings(pool(2, "0>1 1>0"), **asked)
    assert str(refused.value).startswith(sentence)


def test_two_arcs_between_the_same_two_people_need_two_wishes():
    both = Pool(2, [0, 0, 1], [1, 1, 0], wish=[5, 6, 7])
    assert both.wish.tolist() == [0, 1, 2]


def test_the_arrays_of_a_pool_cannot_be_changed_behind_its_back():
    with pytest.raises(ValueError, match="read-only"):
        pool(2, "0>1").weight[0] = 5


def test_nobody_and_nothing_is_a_pool_too():
    nothing = rings(Pool(0, [], []))
    assert (nothing.cycles, nothing.chains, nothing.values, nothing.status) == ((), (), (0, 0, 0), "proven")


def test_people_are_read_in_order():
    three = pool(4, "2>0 0>1 1>2 3>2", gives_only=givers(4, 3))
    found = rings(three, max_chain=0)
    assert found.cycles == ((1, 2, 0),)
    assert people_of(three, found.cycles[0], chain=False) == [0, 1, 2]
    assert people_of(three, (3, 0), chain=True) == [3, 2, 0]


def test_an_answer_says_in_words_what_is_proven():
    parts = {"cycles": (), "chains": (), "served": 3, "long": 1, "fit": 9, "objectives": ("served", "short", "fit")}
    open_one = Rings(**parts, values=(3, 1, 9), bounds=(4, 0, 9), status="deadline")
    assert open_one.certificate == "served 3, bound 4, short 1, bound 0, fit 9 proven"
    assert (open_one.proven, open_one.deciding, open_one.gap) == (False, 0, 0.25)
    closed = Rings(**parts, values=(3, 1, 9), bounds=(3, 1, 9), status="proven")
    assert (closed.proven, closed.deciding, closed.gap) == (True, 2, 0.0)
