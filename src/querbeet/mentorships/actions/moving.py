"""The one place where a mentorship changes its state: by the table, with the dates of the step."""

from datetime import datetime
from uuid import UUID

from querbeet.audit import actions as audit
from querbeet.communities.enums import TieKind
from querbeet.communities.models.bounds import Tie
from querbeet.communities.models.member import Member
from querbeet.mentorships.actions import places
from querbeet.mentorships.enums import Event
from querbeet.mentorships.models.mentorship import HELD, OVER, Mentorship
from querbeet.mentorships.rules import lifecycle


def locked(mentorship: UUID) -> Mentorship:
    """The mentorship as it is now, locked until the end of the transaction."""
    return Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship)


def move(mentorship: Mentorship, event: Event, *, by: Member | None, now: datetime) -> Mentorship:
    """Take a locked mentorship one step on and keep its ties and places in step. Raises `NoLongerOpen` or `NoWay`."""
    following = lifecycle.after(mentorship.state, event)
    held = mentorship.state in HELD
    dates = lifecycle.dates(mentorship, following, now)
    mentorship.state = following
    for name, value in dates.items():
        setattr(mentorship, name, value)
    mentorship.save(update_fields=["state", *dates])
    if following in HELD:
        _tie(mentorship)
    elif following in OVER:
        Tie.objects.filter(source=mentorship.pk, ended_at=None).update(ended_at=now)
        if held:
            places.give_back(mentorship, mentorship.partners.there().select_related("member"), by=by)
    audit.record(f"mentorship {event}", by=by, community=mentorship.community_id, target=mentorship)
    return mentorship


def _tie(mentorship: Mentorship) -> None:
    """Those who take part are each other's matches from the first talk on."""
    here = list(mentorship.partners.there().order_by("side", "pk").values_list("member", flat=True))
    Tie.objects.bulk_create(
        (
            Tie(member_id=one, other_id=other, kind=TieKind.MATCH, source=mentorship.pk)
            for index, one in enumerate(here)
            for other in here[index + 1 :]
        ),
        ignore_conflicts=True,
    )
