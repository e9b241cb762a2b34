"""What time finding needs to know about people. Only the times that come of it are ever shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Facet, Member
from querbeet.core import vault, viewing
from querbeet.meetings.enums import State
from querbeet.meetings.models.meeting import Meeting, Seat
from querbeet.meetings.rules import finding
from querbeet.skills.models.availability import Week


def find(meeting: Meeting, by: Member, now: datetime) -> finding.Found:
    """Times for all who have a seat at `meeting`, from the weeks that they let be used; those of `by` come first."""
    seats = [by.pk, *Seat.objects.filter(meeting=meeting).exclude(member=by).values_list("member", flat=True)]
    with viewing.purpose("times"):
        people = _people(seats, by, now)
    of_same = {"mentorship": meeting.mentorship_id, "group": meeting.group}
    held = Meeting.objects.visible_to(by).filter(state=State.HELD, **of_same)
    past = [start for start in held.values_list("starts_at", flat=True) if start]
    return finding.find(people, minutes=meeting.minutes, now=now, past=past)


def _people(seats: Sequence[UUID], by: Member, now: datetime) -> list[finding.Person]:
    """Weeks, zones and other meetings, as far as they may be used; the database shows them for this purpose alone."""
    mine = {"member": by.pk}
    usable = Week.objects.filter(member__in=seats)
    usable = usable.exclude(audience=Audience.ONLY_ME) | Week.objects.filter(**mine)
    weeks = dict(usable.values_list("member", "times"))
    told = Facet.objects.filter(member__in=seats, kind=Kind.TIME_ZONE)
    zones = _zones(told.exclude(audience=Audience.ONLY_ME) | Facet.objects.filter(kind=Kind.TIME_ZONE, **mine))
    busy: dict[UUID, list[finding.Busy]] = defaultdict(list)
    taken = Seat.objects.filter(member__in=seats, during__endswith__gt=now)
    for member, during in taken.values_list("member", "during"):
        busy[member].append((during.lower, during.upper))  # type: ignore[union-attr]  # those that hold a time
    here = by.community.time_zone
    return [finding.Person(tuple(weeks.get(pk, ())), zones.get(pk, here), tuple(busy[pk])) for pk in seats]


def _zones(told: Iterable[Facet]) -> dict[UUID, str]:
    facets = list(told)
    vault.gather(facets)
    return {facet.member_id: facet.value for facet in facets}


def zone_of(member: Member) -> str:
    """The zone in which this member reads times: their own, else the community's."""
    own = _zones(Facet.objects.filter(member=member, kind=Kind.TIME_ZONE))
    return own.get(member.pk) or member.community.time_zone
