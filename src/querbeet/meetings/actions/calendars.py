"""A member's calendar: the cover title, the address of the feed, and what goes when the member goes."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import get_language

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import ids, sealing, viewing
from querbeet.meetings.models.calendar import Calendar
from querbeet.meetings.models.meeting import Meeting, Place, Reply, Search, Seat, Word
from querbeet.meetings.rules import lifecycle as rules

LENGTH = 32  # signs of the address: about 157 bits


@transaction.atomic
def keep(*, member: Member, title: str = "", with_place: bool = False, link: str = "") -> Calendar:
    """Keep how meetings look in the member's own calendar, and their own room for video. Raises `NoLink`."""
    rules.check_link(link)
    calendar = _of(member)
    calendar.title, calendar.with_place, calendar.link = title.strip(), with_place, link
    calendar.save(update_fields=["title", "with_place", "link", "language"])
    audit.record("calendar.kept", by=member, community=member.community_id)
    return calendar


@transaction.atomic
def renew(*, member: Member) -> str:
    """A new secret address for the feed; one that was there before leads nowhere. It is told once and kept nowhere."""
    calendar, token = _of(member), ids.public_key(LENGTH)
    calendar.fingerprint = fingerprint(token)
    calendar.save(update_fields=["fingerprint", "language"])
    audit.record("calendar.renewed", by=member, community=member.community_id)
    return token


@transaction.atomic
def switch_off(*, member: Member) -> None:
    """Take the feed away: whoever still asks for it gets an empty calendar."""
    if Calendar.objects.filter(member=member).exclude(fingerprint="").update(fingerprint=""):
        audit.record("calendar.switched_off", by=member, community=member.community_id)


@transaction.atomic
def forget(*, member: Member) -> None:
    """Take a member out of every meeting, in the transaction in which they leave. A meeting of two goes with them."""
    mine = Seat.objects.filter(member=member).values("meeting")
    with viewing.purpose("meet"):  # answers of others go with a meeting, read by nobody
        seats = Seat.objects.filter(meeting__in=mine).values_list("meeting").annotate(people=Count("pk"))
        Meeting.objects.filter(pk__in=[meeting for meeting, people in seats if people <= 2]).delete()
        for model in (Reply, Word, Search, Seat):
            model.objects.filter(member=member).delete()
        Meeting.objects.filter(asked_by=member).delete()
    Place.objects.filter(told_by=member).delete()
    Calendar.objects.filter(member=member).delete()


def fingerprint(token: str) -> str:
    """What is kept of an address: finds it again without telling it."""
    return sealing.digest("calendar", token, key=settings.ACCOUNT_KEY)


def _of(member: Member) -> Calendar:
    made, _new = Calendar.objects.select_for_update().get_or_create(member=member)
    made.language = get_language() or settings.LANGUAGE_CODE
    return made
