import doctest
from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querbeet_engine import Refusal, times

WINTER, SPRING, AUTUMN = date(2026, 1, 12), date(2026, 3, 23), date(2026, 10, 19)
"""A plain week, and those in which clocks in Berlin go forward and back (on their Sundays)."""
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", 0, -210]


def free(rules, zone, monday):
    """The slots of one person, in order."""
    return np.flatnonzero(times.unpacked(times.weeks([rules], [zone], monday))[0]).tolist()


def by_the_wall_clock(rules, zone, monday):
    """The same, by asking what the clock on the wall shows at every quarter-hour."""
    found = []
    for slot in range(times.SLOTS):
        moment = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + timedelta(minutes=15 * slot)
        wall = moment + timedelta(minutes=zone) if isinstance(zone, int) else moment.astimezone(ZoneInfo(zone))
        now = wall.weekday() * 1440 + wall.hour * 60 + wall.minute
        for weekday, begin, end in rules:
            since = (now - weekday * 1440 - begin) % 10080
            if since + 15 <= end - begin:
                found.append(slot)
                break
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("monday", [WINTER, SPRING, AUTUMN, date(2026, 4, 6), date(2026, 3, 2)])
def test_free_times_are_those_that_the_clock_on_the_wall_shows(zone, monday):
    rules = [(6, 60, 300), (0, 1, 100), (2, 1380, 1500), (6, 1200, 1500)]
    assert free(rules, zone, monday) == by_the_wall_clock(rules, zone, monday)


def test_the_same_local_hour_moves_in_utc_when_clocks_change():
    sunday_noon = [(6, 720, 780)]
    assert free(sunday_noon, "Europe/Berlin", WINTER)[0] == 6 * 96 + 11 * 4
    assert free(sunday_noon, "Europe/Berlin", SPRING)[0] == 6 * 96 + 10 * 4
    assert free(sunday_noon, "Europe/Berlin", AUTUMN)[0] == 6 * 96 + 11 * 4


def test_the_skipped_hour_does_not_exist_and_the_repeated_one_is_free_twice():
    two_to_three = [(6, 120, 180)]
    assert len(free(two_to_three, "Europe/Berlin", SPRING)) == 0
    assert len(free(two_to_three, "Europe/Berlin", AUTUMN)) == 8
    assert len(free(two_to_three, "Europe/Berlin", WINTER)) == 4


def test_bits_survive_packing():
    grid = np.random.default_rng(0).random((5, times.SLOTS)) < 0.4
    assert np.array_equal(times.unpacked(times.packed(grid)), grid)


@pytest.mark.parametrize("minutes", [15, 30, 50, 60, 90, 240, 1500])
def test_a_meeting_begins_where_all_its_quarter_hours_are_free(minutes):
    grid = np.random.default_rng(minutes).random((4, times.SLOTS)) < 0.97
    length = -(-minutes // 15)
    padded = np.concatenate((grid, np.zeros((4, length), np.bool_)), axis=1)
    expected = [[padded[row, slot : slot + length].all() for slot in range(times.SLOTS)] for row in range(4)]
    assert times.unpacked(times.starts(times.packed(grid), minutes)).tolist() == expected


@pytest.mark.parametrize("people", [0, 1, 2, 7, 8, 100])
def test_bit_slices_count_what_adding_up_counts(people):
    grid = np.random.default_rng(people).random((people, times.SLOTS)) < 0.5
    assert times.counts(times.packed(grid)).tolist() == grid.sum(axis=0).tolist()


def grid_of(*rows):
    """People who are free for single hours, given by their number in the week."""
    free = np.zeros((len(rows), times.SLOTS), np.bool_)
    for person, hours in enumerate(rows):
        for hour in hours:
            free[person, 4 * hour : 4 * hour + 4] = True
    return times.packed(free)


def test_a_time_that_suits_everyone_wins():
    plan = times.common(grid_of([1, 5, 9], [2, 5, 9], [5, 9]))
    assert (plan.everyone, plan.proven, plan.slots.tolist(), plan.there.tolist()) == (True, True, [20], [[True] * 3])


def test_of_times_for_everyone_the_liked_one_wins():
    liked = grid_of([9], [], [])
    assert times.common(grid_of([5, 9], [5, 9], [5, 9]), liked=liked).slots.tolist() == [36]


def test_if_none_suits_everyone_most_come():
    plan = times.common(grid_of([1], [1, 3], [3], [3]))
    assert (plan.everyone, plan.slots.tolist(), plan.there.tolist()) == (False, [12], [[False, True, True, True]])


def test_two_meetings_take_turns_rather_than_leave_the_same_person_out_twice():
    grid = grid_of([1], [1, 3], [3], [3])
    plan = times.common(grid, meetings=2)
    assert (plan.slots.tolist(), plan.there.sum(axis=0).min()) == ([4, 12], 1)
    assert times.common(grid_of([3], [3]), meetings=2).slots.tolist() == [12, 12]


def test_who_missed_the_last_meetings_comes_first_now():
    grid = grid_of([1], [1, 3], [3], [3])
    assert times.common(grid, attended=[0, 2, 2, 2]).slots.tolist() == [4]


def test_nobody_free_for_long_enough_gives_no_time():
    plan = times.common(grid_of([1], [3]), minutes=75)
    assert (plan.slots.tolist(), plan.everyone, plan.proven) == ([], False, True)


@given(seed=st.integers(0, 10**6), people=st.integers(1, 5), meetings=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_no_choice_of_hours_is_fairer(seed, people, meetings):
    rng = np.random.default_rng(seed)
    hours = [np.flatnonzero(rng.random(8) < 0.5).tolist() for _ in range(people)]
    past = rng.integers(0, 3, people)
    plan = times.common(grid_of(*hours), meetings=meetings, attended=past.tolist())
    came = np.array([[hour in own for own in hours] for hour in range(8)])
    every = [past + came[list(chosen)].sum(axis=0) for chosen in combinations_with_replacement(range(8), meetings)]
    fairest = max(sorted(totals.tolist()) for totals in every)
    found = past + plan.there.sum(axis=0) if len(plan.slots) else past
    assert (sorted(found.tolist()), plan.proven) == (fairest, True)


def test_many_meetings_of_many_people_are_chosen_one_by_one_and_say_so():
    rng = np.random.default_rng(3)
    grid = grid_of(*(np.flatnonzero(rng.random(168) < 0.2).tolist() for _ in range(30)))
    plan = times.common(grid, meetings=4)
    assert (plan.proven, len(plan.slots)) == (False, 4)
    assert plan.there.sum(axis=0).min() >= times.common(grid, meetings=1).there.sum(axis=0).min()


def test_the_order_of_people_changes_nothing():
    rng = np.random.default_rng(5)
    grid = grid_of(*(np.flatnonzero(rng.random(168) < 0.1).tolist() for _ in range(9)))
    order = rng.permutation(9)
    one, other = times.common(grid, meetings=2), times.common(grid[order], meetings=2)
    assert one.slots.tolist() == other.slots.tolist()
    assert np.array_equal(one.there[:, order], other.there)


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(times) == (0, 7)


GRID = grid_of([1], [1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: times.weeks([[]], [0], date(2026, 1, 13)), "monday: 2026-01-13 is no Monday"),
        (lambda: times.weeks([[]], [], WINTER), "zones: has 0 rows for 1 people"),
        (lambda: times.weeks([[], []], [0, "Mars/Base"], WINTER), "zones[1]: 'Mars/Base' is no time zone"),
        (lambda: times.weeks([[]], ["../etc"], WINTER), "zones[0]: '../etc' is no time zone"),
        (lambda: times.weeks([[(7, 0, 60)]], [0], WINTER), "rules[0]: (7, 0, 60) is no free time of a week"),
        (lambda: times.common(GRID[:0]), "grid: nobody is in the group"),
        (lambda: times.common(GRID, minutes=10), "minutes: 10 is below 15"),
        (lambda: times.common(GRID, meetings=0), "meetings: 0 is below 1"),
        (lambda: times.common(GRID, attended=[1]), "attended: has 1 rows for 2 people"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(call, message):
    with pytest.raises(Refusal) as refused:
        call()
    assert str(refused.value) == message
