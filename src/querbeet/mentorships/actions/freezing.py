"""Stewards keep people apart for now. To those in it, it looks like a break of somebody; they can still end it."""

from collections.abc import Collection

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships.actions import breaks, moving, places
from querbeet.mentorships.enums import Event, Freezing, State, Thawing
from querbeet.mentorships.models.freeze import Freeze
from querbeet.mentorships.models.mentorship import HELD, Mentorship
from querbeet.mentorships.rules import lifecycle
from querbeet.mentorships.rules import parts as rules


def between(*, one: Member, other: Member) -> list[Mentorship]:
    """The mentorships that two members are in together now; for stewards who have a report before them."""
    with places.concluding():
        return list(Mentorship.objects.shared_by(one, other).filter(state__in=HELD))


@transaction.atomic
def freeze(*, mentorship: Mentorship, by: Member) -> Freeze:
    """Freeze what is under way; safe to repeat. Raises `NotYours`, or `core.lifecycle.NoWay` where nothing is."""
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(mentorship.pk)
        rules.check_freeze(by, _people(mentorship))
        found, new = Freeze.objects.get_or_create(
            mentorship=mentorship, state=Freezing.FROZEN, defaults={"by": by, "community_id": by.community_id}
        )
        if new and mentorship.state != State.ON_HOLD:
            moving.move(mentorship, Event.HOLD, by=None, now=now)
    if new:
        audit.record("freeze", by=by, community=by.community_id, target=mentorship)
    return found


@transaction.atomic
def freeze_between(*, one: Member, other: Member, by: Member) -> int:
    """Freeze everything that two members are in together; how many."""
    return len([freeze(mentorship=found, by=by) for found in between(one=one, other=other)])


@transaction.atomic
def unfreeze(*, freeze: Freeze, by: Member) -> None:
    """Lift a freeze; it goes on unless somebody rests or it has ended meanwhile. Safe to repeat. Raises `NotYours`."""
    now = clock.now()
    with places.concluding():
        mentorship = moving.locked(freeze.mentorship_id)
        rules.check_freeze(by, _people(mentorship))
        found = Freeze.objects.select_for_update(of=("self",)).get(pk=freeze.pk)
        if found.state == Freezing.LIFTED:
            return
        found.state, found.lifted_at = lifecycle.FREEZE.after(found.state, Thawing.UNFREEZE), now
        found.save(update_fields=["state", "lifted_at"])
        breaks.go_on(mentorship, by=None, now=now)
    audit.record("unfreeze", by=by, community=by.community_id, target=mentorship)


def _people(mentorship: Mentorship) -> Collection[object]:
    return list(mentorship.partners.there().values_list("member", flat=True))
