"""Who passed on to whom: seen only where both want it, for as long as both want it."""

from typing import Any

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.growth.models.lineage import Branch, Consent
from querbeet.growth.queries import lineage as queries
from querbeet.mentorships.models.mentorship import Mentorship

PURPOSE = "lineage"


@transaction.atomic
def show(*, mentorship: Mentorship, other: Member, by: Member) -> None:
    """Let it be seen that one of the two learned from the other; it is, once both have said so. Safe to repeat.

    Raises `NotGrown` where they are not mentor and mentee of a mentoring that took place.
    """
    mentor, mentee = queries.sides(mentorship, by, other)
    edge: dict[str, Any] = {"mentorship": mentorship, "mentor_id": mentor, "mentee_id": mentee}
    _consent, new = Consent.objects.get_or_create(member=by, **edge)
    with viewing.purpose(PURPOSE):
        if Consent.objects.filter(**edge).count() == 2:
            Branch.objects.get_or_create(defaults={"community_id": by.community_id}, **edge)
    if new:
        audit.record("lineage.shown", by=by, community=by.community_id)


@transaction.atomic
def hide(*, mentorship: Mentorship, other: Member, by: Member) -> None:
    """Take it back: the branch is gone at once, whatever the other said. Safe to repeat."""
    between = {"mentor__in": [by, other], "mentee__in": [by, other], "mentorship": mentorship}
    gone = Consent.objects.filter(member=by, **between).delete()[0]
    with viewing.purpose(PURPOSE):
        Branch.objects.filter(**between).delete()
    if gone:
        audit.record("lineage.hidden", by=by, community=by.community_id)
