"""What becomes of a member's skills when they go."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.skills.enums import State
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.models.vocabulary import Skill


@transaction.atomic
def forget(*, member: Member) -> None:
    """Erase offers, wishes, week, strengths and confirmations of a member; skills they proposed no longer name them.

    For the package that lets a member leave, before it does, in the same transaction.
    """
    Listing.objects.filter(member=member).delete()
    Week.objects.filter(member=member).delete()
    Endorsement.objects.filter(by=member).delete()
    Strength.objects.filter(member=member).delete()
    proposed = Skill.objects.filter(proposed_by=member)
    proposed.filter(state=State.PROPOSED).delete()
    purpose = viewing.current().purpose
    viewing.change(purpose="leave")
    proposed.update(proposed_by=None)
    viewing.change(purpose=purpose)
    audit.record("skills.forgotten", by=member, community=member.community_id)
