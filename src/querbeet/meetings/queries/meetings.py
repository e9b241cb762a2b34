"""Meetings as one member sees them, in their own zone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.core import vault
from querbeet.meetings.calendar_file import Entry
from querbeet.meetings.enums import State
from querbeet.meetings.models.calendar import Calendar
from querbeet.meetings.models.meeting import Meeting, Place, Reply, Seat, Slot, Word
from querbeet.meetings.queries import finding
from querbeet.meetings.rules import lifecycle as rules
from querbeet.meetings.rules.words import day_and_time

MOST = 60


@dataclass(frozen=True)
class Row:
    """A meeting in a list."""

    meeting: Meeting
    others: list[communities.Card]
    when: str

    @property
    def title(self) -> str:
        return ", ".join(card.name for card in self.others)


@dataclass(frozen=True)
class Overview:
    """All meetings of a member, by what they ask of them."""

    to_answer: list[Row] = field(default_factory=list)
    to_say: list[Row] = field(default_factory=list)
    ahead: list[Row] = field(default_factory=list)
    drafts: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    past: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.to_answer, self.to_say, self.ahead, self.drafts, self.waiting, self.past))


@dataclass(frozen=True)
class Offered:
    """A time to choose from."""

    slot: Slot
    when: str
    mine: bool  # this reader has said that it suits

    @property
    def pk(self) -> UUID:
        return self.slot.pk


@dataclass(frozen=True)
class Shown:
    """One meeting with everything its page needs. What others answered is nowhere in it."""

    meeting: Meeting
    others: list[communities.Card]
    zone: str
    when: str
    slots: list[Offered]
    place: Place | None
    replied: bool
    said: str
    mine: bool
    can_request: bool
    can_answer: bool
    can_call_off: bool
    can_say: bool
    can_tell_place: bool


def overview(member: Member, now: datetime, *, mentorship: UUID | None = None, group: UUID | None = None) -> Overview:
    """A member's meetings, of one mentorship or group if it is named; those that rest are left out."""
    mine = Meeting.objects.visible_to(member).under_way() | Meeting.objects.visible_to(member).filter(
        state__in=[State.HELD, State.MISSED]
    )
    if mentorship:
        mine = mine.filter(mentorship=mentorship)
    if group:
        mine = mine.filter(group=group)
    gone = [State.CANCELLED, State.DECLINED, State.EXPIRED]
    found = list(mine.exclude(state__in=gone).order_by("starts_at", "-created_at", "pk")[:MOST])
    done = _done(found, member)
    shown, piles = Overview(), rows(found, member)
    for row in piles:
        getattr(shown, _pile(row.meeting, member, now, done)).append(row)
    shown.past.reverse()
    return shown


def _done(meetings: Iterable[Meeting], member: Member) -> set[UUID]:
    """The meetings about which this member has said what is asked of them now."""
    asked = Reply.objects.visible_to(member).filter(meeting__in=meetings, meeting__state=State.REQUESTED)
    said = Word.objects.visible_to(member).filter(meeting__in=meetings)
    return {*asked.values_list("meeting", flat=True), *said.values_list("meeting", flat=True)}


def _pile(meeting: Meeting, member: Member, now: datetime, done: set[UUID]) -> str:
    if meeting.state == State.DRAFT:
        return "drafts"
    if meeting.state == State.REQUESTED:
        return "to_answer" if rules.can_answer(meeting, member, now) and meeting.pk not in done else "waiting"
    if rules.can_say(meeting, now):
        return "past" if meeting.pk in done else "to_say"
    return "ahead" if meeting.state == State.CONFIRMED else "past"


def rows(meetings: Iterable[Meeting], member: Member) -> list[Row]:
    """Meetings with the others' names and the times in the reader's zone; four queries, however many there are."""
    found, zone = list(meetings), finding.zone_of(member)
    seats = Seat.objects.visible_to(member).filter(meeting__in=found).exclude(member=member)
    people = list(seats.order_by("created_at", "pk").values_list("meeting", "member"))
    cards = communities.cards(member, [pk for _meeting, pk in people])
    return [
        Row(
            meeting,
            [cards[pk] for of, pk in people if of == meeting.pk],
            day_and_time(meeting.starts_at, zone) if meeting.starts_at else "",
        )
        for meeting in found
    ]


def shown(meeting: Meeting, member: Member, now: datetime) -> Shown:
    """One meeting for its page."""
    row, zone = rows([meeting], member)[0], finding.zone_of(member)
    reply = Reply.objects.visible_to(member).filter(meeting=meeting).first()
    word = Word.objects.visible_to(member).filter(meeting=meeting).first()
    chosen = set(reply.slots) if reply else set()
    talking = meeting.mentorship is None or meeting.mentorship.talking
    open_ = talking and meeting.state in (State.DRAFT, State.REQUESTED)
    return Shown(
        meeting=meeting,
        others=row.others,
        zone=zone,
        when=row.when,
        slots=slots(meeting, zone, now, chosen) if open_ else [],
        place=Place.objects.visible_to(member).filter(meeting=meeting).first(),
        replied=reply is not None,
        said=word.said if word else "",
        mine=meeting.asked_by_id == member.pk,
        can_request=talking and rules.can_request(meeting, member, now),
        can_answer=talking and rules.can_answer(meeting, member, now),
        can_call_off=rules.can_call_off(meeting, now),
        can_say=rules.can_say(meeting, now),
        can_tell_place=talking and rules.can_tell_place(meeting, now),
    )


def slots(meeting: Meeting, zone: str, now: datetime, chosen: Iterable[UUID] = ()) -> list[Offered]:
    """The times to choose from that lie ahead, in the reader's zone."""
    marked = set(chosen)
    ahead = [slot for slot in meeting.slots.all() if slot.starts_at > now]
    return [Offered(slot, day_and_time(slot.starts_at, zone), slot.pk in marked) for slot in ahead]


def next_up(member: Member, now: datetime) -> list[Row]:
    """What Today shows: agreed meetings that are not over, the next first, three at most."""
    mine = Meeting.objects.visible_to(member).under_way().filter(state=State.CONFIRMED, ends_at__gt=now)
    return rows(mine.order_by("starts_at")[:3], member)


def to_do(member: Member, now: datetime) -> int:
    """How many meetings wait for a word of this member."""
    found = overview(member, now)
    return len(found.to_answer) + len(found.to_say)


def calendar(member: Member) -> Calendar:
    """How meetings look in this member's calendar; an unsaved one where they never chose."""
    return Calendar.objects.visible_to(member).filter(member=member).first() or Calendar(member=member)


def entries(member: Member, neutral: str, *, meeting: Meeting | None = None) -> list[Entry]:
    """A member's agreed and past meetings as they stand in their calendar; `neutral` stands in for a cover title."""
    look = calendar(member)
    mine = Meeting.objects.visible_to(member).under_way().filter(state__in=[State.CONFIRMED, State.HELD])
    if meeting is not None:
        mine = mine.filter(pk=meeting.pk)
    seats = Seat.objects.filter(member=member, meeting__in=mine).exclude(during=None).select_related("meeting")
    found = list(seats.order_by("meeting__starts_at", "pk"))
    places = _places(found, member) if look.with_place else {}
    return [
        Entry(
            uid=seat.uid,
            title=look.title or neutral,
            starts_at=seat.meeting.starts_at,  # type: ignore[arg-type]  # agreed ones have both
            ends_at=seat.meeting.ends_at,  # type: ignore[arg-type]
            changed_at=seat.meeting.changed_at,
            revision=seat.meeting.revision,
            place=places.get(seat.meeting_id, ""),
        )
        for seat in found
    ]


def _places(seats: Iterable[Seat], member: Member) -> dict[UUID, str]:
    told = list(Place.objects.visible_to(member).filter(meeting__in=[seat.meeting_id for seat in seats]))
    vault.gather(told)
    return {place.meeting_id: place.words or place.link for place in told}
