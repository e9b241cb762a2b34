"""Meetings for tests, in any state, laid out as the database owner, past every rule."""

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.meetings.enums import State
from querbeet.meetings.models.meeting import Meeting, Seat, Slot
from querbeet.meetings.rules import lifecycle as rules
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.skills.actions import week

TIMED = (State.CONFIRMED, State.HELD, State.MISSED)
EVENINGS = tuple(f"{day}-18" for day in ("mon", "tue", "wed", "thu", "fri"))


def meeting(
    mentorship: Mentorship,
    state: State = State.CONFIRMED,
    *,
    asked_by: Member | None = None,
    starts_at: datetime | None = None,
    slots: tuple[datetime, ...] = (),
    **fields,
) -> Meeting:
    """A meeting of everybody in a mentorship; agreed ones begin in two days, else at `starts_at`."""
    now, people = clock.now(), [partner.member for partner in mentorship.partners.select_related("member")]
    starts = starts_at or now + timedelta(days=2)
    if state in TIMED:
        ends = starts + timedelta(minutes=60)
        fields |= {"starts_at": starts, "ends_at": ends, "settles_at": ends + rules.SETTLES, "revision": 1}
    made = Meeting.objects.create(
        community=mentorship.community,
        mentorship=mentorship,
        state=state,
        asked_by=asked_by or people[0],
        **{"expires_at": now + rules.WAITS, "changed_at": now, **fields},
    )
    during = DateTimeTZRange(starts, made.ends_at) if state in TIMED else None
    for member in people:
        Seat.objects.create(meeting=made, member=member, during=during)
    for moment in slots:
        Slot.objects.create(meeting=made, starts_at=moment)
    return made


def usual_week(member: Member, *times: str, audience: str = "matching"):
    """When a member usually has time; evenings if nothing is said."""
    return week.keep(member=member, times=times or EVENINGS, audience=audience)
