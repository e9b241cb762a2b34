"""Every kind of small pool against trying everything, and what must hold whatever the pool."""

from dataclasses import replace

import numpy as np
import pytest
from exchange_brute import best, best_repair
from exchange_pools import chance, town
from hypothesis import given, settings
from hypothesis import strategies as st

from querbeet_engine import Pool, check_rings, repair_rings, rings
from querbeet_engine.exchange.repair import surviving, without

ORDERS = [("served", "short", "fit"), ("served", "fit", "short"), ("fit", "served"), ("served",)]


@pytest.mark.parametrize("seed", range(120))
def test_small_pools_of_every_kind_are_solved_exactly(seed):
    rng = np.random.default_rng(seed)
    asked, order = chance(rng), ORDERS[seed % len(ORDERS)]
    ring, chain = int(rng.choice([0, 2, 3, 4, 5])), int(rng.integers(0, 5))
    found = rings(asked, max_ring=ring, max_chain=chain, objectives=order)
    assert check_rings(asked, found, max_ring=ring, max_chain=chain) == []
    assert (found.values, found.status) == (best(asked, order, ring, chain), "proven")


def test_every_pool_of_three_people_is_solved_exactly():
    pairs = [(u, v) for u in range(3) for v in range(3) if u != v]
    for bits in range(1, 64):
        ends = np.array([pair for k, pair in enumerate(pairs) if bits >> k & 1])
        for giver in (False, True):
            asked = Pool(3, ends[:, 0], ends[:, 1], gives_only=np.array([giver, False, False]))
            found = rings(asked, max_chain=2)
            assert found.values == best(asked, found.objectives, 3, 2)


@pytest.mark.parametrize("seed", range(80))
def test_repairs_are_exact_and_open_as_few_rings_as_possible(seed):
    rng = np.random.default_rng([seed, 1])
    asked, ring, chain = chance(rng), int(rng.choice([2, 3, 4])), int(rng.integers(0, 4))
    before = rings(asked, max_ring=ring, max_chain=chain)
    used = [arc for part in before.cycles + before.chains for arc in part]
    gone = [int(rng.integers(asked.people))] if seed % 3 else []
    refused = [int(rng.choice(used))] if used and seed % 2 else []
    after = repair_rings(asked, before, gone=gone, refused=refused, may_open=seed % 4, max_ring=ring, max_chain=chain)
    now = without(asked, gone, refused)
    whole, starts = surviving(now, before)
    assert check_rings(now, after.rings, max_ring=ring, max_chain=chain) == []
    reached = (after.rings.served, after.standing - after.opened, after.rings.long, after.rings.fit)
    assert (reached, after.rings.status) == (best_repair(now, whole + starts, seed % 4, ring, chain), "proven")


pools = st.integers(0, 10**9).map(lambda seed: chance(np.random.default_rng(seed), 9, 30))
limits = {"max_ring": 4, "max_chain": 3}


@given(pools, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_giving_people_and_arcs_other_numbers_changes_no_value(asked, random):
    people = np.array(random.sample(range(asked.people), asked.people))
    arcs = np.array(random.sample(range(len(asked.teacher)), len(asked.teacher)))
    back = np.argsort(people)
    renamed = Pool(
        asked.people,
        people[asked.teacher][arcs],
        people[asked.learner][arcs],
        asked.weight[arcs],
        asked.gives_only[back],
        asked.capacity[back],
        asked.wish[arcs],
        people[asked.conflicts],
    )
    assert rings(renamed, **limits).values == rings(asked, **limits).values


@given(pools)
@settings(max_examples=25, deadline=None)
def test_a_person_nobody_can_teach_and_an_arc_to_nobody_who_asks_change_nothing(asked):
    wider = Pool(
        asked.people + 1,
        np.append(asked.teacher, 0),
        np.append(asked.learner, asked.people),
        np.append(asked.weight, 5),
        np.append(asked.gives_only, True),
        np.append(asked.capacity, 1),
        np.append(asked.wish, asked.wish.max() + 1),
        asked.conflicts,
    )
    before, after = rings(asked, **limits), rings(wider, **limits)
    assert (after.cycles, after.chains, after.values) == (before.cycles, before.chains, before.values)


def test_a_person_more_leaves_the_choice_among_equally_good_answers_alone():
    """Found by chance: an empty row used to turn the linear program to another of several equally good points."""
    test_a_person_nobody_can_teach_and_an_arc_to_nobody_who_asks_change_nothing.hypothesis.inner_test(
        chance(np.random.default_rng(639), 9, 30)
    )


@given(pools)
@settings(max_examples=25, deadline=None)
def test_the_same_pool_gives_the_same_answer(asked):
    assert rings(asked, **limits) == rings(asked, **limits)


@given(pools)
@settings(max_examples=25, deadline=None)
def test_longer_rings_and_chains_never_serve_fewer(asked):
    served = [rings(asked, max_ring=ring, max_chain=chain).served for ring, chain in [(2, 0), (3, 0), (3, 2), (4, 3)]]
    assert served == sorted(served)


@given(pools)
@settings(max_examples=25, deadline=None)
def test_a_conflict_never_serves_more_and_its_absence_is_the_control(asked):
    pairs = np.array([[0, asked.people - 1]])
    parted = replace(asked, conflicts=np.concatenate([asked.conflicts, pairs]))
    found = rings(parted, **limits)
    assert check_rings(parted, found, **limits) == []
    assert found.served <= rings(asked, **limits).served


@pytest.mark.parametrize(("chain", "giving"), [(0, 0.0), (4, 0.06)])
def test_a_town_gives_the_same_bytes_twice_and_is_proven(chain, giving):
    asked = town(150, 3, each=6, giving=giving)
    found = rings(asked, max_chain=chain)
    assert check_rings(asked, found, max_chain=chain) == []
    assert (found.status, found) == ("proven", rings(asked, max_chain=chain))
