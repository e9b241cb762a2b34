"""What becomes of a member's skills when they go."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Skill


@transaction.atomic
def forget(*, member: Member) -> None:
    """Erase offers, wishes, week, strengths and confirmations of a member; skills they proposed no longer name them.

    A proposal that waits goes on waiting, as it does for a steward whom its proposer blocks: the two must look alike.
    For the package that lets a member leave, before it does, in the same transaction.
    """
    Listing.objects.filter(member=member).delete()
    Week.objects.filter(member=member).delete()
    Endorsement.objects.filter(by=member).delete()
    Strength.objects.filter(member=member).delete()
    proposed = Skill.objects.filter(proposed_by=member)
    purpose = viewing.current().purpose
    viewing.change(purpose="leave")
    proposed.update(proposed_by=None)
    viewing.change(purpose=purpose)
    audit.record("skills.forgotten", by=member, community=member.community_id)
