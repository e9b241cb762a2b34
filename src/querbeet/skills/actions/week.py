"""Saying when one usually has time."""

from collections.abc import Iterable

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.skills.models.availability import Week
from querbeet.ui import week


@transaction.atomic
def keep(*, member: Member, times: Iterable[str], audience: str = Audience.MATCHING) -> Week:
    """Set a member's usual week, in their own time zone; `times` are codes of `querbeet.ui.week`.

    Raises ValueError for a code that is none.
    """
    chosen = set(times)
    if unknown := chosen - set(week.CODES):
        raise ValueError(sorted(unknown)[0])
    ordered = [code for code in week.CODES if code in chosen]
    kept, made = Week.objects.get_or_create(
        member=member,
        defaults={"community_id": member.community_id, "times": ordered, "audience": Audience(audience)},
    )
    if made or (kept.times, kept.audience) != (ordered, audience):
        kept.times, kept.audience = ordered, Audience(audience)
        kept.save(update_fields=["times", "audience"])
        audit.record("week.kept", by=member, community=member.community_id)
    return kept
