"""Which checks count, what is still missing, and until when everything is in order."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.programmes.enums import Asked, Side


class NotChecked(Refused):
    """Something that the programme checks is missing."""


class NotToday(Refused):
    """A check cannot have happened in the future."""


class SamePerson(Refused):
    """The second look is for somebody else."""


class Step(Protocol):
    id: UUID
    asked: str

    @property
    def name(self) -> str: ...


OneStep = TypeVar("OneStep", bound=Step)


class Result(Protocol):
    step_id: UUID
    passed: bool
    expires_on: date | None
    second_id: UUID | None


def needed(steps: Iterable[OneStep], side: str) -> list[OneStep]:
    """The steps that this side takes."""
    return [step for step in steps if Asked(step.asked).of(Side(side))]


def newest(results: Iterable[Result]) -> dict[UUID, Result]:
    """The result that counts for each step; `results` stand with the newest first."""
    found: dict[UUID, Result] = {}
    for result in results:
        found.setdefault(result.step_id, result)
    return found


def holds(result: Result | None, today: date, *, two_people: bool) -> bool:
    """Is this a good result that is still valid, and seen by two where two are asked for?"""
    if result is None or not result.passed or (two_people and result.second_id is None):
        return False
    return result.expires_on is None or result.expires_on >= today


def missing(
    steps: Sequence[OneStep], results: Iterable[Result], side: str, today: date, *, two_people: bool
) -> list[OneStep]:
    """The steps of this side without a result that holds."""
    counting = newest(results)
    return [step for step in needed(steps, side) if not holds(counting.get(step.id), today, two_people=two_people)]


def until(steps: Sequence[Step], results: Iterable[Result], side: str) -> date | None:
    """The last day on which all good results hold; None where none of them runs out."""
    wanted = {step.id for step in needed(steps, side)}
    good = [one for one in newest(results).values() if one.passed and one.step_id in wanted]
    return min((one.expires_on for one in good if one.expires_on), default=None)


def lost(steps: Sequence[Step], results: Sequence[Result], side: str, today: date) -> bool:
    """Has something that was in order stopped being so: a newer result is not good, or one has run out?

    A step that is new to the programme takes nothing away from anybody.
    """
    wanted = {step.id for step in needed(steps, side)}
    failed = any(not one.passed for one in newest(results).values() if one.step_id in wanted)
    last = until(steps, results, side)
    return failed or (last is not None and last < today)


def check_complete(lacking: Sequence[Step]) -> None:
    """Raises `NotChecked` with the names of what is missing."""
    if lacking:
        names = ", ".join(str(step.name) for step in lacking)
        raise NotChecked(_("Still missing: %(steps)s.") % {"steps": names})


def check_day(day: date, today: date) -> None:
    """Raises `NotToday`."""
    if day > today:
        raise NotToday(_("This day is still to come."))


def can_confirm(by: UUID, first: UUID | None, second: UUID | None) -> bool:
    """May this person give the second look?"""
    return second is None and by != first


def check_confirm(by: UUID, first: UUID | None, second: UUID | None) -> None:
    """Raises `SamePerson`."""
    if not can_confirm(by, first, second):
        raise SamePerson(_("The second look is for somebody else, once."))


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _first, last = monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, last))
