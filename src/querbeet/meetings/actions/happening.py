"""Where a meeting takes place, that it is near, and whether it took place."""

from django.db import models, transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.meetings.actions.arranging import tell
from querbeet.meetings.enums import Event, Said, State
from querbeet.meetings.models.meeting import Meeting, Place, Word
from querbeet.meetings.rules import lifecycle as rules


@transaction.atomic
def tell_place(*, meeting: Meeting, by: Member, words: str = "", link: str = "") -> None:
    """Say where to meet, in words or by a link of one's own, instead of what was there.

    Raises `NotPossible` and `NoLink`.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    rules.check_tell_place(meeting, clock.now())
    rules.check_link(link)
    Place.objects.filter(meeting=meeting).delete()
    if words or link:
        Place.objects.create(meeting=meeting, told_by=by, words=words, link=link)
    audit.record("meeting.place_told", by=by, community=by.community_id, target=meeting)


@transaction.atomic
def say(*, meeting: Meeting, member: Member, said: Said) -> Meeting:
    """Say alone whether a meeting took place. When everybody who had agreed has said so, it is settled.

    Raises `NotPossible`.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    rules.check_say(meeting, clock.now())
    Word.objects.update_or_create(meeting=meeting, member=member, defaults={"said": Said(said)})
    audit.record("meeting.word_given", by=member, community=member.community_id, target=meeting)
    with viewing.purpose("meet"):
        words = dict(meeting.words.values_list("member", "said"))
    if set(words) >= set(meeting.seats.exclude(during=None).values_list("member", flat=True)):
        _settle(meeting, rules.outcome(words.values()), by=member)
    return meeting


@transaction.atomic
def settle() -> int:
    """Settle agreed meetings that ended a week ago from the words there are; how many. For the purpose of the clock."""
    late = list(Meeting.objects.select_for_update().filter(state=State.CONFIRMED, settles_at__lte=clock.now()))
    for meeting in late:
        _settle(meeting, rules.outcome(list(meeting.words.values_list("said", flat=True))), by=None)
    return len(late)


@transaction.atomic
def remind() -> int:
    """Tell everybody of meetings within a day, ask after those that ended; how many. For the purpose of the clock."""
    now = clock.now()
    agreed = Meeting.objects.select_for_update().filter(state=State.CONFIRMED)
    near = agreed.filter(starts_at__gt=now, starts_at__lte=now + rules.REMINDS, reminded_at=None)
    over = agreed.filter(ends_at__lte=now).exclude(reminded_at__gte=models.F("ends_at"))
    told = [(meeting, "meetings.soon") for meeting in near] + [(meeting, "meetings.over") for meeting in over]
    for meeting, kind in told:
        meeting.reminded_at = now
        meeting.save(update_fields=["reminded_at"])
        tell(meeting, kind, None)
    return len(told)


def _settle(meeting: Meeting, event: Event, *, by: Member | None) -> None:
    meeting.state = rules.after(meeting.state, event)
    meeting.changed_at = clock.now()
    meeting.save(update_fields=["state", "changed_at"])
    audit.record("meeting.settled", by=by, community=meeting.community_id, target=meeting)
