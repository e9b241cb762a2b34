"""The life of a meeting, as one table, and who may do what with it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.meetings.enums import Event, Said, State

PAGE = "meetings:detail"
WAITS = timedelta(days=7)  # for somebody to choose or to answer
SETTLES = timedelta(days=7)  # after the end, for everyone to say whether it took place
REMINDS = timedelta(days=1)  # before the beginning
FARTHEST = timedelta(days=92)
MOST_SLOTS = 6
MOST_SEARCHES = 12  # a week: enough to find times, too few to map somebody's week
SEARCHES_OF = timedelta(days=7)


class NotPossible(Refused):
    """The meeting is not in a state in which this can happen."""


class NotOffered(Refused):
    """The time is none of those to choose from."""


class Taken(Refused):
    """Somebody has another meeting then."""


class NoLink(Refused):
    """What should be a link leads nowhere, or not encrypted."""


class SearchedOften(Refused):
    """Times were looked for too often."""


MEETING = Lifecycle(
    "meeting",
    start=State.DRAFT,
    stages=(
        Stage(State.DRAFT, "whoever began", PAGE, Clock(at="expires_at", event=Event.TIME)),
        Stage(State.REQUESTED, "the others", PAGE, Clock(at="expires_at", event=Event.TIME)),
        Stage(State.CONFIRMED, "all who take part", PAGE, Clock(at="settles_at", event=Event.MET)),
        Stage(State.HELD, screen=PAGE, end=True),
        Stage(State.MISSED, screen=PAGE, end=True),
        Stage(State.CANCELLED, screen=PAGE, end=True),
        Stage(State.DECLINED, screen=PAGE, end=True),
        Stage(State.EXPIRED, screen=PAGE, end=True),
    ),
    steps=(
        (State.DRAFT, Event.SEND, State.REQUESTED),
        (State.DRAFT, Event.CALL_OFF, State.CANCELLED),
        (State.DRAFT, Event.TIME, State.EXPIRED),
        (State.REQUESTED, Event.AGREE, State.CONFIRMED),
        (State.REQUESTED, Event.NONE_SUITS, State.DECLINED),
        (State.REQUESTED, Event.CALL_OFF, State.CANCELLED),
        (State.REQUESTED, Event.TIME, State.EXPIRED),
        (State.CONFIRMED, Event.MOVE, State.REQUESTED),
        (State.CONFIRMED, Event.CALL_OFF, State.CANCELLED),
        (State.CONFIRMED, Event.MET, State.HELD),
        (State.CONFIRMED, Event.NOT_MET, State.MISSED),
    ),
)


class HasLife(Protocol):
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    expires_at: datetime
    asked_by_id: UUID


class MayTalk(Protocol):
    @property
    def talking(self) -> bool: ...


class Person(Protocol):
    pk: UUID


def after(state: str, event: Event) -> State:
    """The state after an event. Raises `NotPossible`."""
    if MEETING.can(state, event):
        return State(MEETING.after(state, event))
    raise NotPossible(_("That is not possible any more. Nothing was changed."))


def can_begin(mentorship: MayTalk) -> bool:
    """May people of this mentorship arrange to meet now?"""
    return mentorship.talking


def check_begin(mentorship: MayTalk) -> None:
    """Raises `NotPossible`."""
    if not can_begin(mentorship):
        raise NotPossible(_("You two can meet while your mentoring is under way. Nothing was changed."))


def can_request(meeting: HasLife, member: Person, now: datetime) -> bool:
    """May this member ask the others for times? Of a draft its beginner, of an agreed meeting everybody in it."""
    if meeting.state == State.CONFIRMED:
        return can_move(meeting, now)
    return meeting.state == State.DRAFT and meeting.asked_by_id == member.pk and now < meeting.expires_at


def check_request(meeting: HasLife, member: Person, now: datetime) -> None:
    """Raises `NotPossible`."""
    if not can_request(meeting, member, now):
        raise NotPossible(_("These times are no longer open. Please look for new ones."))


def check_starts(starts: Collection[datetime], now: datetime) -> set[datetime]:
    """The times that lie ahead, not too far. Raises `NotOffered` without any, and for more than six."""
    ahead = {start for start in starts if now < start <= now + FARTHEST}
    if not ahead or len(ahead) > MOST_SLOTS:
        raise NotOffered(_("Please choose between one and six times that lie ahead, within the next three months."))
    return ahead


def can_answer(meeting: HasLife, member: Person, now: datetime) -> bool:
    """May this member say which of the times suit? It can be changed while the others are asked."""
    return meeting.state == State.REQUESTED and meeting.asked_by_id != member.pk and now < meeting.expires_at


def check_answer(meeting: HasLife, member: Person, now: datetime) -> None:
    """Raises `NotPossible`."""
    if not can_answer(meeting, member, now):
        raise NotPossible(_("These times are no longer open. Please look for new ones."))


def can_move(meeting: HasLife, now: datetime) -> bool:
    """May other times be asked for? Until it begins, by anybody who takes part, without a reason."""
    return meeting.state == State.CONFIRMED and meeting.starts_at is not None and now < meeting.starts_at


def can_call_off(meeting: HasLife, now: datetime) -> bool:
    """May it be called off? Until it begins, by anybody who takes part, without a reason."""
    if meeting.state == State.CONFIRMED:
        return can_move(meeting, now)
    return MEETING.can(meeting.state, Event.CALL_OFF)


def check_call_off(meeting: HasLife, now: datetime) -> None:
    """Raises `NotPossible`."""
    if not can_call_off(meeting, now):
        raise NotPossible(_("This meeting cannot be called off any more."))


def can_say(meeting: HasLife, now: datetime) -> bool:
    """May somebody say whether it took place? From its end until everybody did or the time is over."""
    return meeting.state == State.CONFIRMED and meeting.ends_at is not None and now >= meeting.ends_at


def check_say(meeting: HasLife, now: datetime) -> None:
    """Raises `NotPossible`."""
    if not can_say(meeting, now):
        raise NotPossible(_("It is not time to say that, or everybody has said it already."))


def can_tell_place(meeting: HasLife, now: datetime) -> bool:
    """May somebody write where it takes place? Until it is over."""
    open_ = meeting.state in (State.REQUESTED, State.CONFIRMED)
    return open_ and (meeting.ends_at is None or now < meeting.ends_at)


def check_tell_place(meeting: HasLife, now: datetime) -> None:
    """Raises `NotPossible`."""
    if not can_tell_place(meeting, now):
        raise NotPossible(_("This meeting is over. Nothing was changed."))


def can_link(link: str) -> bool:
    """Is this an address that a browser opens encrypted, or none at all?"""
    parts = urlsplit(link)
    return not link or (parts.scheme == "https" and bool(parts.hostname) and not parts.username)


def check_link(link: str) -> None:
    """Raises `NoLink`."""
    if not can_link(link):
        raise NoLink(_("A link begins with https:// and names a place on the web. Nothing was saved."))


def check_searches(earlier: int) -> None:
    """Refuses to look for times more often than finding one needs."""
    if earlier >= MOST_SEARCHES:
        sentence = _("You have looked for times often this week. Write to each other, or try again in some days.")
        raise SearchedOften(sentence)


def outcome(words: Collection[str]) -> Event:
    """What everybody's words come to. One "we met" is enough, and silence counts as one: nobody is marked absent."""
    missed = words and Said.MET not in words
    return Event.NOT_MET if missed else Event.MET


def best(slots: Iterable[tuple[datetime, UUID]], replies: Collection[Collection[UUID]]) -> UUID | None:
    """The time that suits most of those who answered, the earliest of equals; None where none suits anybody."""
    rated = [(-sum(slot in reply for reply in replies), starts, slot) for starts, slot in slots]
    fewest, _starts, slot = min(rated, default=(0, None, None))
    return slot if fewest < 0 else None


def runs_out(starts: Collection[datetime], now: datetime) -> datetime:
    """When asking for these times ends: after a week, and never later than the last of them."""
    return min(now + WAITS, max(starts))
