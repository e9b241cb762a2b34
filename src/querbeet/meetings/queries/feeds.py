"""The feed of a secret address: what its owner would see, read without signing in."""

from django.utils import translation
from django.utils.translation import gettext as _

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.meetings.calendar_file import Entry
from querbeet.meetings.models.calendar import Calendar
from querbeet.meetings.queries import meetings


def entries(fingerprint: str) -> list[Entry]:
    """The meetings of whoever has this address. None for an address that leads nowhere, and for whoever is shut out.

    Looks through the owner's eyes for the rest of the transaction.
    """
    calendar = _open(fingerprint)
    if calendar is None:
        return []
    with translation.override(calendar.language):
        return meetings.entries(calendar.member, _("Appointment"))


def _open(fingerprint: str) -> Calendar | None:
    """The calendar of this address, if its owner is there; from then on the transaction looks through their eyes."""
    viewing.bind(viewing.Context(purpose="calendar", invitation=fingerprint))
    calendar = Calendar.objects.filter(fingerprint=fingerprint).first()
    if calendar is None:
        return None
    viewing.bind(viewing.Context(member=str(calendar.member_id)))
    member = Member.objects.filter(pk=calendar.member_id, status__in=[Status.ACTIVE, Status.PAUSED]).first()
    if member is None:
        return None
    viewing.bind(viewing.of(member))
    calendar.member = member
    return calendar
