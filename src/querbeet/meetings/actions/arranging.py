"""Finding a time and agreeing on it; nobody ever has to say why a time does not suit."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.meetings.enums import Event, Length, State
from querbeet.meetings.models.meeting import Meeting, Reply, Search, Seat, Slot
from querbeet.meetings.queries import finding
from querbeet.meetings.rules import lifecycle as rules
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.notices import actions as notices

CLOCK = "meeting clock"


@transaction.atomic
def begin(*, mentorship: Mentorship, by: Member, minutes: int = Length.HOUR) -> Meeting:
    """Look for times with everybody in a mentorship; nobody is asked yet. Returns the draft with times to choose from.

    Raises `NotPossible` where the mentorship is not under way and `SearchedOften`.
    """
    rules.check_begin(mentorship)
    people = Member.objects.filter(pk__in=mentorship.partners.there().values("member"))
    return _begin(people, by, minutes, mentorship=mentorship)


@transaction.atomic
def begin_group(*, group: UUID, people: Iterable[Member], by: Member, minutes: int = Length.HOUR) -> Meeting:
    """The same for a group that a package above knows by this id."""
    return _begin(people, by, minutes, group=group)


def _begin(people: Iterable[Member], by: Member, minutes: int, **of: object) -> Meeting:
    now = clock.now()
    meeting = Meeting.objects.create(
        community_id=by.community_id,
        asked_by=by,
        minutes=Length(minutes),
        expires_at=now + rules.WAITS,
        changed_at=now,
        **of,
    )
    Seat.objects.bulk_create([Seat(meeting=meeting, member=member) for member in {*people, by}])
    _look(meeting, by, now)
    audit.record("meeting.begun", by=by, community=by.community_id, target=meeting)
    return meeting


@transaction.atomic
def look(*, meeting: Meeting, by: Member) -> Meeting:
    """Look for other times for a draft or an agreed meeting; what was agreed stays until others are asked for.

    Raises `NotPossible` and `SearchedOften`.
    """
    meeting, now = _locked(meeting), clock.now()
    rules.check_request(meeting, by, now)
    meeting.slots.all().delete()
    _look(meeting, by, now)
    audit.record("meeting.looked", by=by, community=by.community_id, target=meeting)
    return meeting


def _look(meeting: Meeting, by: Member, now: datetime) -> None:
    rules.check_searches(Search.objects.filter(member=by, created_at__gt=now - rules.SEARCHES_OF).count())
    Search.objects.create(member=by)
    found = finding.find(meeting, by, now)
    Slot.objects.bulk_create([Slot(meeting=meeting, starts_at=start) for start in found.starts])
    meeting.shared = found.everyone
    meeting.save(update_fields=["shared"])


@transaction.atomic
def request(*, meeting: Meeting, by: Member, slots: Collection[UUID] = (), own: Collection[datetime] = ()) -> Meeting:
    """Ask the others for some of the times found, or for times of one's own. An agreed time is given up with that.

    Raises `NotPossible`, and `NotOffered` without a single time that lies ahead.
    """
    meeting, now = _locked(meeting), clock.now()
    rules.check_request(meeting, by, now)
    chosen = set(meeting.slots.filter(pk__in=slots).values_list("starts_at", flat=True))
    starts = rules.check_starts(chosen | set(own), now)
    event = Event.SEND if meeting.state == State.DRAFT else Event.MOVE
    meeting.state, meeting.asked_by = rules.after(meeting.state, event), by
    meeting.expires_at, meeting.starts_at, meeting.ends_at, meeting.settles_at = (
        rules.runs_out(starts, now),
        None,
        None,
        None,
    )
    meeting.changed_at, meeting.reminded_at = now, None
    meeting.save()
    meeting.seats.update(during=None)
    with viewing.purpose("meet"):
        meeting.replies.all().delete()
    meeting.slots.exclude(starts_at__in=starts).delete()
    there = set(meeting.slots.values_list("starts_at", flat=True))
    Slot.objects.bulk_create([Slot(meeting=meeting, starts_at=start) for start in starts - there])
    audit.record("meeting.requested", by=by, community=by.community_id, target=meeting)
    tell(meeting, "meetings.asked" if event == Event.SEND else "meetings.moved", by)
    return meeting


@transaction.atomic
def answer(*, meeting: Meeting, member: Member, slots: Collection[UUID]) -> Meeting:
    """Say which of the times suit, or none. When everybody has answered, the one that suits most is agreed.

    It can be changed while others are asked. Raises `NotPossible`, `NotOffered` and `Taken`.
    """
    meeting, now = _locked(meeting), clock.now()
    rules.check_answer(meeting, member, now)
    offered = {pk: starts for pk, starts in meeting.slots.values_list("pk", "starts_at") if starts > now}
    if not set(slots) <= set(offered):
        raise rules.NotOffered(_("This time is not open any more. Please choose another one."))
    Reply.objects.update_or_create(meeting=meeting, member=member, defaults={"slots": list(slots)})
    audit.record("meeting.answered", by=member, community=member.community_id, target=meeting)
    return _conclude(meeting, member, now, final=False)


@transaction.atomic
def call_off(*, meeting: Meeting, by: Member) -> Meeting:
    """Call a meeting off, without a reason. Raises `NotPossible`."""
    meeting, now = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk), clock.now()
    if meeting.state == State.CANCELLED:
        return meeting
    rules.check_call_off(meeting, now)
    was_known = meeting.state != State.DRAFT
    _end(meeting, rules.after(meeting.state, Event.CALL_OFF), now)
    audit.record("meeting.called_off", by=by, community=by.community_id, target=meeting)
    if was_known:
        tell(meeting, "meetings.called_off", by)
    return meeting


@transaction.atomic
def expire() -> int:
    """End the wait of drafts and questions whose time is over; a group agrees on what suits most who answered.

    How many. Runs for the purpose `CLOCK`.
    """
    now = clock.now()
    waiting = Meeting.objects.select_for_update().filter(state__in=[State.DRAFT, State.REQUESTED], expires_at__lte=now)
    late = list(waiting)
    for meeting in late:
        if meeting.state == State.REQUESTED:
            _conclude(meeting, None, now, final=True)
        if meeting.state != State.CONFIRMED:
            _end(meeting, rules.after(meeting.state, Event.TIME), now)
        audit.record("meeting.time_over", by=None, community=meeting.community_id, target=meeting)
    return len(late)


@transaction.atomic
def call_off_resting() -> int:
    """Call off what was asked for or agreed in mentorships that rest or are over; how many. For the purpose `CLOCK`."""
    now = clock.now()
    open_ = Meeting.objects.select_for_update(of=("self",)).filter(
        Q(state=State.CONFIRMED, starts_at__gt=now) | Q(state__in=[State.DRAFT, State.REQUESTED])
    )
    resting = list(open_.exclude(pk__in=Meeting.objects.under_way()))
    for meeting in resting:
        _end(meeting, rules.after(meeting.state, Event.CALL_OFF), now)
        audit.record("meeting.called_off", by=None, community=meeting.community_id, target=meeting)
    return len(resting)


def _conclude(meeting: Meeting, member: Member | None, now: datetime, *, final: bool) -> Meeting:
    """Agree on a time, or on none, once everybody has answered; at the end of the wait from the answers there are."""
    replies = _replies(meeting)
    asked = set(meeting.seats.values_list("member", flat=True)) - {meeting.asked_by_id}
    if not final and set(replies) != asked:
        return meeting
    ahead = [(starts, pk) for pk, starts in meeting.slots.values_list("pk", "starts_at") if starts > now]
    slot = rules.best(ahead, list(replies.values()))
    if slot is not None:
        starts = {pk: starts for starts, pk in ahead}[slot]
        coming = {meeting.asked_by_id, *(pk for pk, slots in replies.items() if slot in slots)}
        return _agree(meeting, starts, coming, member, now, final=final)
    if not final:
        _end(meeting, rules.after(meeting.state, Event.NONE_SUITS), now)
        tell(meeting, "meetings.unsuited", member)
    return meeting


def _agree(
    meeting: Meeting, starts: datetime, coming: Collection[UUID], member: Member | None, now: datetime, *, final: bool
) -> Meeting:
    ends = starts + timedelta(minutes=meeting.minutes)
    try:
        with transaction.atomic():
            meeting.seats.filter(member__in=coming).update(during=DateTimeTZRange(starts, ends))
    except IntegrityError:  # somebody has agreed on another meeting since; the database lets nobody be at two
        if final:
            return meeting
        raise rules.Taken(_("That time is gone by now. Please choose another one.")) from None
    meeting.state, meeting.starts_at, meeting.ends_at = rules.after(meeting.state, Event.AGREE), starts, ends
    meeting.settles_at, meeting.changed_at, meeting.revision = ends + rules.SETTLES, now, meeting.revision + 1
    meeting.save()
    audit.record("meeting.agreed", by=member, community=meeting.community_id, target=meeting)
    tell(meeting, "meetings.agreed", member)
    return meeting


def _replies(meeting: Meeting) -> dict[UUID, list[UUID]]:
    """What everybody answered. Only this verb may know: the database shows it for this purpose and to nobody else."""
    if viewing.current().purpose == CLOCK:
        return dict(meeting.replies.values_list("member", "slots"))
    with viewing.purpose("meet"):
        return dict(meeting.replies.values_list("member", "slots"))


def _end(meeting: Meeting, state: State, now: datetime) -> None:
    meeting.state, meeting.changed_at, meeting.revision = state, now, meeting.revision + 1
    meeting.save(update_fields=["state", "changed_at", "revision"])
    meeting.seats.update(during=None)


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now. Raises `NotPossible` where its mentorship is not under way any more."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=meeting.pk)
    if meeting.mentorship:
        rules.check_begin(meeting.mentorship)
    return meeting


def tell(meeting: Meeting, kind: str, by: Member | None) -> None:
    """Tell everybody at a meeting but whoever acts."""
    others = [pk for pk in meeting.seats.values_list("member", flat=True) if by is None or pk != by.pk]
    notices.tell_each(
        members=[Member(pk=pk) for pk in others], kind=kind, about=meeting, occasion=str(meeting.revision)
    )
