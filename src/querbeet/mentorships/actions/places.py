"""Reserving a place: the members' rows are locked, then what is taken is counted, so that of ten who come at once
as many get in as there are places.

The database counts for this purpose and tells a number, since nobody may read how many mentorships another has.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from querbeet.core import viewing
from querbeet.core.errors import Refused
from querbeet.mentorships.enums import Side
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.rules import places as rules

PURPOSE = "conclude"


@contextmanager
def concluding() -> Iterator[None]:
    """Inside, answers and places are seen, which nobody may see; the verbs alone look at them and tell no one."""
    earlier = viewing.current().purpose
    viewing.change(purpose=PURPOSE)
    try:
        yield
    except Refused:  # whoever shows the refusal must not see what was seen in here
        viewing.change(purpose=earlier)
        raise
    viewing.change(purpose=earlier)


def lock(members: Collection[UUID]) -> None:
    """Lock the members' rows until the end of the transaction, always in the same order. Needs the purpose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mentorships_lock(%s)", [list(members)])


def taken(mentorship: Mentorship, member: UUID, side: str) -> int:
    """How many mentorships of the same programme (or of none) take up a place of this member. Needs the purpose."""
    return _number("mentorships_taken", mentorship, member, side)


def places(mentorship: Mentorship, member: UUID, side: str) -> int:
    """How many places this member has there. Needs the purpose."""
    return _number("mentorships_places", mentorship, member, side)


def full(mentorship: Mentorship, member: UUID, side: str) -> bool:
    """Has this member no room for one more? Needs the purpose."""
    return not rules.can_take(taken(mentorship, member, side), places(mentorship, member, side))


def check(mentorship: Mentorship) -> None:
    """Raises `NoRoom` unless all who take part have room for one more. Needs the locks and the purpose."""
    for member, side in mentorship.partners.there().values_list("member", "side"):
        rules.check_take(taken(mentorship, member, side), places(mentorship, member, side))


def _number(function: str, mentorship: Mentorship, member: UUID, side: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s, %s)", [mentorship.programme_id, member, Side(side).value])
        return int(cursor.fetchone()[0])
