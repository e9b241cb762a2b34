"""Reserving places: the members' rows are locked, then what is free is counted and taken, so that of ten who come at
once as many get in as there are places.

The database counts for this purpose and tells a number, since nobody may read how many mentorships another has. In
programmes the enrolment keeps the count.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.mentorships.enums import Side
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.rules import places as rules
from querbeet.programmes.actions import places as programmes
from querbeet.programmes.models.programme import Programme


def concluding():
    """Inside, answers and places are seen, which nobody may see; the verbs alone look at them and tell no one."""
    return viewing.purpose("conclude")


def lock(members: Collection[UUID]) -> None:
    """Lock the members' rows until the end of the transaction, always in the same order. Needs the purpose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mentorships_lock(%s)", [list(members)])


def room(programme: UUID | None, member: UUID, side: str) -> int:
    """How many more mentorships this member can take on there, on this side. Needs the purpose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mentorships_room(%s, %s, %s)", [programme, member, Side(side).value])
        return int(cursor.fetchone()[0])


def apart(programme: UUID | None, members: Collection[UUID]) -> bool:
    """Does a block, or the list of those whom coordinators keep apart, stand between any of these? Needs a purpose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mentorships_apart(%s, %s)", [programme, list(members)])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def take(mentorship: Mentorship, *, by: Member | None) -> None:
    """Take a place of everybody in it. Raises `NoRoom`, and then takes none. Needs the locks and the purpose."""
    partners = list(mentorship.partners.there())
    for one in partners:
        rules.check_take(room(mentorship.programme_id, one.member_id, one.side))
    for one in partners:
        if _counted(mentorship, one):
            programmes.fill(programme=_programme(mentorship), member=stub(one), side=one.side, by=by)


def give_back(mentorship: Mentorship, partners: Collection[Partner], *, by: Member | None) -> None:
    """Give the places of these people back."""
    for one in partners:
        if _counted(mentorship, one):
            programmes.free(programme=_programme(mentorship), member=stub(one), side=one.side, by=by)


def _counted(mentorship: Mentorship, one: Partner) -> bool:
    """Does an enrolment keep this place? Places outside of programmes are counted from the mentorships themselves."""
    return mentorship.programme_id is not None and one.side != Side.PEER


def _programme(mentorship: Mentorship) -> Programme:
    with viewing.purpose("places"):  # the clock sees programmes for this alone
        programme = mentorship.programme
    assert programme is not None
    return programme


def stub(one: Partner) -> Member:
    """The member of a partner, for verbs that need no more than the id: a job sees no members."""
    return member(one.member_id, one.community_id)


def member(pk: UUID, community: UUID) -> Member:
    """A member of whom no more than the ids is known."""
    return Member(pk=pk, community_id=community)
