"""When can a group meet? Local weekly free times become quarter-hours of one concrete week in UTC; daylight saving is
exact.

A week has 672 quarter-hours, counted from Monday 00:00 UTC. A quarter-hour is free for a person if the clock on their
wall shows a free time when it begins: in the night when clocks go forward the skipped hour does not exist, in the night
when they go back the repeated hour is free twice.

>>> from datetime import date
>>> from querbeet_engine import times
>>> evening = [(day, 18 * 60, 21 * 60) for day in range(5)]
>>> weeks = times.weeks([evening, evening], ["Europe/Berlin", "America/Sao_Paulo"], date(2026, 3, 30))
>>> plan = times.common(weeks, minutes=60)
>>> plan.everyone, plan.slots.tolist()
(False, [64])
>>> times.utc(date(2026, 3, 30), 64).isoformat()
'2026-03-30T16:00:00+00:00'
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import combinations
from math import comb
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from querbeet_engine import validation
from querbeet_engine.refusal import Refusal

QUARTER = 15
SLOTS = 7 * 24 * 60 // QUARTER
WORDS = -(-SLOTS // 64)
MINUTES = SLOTS * QUARTER

Rule = tuple[int, int, int]
"""A free time: weekday (0 = Monday), first minute of the day, minute at which it ends (above 1440: after midnight)."""

MOST_COMBINATIONS = 50_000
"""Up to so many choices of meetings are all compared; beyond, meetings are chosen one by one."""


def utc(monday: date, slot: int) -> datetime:
    """When a quarter-hour of the week of `monday` begins."""
    return datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + timedelta(minutes=QUARTER * slot)


def weeks(rules: Sequence[Iterable[Rule]], zones: Sequence[str | int], monday: date) -> NDArray[np.uint64]:
    """The free quarter-hours of each person in the UTC week that begins on `monday`: uint64[n, 11], bit = slot.

    `zones` holds a name of the time-zone database or a fixed offset in minutes east of UTC for each person.
    Raises `Refusal` for a day that is no Monday, an unknown zone or a rule that does not fit into a week.
    """
    if monday.weekday() != 0:
        raise Refusal(f"{monday.isoformat()} is no Monday", field="monday")
    if len(rules) != len(zones):
        raise Refusal(f"has {len(zones)} rows for {len(rules)} people", field="zones")
    free = np.zeros((len(rules), SLOTS), np.bool_)
    for row, (own, zone) in enumerate(zip(rules, zones, strict=True)):
        try:
            wall = wall_minutes(zone, monday)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refusal(f"{zone!r} is no time zone", field="zones", row=row) from None
        free[row] = _local(own, row)[wall]
    return packed(free)


@lru_cache(maxsize=4096)
def wall_minutes(zone: str | int, monday: date) -> NDArray[np.int64]:
    """For each quarter-hour of the UTC week the minute of the local week (0 = Monday 00:00) when it begins."""
    start = np.arange(SLOTS) * QUARTER
    if isinstance(zone, int):
        return _frozen((start + zone) % MINUTES)
    local = ZoneInfo(zone)
    offsets = [utc(monday, slot).astimezone(local).utcoffset() or timedelta() for slot in range(SLOTS)]
    seconds = np.array([offset.total_seconds() for offset in offsets])
    return _frozen((start + (seconds // 60).astype(np.int64)) % MINUTES)


def _frozen(values: NDArray[np.int64]) -> NDArray[np.int64]:
    values.flags.writeable = False
    return values


def _local(rules: Iterable[Rule], row: int) -> NDArray[np.bool_]:
    """Each minute of the local week at which a quarter-hour may begin."""
    free = np.zeros(MINUTES, np.bool_)
    for weekday, begin, end in rules:
        if not (0 <= weekday < 7 and 0 <= begin < 1440 and begin < end <= begin + 1440):
            raise Refusal(f"{(weekday, begin, end)} is no free time of a week", field="rules", row=row)
        minutes = np.arange(weekday * 1440 + begin, weekday * 1440 + end - QUARTER + 1)
        free[minutes % MINUTES] = True
    return free


def packed(free: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """bool[n, 672] as uint64[n, 11]."""
    padded = np.zeros((len(free), WORDS * 64), np.bool_)
    padded[:, :SLOTS] = free
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def unpacked(grid: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """uint64[n, 11] as bool[n, 672]."""
    raw = np.ascontiguousarray(grid.astype("<u8")).view(np.uint8)
    return np.unpackbits(raw, axis=1, bitorder="little")[:, :SLOTS].astype(np.bool_)


def starts(grid: NDArray[np.uint64], minutes: int) -> NDArray[np.uint64]:
    """Quarter-hours at which a meeting of `minutes` can begin and end within the week, for each person."""
    length = -(-minutes // QUARTER)
    begins, reach = grid.copy(), 1
    while reach < length:
        step = min(reach, length - reach)
        begins &= _later(begins, step)
        reach += step
    return begins


def _later(grid: NDArray[np.uint64], slots: int) -> NDArray[np.uint64]:
    """Bit t of the answer is bit t + slots."""
    words, bits = divmod(slots, 64)
    moved = np.zeros_like(grid)
    moved[:, : WORDS - words] = grid[:, words:]
    if bits:
        carried = np.zeros_like(grid)
        carried[:, : WORDS - words - 1] = grid[:, words + 1 :]
        moved = (moved >> np.uint64(bits)) | (carried << np.uint64(64 - bits))
    return moved


def counts(grid: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many people have each quarter-hour: int64[672]. Adds bit slices, so it costs n times 11 words, not n times
    672."""
    planes: list[NDArray[np.uint64]] = []
    for row in grid:
        carry = row
        for level, plane in enumerate(planes):
            planes[level], carry = plane ^ carry, plane & carry
        if carry.any():
            planes.append(carry)
    total = np.zeros(SLOTS, np.int64)
    for level, plane in enumerate(planes):
        total += unpacked(plane[None])[0].astype(np.int64) << level
    return total


@dataclass(frozen=True, eq=False)
class Plan:
    """Meetings for a group.

    slots     quarter-hours of the week at which meetings begin
    there     bool[meetings, n]: who can come to each
    everyone  every meeting suits everybody
    proven    no other choice is fairer (see `common`)
    """

    slots: NDArray[np.int64]
    there: NDArray[np.bool_]
    everyone: bool
    proven: bool


def common(
    grid: NDArray[np.uint64],
    *,
    minutes: int = 60,
    meetings: int = 1,
    attended: Sequence[int] | None = None,
    liked: NDArray[np.uint64] | None = None,
) -> Plan:
    """The fairest time of `minutes` for everybody in `grid` (`weeks`), or times for several `meetings` in turn (one a
    week).

    If all can always come, such times are taken. Otherwise the choice is the fairest compromise: whoever gets to the
    fewest meetings gets to as many as possible, then the next, and so on (leximin), counting `attended`, the meetings
    that each has come to so far; so who had to miss the last ones comes first now. Among equally fair choices: more
    people there, then more for whom the time is among their `liked` ones (same shape as `grid`), then earlier in the
    week. No times at all are chosen when nobody is ever free for long enough."""
    people = len(grid)
    if people == 0:
        raise Refusal("nobody is in the group", field="grid")
    if validation.count("minutes", minutes, MINUTES) < QUARTER:
        raise Refusal(f"{minutes} is below {QUARTER}", field="minutes")
    if validation.count("meetings", meetings, SLOTS) < 1:
        raise Refusal("0 is below 1", field="meetings")
    past = np.zeros(people, np.int64) if attended is None else validation.integers("attended", attended)
    if len(past) != people:
        raise Refusal(f"has {len(past)} rows for {people} people", field="attended")
    begins = starts(grid, minutes)
    pleased = np.zeros(SLOTS, np.int64) if liked is None else counts(starts(liked, minutes) & begins)
    slots = _candidates(begins, pleased)
    there = unpacked(begins)[:, slots].T
    chosen, proven = _fairest(there, pleased[slots], past, meetings)
    chosen = np.sort(chosen)
    return Plan(slots[chosen], there[chosen], bool(len(chosen)) and bool(there[chosen].all()), proven)


def _candidates(begins: NDArray[np.uint64], pleased: NDArray[np.int64]) -> NDArray[np.int64]:
    """Slots that somebody can use; of those with the same people the most liked, then the earliest."""
    there = unpacked(begins).T
    order = np.lexsort((np.arange(SLOTS), -pleased))
    order = order[there[order].any(axis=1)]
    _, first = np.unique(there[order], axis=0, return_index=True)
    slots = np.sort(order[first])
    sets = there[slots].astype(np.int64)
    inside = (sets @ sets.T) == sets.sum(axis=1)[:, None]
    np.fill_diagonal(inside, False)
    return slots[~inside.any(axis=1)]


def _fairest(
    there: NDArray[np.bool_], pleased: NDArray[np.int64], past: NDArray[np.int64], meetings: int
) -> tuple[NDArray[np.int64], bool]:
    """The fairest choice of candidates, and whether all were compared. A candidate may serve for several meetings."""
    if len(there) == 0:
        return np.zeros(0, np.int64), True
    choices = len(there), meetings
    if comb(choices[0] + meetings - 1, meetings) <= MOST_COMBINATIONS:
        spread = np.array(list(combinations(range(choices[0] + meetings - 1), meetings)), np.int64).reshape(
            -1, meetings
        )
        every = spread - np.arange(meetings)
        return every[_best(there[every].sum(axis=1), pleased[every].sum(axis=1), past)], True
    chosen: list[int] = []
    for _ in range(meetings):
        came = past + there[chosen].sum(axis=0)
        chosen.append(int(_best(there.astype(np.int64), pleased, came)))
    return np.array(chosen, np.int64), False


def _best(came: NDArray[np.int64], pleased: NDArray[np.int64], past: NDArray[np.int64]) -> np.int64:
    """The row of `came` that is fairest on top of `past`; the first of equals."""
    totals = np.sort(came + past, axis=1)
    keys = (-np.arange(len(came)), pleased, came.sum(axis=1), *totals.T[::-1])
    return np.lexsort(keys)[-1]
