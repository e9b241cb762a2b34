"""Deadlines, cancelling, progress and pools too large to list: always a right answer and an honest bound."""

import math
from dataclasses import replace

import numpy as np
import pytest
from exchange_pools import givers, pool, town

from querbeet_engine import check_rings, repair_rings, rings
from querbeet_engine.exchange import chains, integer, listing, neighbourhood, pricing, solving, stages
from querbeet_engine.exchange.columns import Columns, pack
from querbeet_engine.exchange.integer import Aim, Program
from querbeet_engine.exchange.stages import First
from querbeet_engine.exchange.watch import Watch

TOWN = town(60, 5, each=4, giving=0.05)


def right(asked, found, ring=3, chain=4):
    assert check_rings(asked, found, max_ring=ring, max_chain=chain) == []
    return found


def first_of(asked, ring=3, chain=4, objective="served") -> First:
    watch = Watch()
    first = First(asked, solving.make_task(asked, ring, chain), objective, watch, 0)
    first.prices = pricing.cheap_prices(asked, first.task, first.gain, 0.0, watch)
    return first


def test_no_time_at_all_still_gives_a_right_answer_with_a_bound():
    hurried, patient = rings(TOWN, deadline=0.0), rings(TOWN)
    assert right(TOWN, hurried).status == "deadline"
    assert hurried.served <= patient.served <= hurried.bounds[0]


def test_cancelling_keeps_the_best_so_far():
    asked = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 3

    found = right(TOWN, rings(TOWN, deadline=None, cancelled=cancelled))
    assert (found.status, found.proven) == ("cancelled", False)
    assert right(TOWN, rings(TOWN, cancelled=lambda: False)).status == "proven"


def test_progress_climbs_to_the_answer():
    steps = []
    found = rings(TOWN, max_ring=4, progress=steps.append)
    served = [step.value for step in steps if step.objective == "served"]
    assert served == sorted(served)
    assert (served[-1], [step.steps for step in steps]) == (found.served, list(range(1, len(steps) + 1)))


@pytest.mark.long
def test_a_pool_with_too_many_rings_is_thinned_and_says_so(monkeypatch):
    monkeypatch.setattr(listing, "MOST_RINGS", 8)
    monkeypatch.setattr(stages, "PARTS", 3)
    found = right(TOWN, rings(TOWN, deadline=20))
    assert (found.status, found.proven) == ("too large", False)
    monkeypatch.undo()
    whole = rings(TOWN)
    assert found.served <= whole.served <= found.bounds[0]
    assert found.bounds[1] == 0


@pytest.mark.long
def test_a_pool_with_too_many_rings_bounds_its_fit_too(monkeypatch):
    monkeypatch.setattr(listing, "MOST_RINGS", 8)
    monkeypatch.setattr(stages, "PARTS", 3)
    found = right(TOWN, rings(TOWN, objectives=("fit",), deadline=20))
    assert found.fit <= found.bounds[0]


def test_a_program_cut_off_by_time_leaves_the_bound_of_the_prices(monkeypatch):
    monkeypatch.setattr(integer, "solve", lambda *_: integer.Answer(None, math.inf, False))
    monkeypatch.setattr(stages, "DIVES", ())
    monkeypatch.setattr(stages, "PARTS", 2)
    monkeypatch.setattr(stages, "FEW_PARTS", 2)
    found = right(TOWN, rings(TOWN, max_ring=4, deadline=5), ring=4)
    monkeypatch.undo()
    assert found.served <= rings(TOWN, max_ring=4).served <= found.bounds[0]


@pytest.mark.long
def test_neighbourhoods_improve_a_poor_answer_and_keep_what_must_be_kept():
    first = first_of(TOWN, 4)
    region = first.prices.region()
    start = pricing.first_packing(first.task)
    served, fit = (integer.worth(first.task, start, name) for name in ("served", "fit"))
    better = neighbourhood.search(region, start, Aim("served"), 12, 60.0, Watch(), 1)
    assert integer.worth(first.task, better, "served") > served
    fitter = neighbourhood.search(region, start, Aim("fit", (("served", served),)), 6, 60.0, Watch(), 1)
    assert integer.worth(first.task, fitter, "served") >= served
    assert integer.worth(first.task, fitter, "fit") >= fit


@pytest.mark.long
def test_neighbourhoods_are_the_same_for_the_same_seed():
    first = first_of(TOWN, 4)
    start = pricing.first_packing(first.task)
    twice = [
        neighbourhood.search(first.prices.region(), start, Aim("served"), 4, 60.0, Watch(), 3).arcs for _ in range(2)
    ]
    assert np.array_equal(*twice)


def test_a_dive_is_a_packing():
    first = first_of(TOWN)
    dived = neighbourhood.dive(first.prices.region(), "served", 0.7, Watch())
    use, room = first.task.rows.use(dived), first.task.rows.room
    assert (use <= room).all()
    assert integer.worth(first.task, dived, "served") > 0
    assert len(neighbourhood.dive(first.prices.region(), "served", 0.7, Watch(0.0))) == 0


def test_the_bound_of_the_prices_holds_for_every_answer():
    for objective in ("served", "fit"):
        first = first_of(TOWN, objective=objective)
        exact, _, rounded = pricing.exact_prices(first.prices, Watch())
        best = rings(TOWN, objectives=(objective,)).values[0] * first.gain.step
        assert integer.worth(first.task, rounded, objective) * first.gain.step <= best + 1e-9
        assert best <= exact.bound + 1e-6 <= first.prices.bound + 2e-6


def test_prices_stay_right_when_the_search_for_chains_is_cut_short(monkeypatch):
    first = first_of(TOWN)
    monkeypatch.setattr(chains, "MOST_STEPS", 1)
    exact, *_ = pricing.exact_prices(first.prices, Watch())
    assert rings(TOWN).served <= exact.bound + 1e-6


def test_prices_stop_at_the_deadline():
    first = first_of(TOWN)
    exact, *_ = pricing.exact_prices(first.prices, Watch(0.0))
    assert exact.bound == first.prices.bound


def test_packing_leaves_out_what_finds_no_room():
    task = solving.make_task(pool(3, "0>1 1>0 1>2 2>1"), 2, 0)
    assert pack(np.arange(2), task.rings.rows, task.rows.room).tolist() == [True, False]


def test_a_program_that_no_answer_satisfies_says_so():
    asked = pool(4, "0>1 1>0 2>3 3>2")
    task = solving.make_task(asked, 2, 0)
    program = Program(asked, task, task.rings, chains.Places(np.zeros(0, np.int64), np.zeros(0, np.int64)))
    answer = integer.solve(program, Aim("short", (("served", 9),)), None, Watch(), 10.0)
    assert (answer.chosen, answer.finished) == (None, True)
    assert integer.relaxed(program, "served", 0.0) is None or integer.relaxed(program, "served", 10.0) is not None


def test_several_chains_from_one_giver_are_read_apart():
    fan = pool(6, "0>1 1>2 0>3 3>4 0>5", gives_only=givers(6, 0), capacity=[3, 1, 1, 1, 1, 1])
    assert right(fan, rings(fan)).chains == ((0, 1), (2, 3), (4,))


def test_repair_refuses_what_is_not_there():
    found = rings(TOWN)
    for fields, sentence in [
        ({"gone": [0, 999]}, "gone[1]: there is no person 999"),
        ({"refused": [10**6]}, "refused[0]: 1000000 is outside 0.."),
        ({"may_open": -1}, "may_open: -1 is negative"),
    ]:
        with pytest.raises(ValueError, match="^" + sentence.replace("[", r"\[").replace("]", r"\]")):
            repair_rings(TOWN, found, **fields)


def test_repair_of_a_town_leaves_all_other_rings_alone_and_serves_others():
    before = rings(TOWN)
    person = int(TOWN.teacher[before.cycles[0][0]])
    after = repair_rings(TOWN, before, gone=[person])
    kept = set(before.cycles) & set(after.rings.cycles) | set(before.chains) & set(after.rings.chains)
    assert right(replace(TOWN, capacity=np.where(np.arange(TOWN.people) == person, 0, 1)), after.rings)
    assert (len(kept), after.opened) == (after.standing, 0)
    assert after.rings.served >= before.served - len(before.cycles[0])


def test_opening_one_ring_can_serve_more():
    """0-1 swap and 2 waits; when 3 leaves, 2 finds a ring only if the swap is opened: control is `may_open` = 0."""
    asked = pool(5, "0>1 1>0 0>2 2>4 4>0 3>4 4>3", weight=[9, 9, 1, 1, 1, 9, 9])
    before = rings(asked)
    assert before.cycles == ((0, 1), (5, 6))
    shut, opened = (repair_rings(asked, before, gone=[3], may_open=k) for k in (0, 1))
    assert (shut.rings.served, shut.opened, shut.standing) == (2, 0, 1)
    assert (opened.rings.served, opened.opened, opened.standing) == (3, 1, 1)


def test_columns_of_nothing_are_columns():
    task = solving.make_task(pool(2, ""), 3, 2)
    assert isinstance(task.rings, Columns)
    assert len(task.rings) == 0
