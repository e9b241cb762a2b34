"""When can people meet? From their usual weeks, across time zones and daylight-saving changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from querbeet.meetings.rules.lifecycle import MOST_SLOTS
from querbeet.ui import week

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grid = NDArray[np.bool_]  # a row a person, a column a quarter-hour of one UTC week

NOTICE = timedelta(hours=24)  # nobody is asked for a time that is nearly here
WEEKS = 3
A_WEEK = 2  # compromises for each of them
WAKING = tuple((day, 7 * 60, 23 * 60) for day in range(7))
ANY_DAY = tuple((day, 9 * 60, 21 * 60) for day in range(7))  # for whoever has not said when they have time

Busy = tuple[datetime, datetime]


@dataclass(frozen=True)
class Person:
    """When one person has time: codes of `ui.week` in their zone, none where they did not say. `busy`: when not."""

    times: tuple[str, ...]
    zone: str
    busy: tuple[Busy, ...] = ()

    @property
    def rules(self) -> tuple[tuple[int, int, int], ...]:
        """The same as free times of a week: (weekday, first minute, last minute)."""
        return tuple(_rule(code) for code in self.times) or ANY_DAY

    def suits(self, start: datetime) -> bool:
        """Does a meeting that begins then lie in this person's usual week?"""
        local = start.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        return any(day == local.weekday() and first <= minute < last for day, first, last in self.rules)


@dataclass(frozen=True)
class Found:
    """Times to choose from, earliest first. `everyone`: each of them suits all."""

    starts: tuple[datetime, ...]
    everyone: bool


def find(people: Sequence[Person], *, minutes: int, now: datetime, past: Sequence[datetime] = ()) -> Found:
    """Up to six times at which all have time, one a day; where there is none, the fairest compromise.

    The first person is whose days are counted. A compromise lies in waking hours of all if it can, and whoever had the
    fewest of the `past` meetings in their usual week comes first.
    """
    from querbeet_engine import times

    first = (now + NOTICE).date()
    mondays = [first - timedelta(days=first.weekday() - 7 * number) for number in range(WEEKS)]
    zones = [person.zone for person in people]
    grids = {}
    for monday in mondays:
        free = times.unpacked(times.weeks([person.rules for person in people], zones, monday))
        grids[monday] = free & ~_busy(people, monday, now)
    common = [start for monday, free in grids.items() for start in _shared(free, monday, minutes, people[0].zone)]
    if common:
        return Found(tuple(common[:MOST_SLOTS]), everyone=True)
    waking = {monday: times.unpacked(times.weeks([WAKING] * len(people), zones, monday)) for monday in mondays}
    met = [sum(person.suits(start) for start in past) for person in people]
    bearable = {monday: free & waking[monday].all(axis=0) for monday, free in grids.items()}
    fair = _compromises(bearable, minutes, met) or _compromises(grids, minutes, met)
    return Found(tuple(fair[:MOST_SLOTS]), everyone=False)


def _shared(free: "Grid", monday: date, minutes: int, zone: str) -> list[datetime]:
    """The earliest time of each day that suits everybody."""
    import numpy as np

    from querbeet_engine import times

    local = ZoneInfo(zone)
    days = np.array([times.utc(monday, slot).astimezone(local).toordinal() for slot in range(times.SLOTS)])
    found = []
    for day in np.unique(days):
        plan = times.common(times.packed(free & (days == day)), minutes=minutes)
        if plan.everyone:
            found.append(times.utc(monday, int(plan.slots[0])))
    return found


def _compromises(grids: "dict[date, Grid]", minutes: int, met: Sequence[int]) -> list[datetime]:
    from querbeet_engine import times

    found = []
    for monday, free in grids.items():
        plan = times.common(times.packed(free), minutes=minutes, meetings=A_WEEK, attended=met)
        found += [times.utc(monday, int(slot)) for slot in plan.slots]
    return sorted(set(found))


def _busy(people: Sequence[Person], monday: date, now: datetime) -> "Grid":
    """What is past or too near for all, and when each has another meeting."""
    import numpy as np

    from querbeet_engine import times

    begins = np.array([times.utc(monday, slot) for slot in range(times.SLOTS)])
    ends = begins + timedelta(minutes=times.QUARTER)
    grid = np.tile(begins < now + NOTICE, (len(people), 1))
    for row, person in enumerate(people):
        for start, end in person.busy:
            grid[row] |= (begins < end) & (ends > start)
    return grid.astype(np.bool_)


def _rule(code: str) -> tuple[int, int, int]:
    hours = week.hours(code)
    return week.DAYS.index(code.partition("-")[0]), hours.start * 60, hours.stop * 60
