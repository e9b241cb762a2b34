"""What goes when a member goes."""

from django.db import transaction
from django.db.models import Q

from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.growth.actions.lineage import PURPOSE
from querbeet.growth.models.checks import CheckIn
from querbeet.growth.models.lineage import Branch, Consent
from querbeet.growth.models.path import Company, Declined, Guide, Path, SelfCheck
from querbeet.growth.models.rounds import Round, RoundSeat


@transaction.atomic
def forget(*, member: Member) -> None:
    """Erase everything of growth that belongs to a member, in the transaction in which they leave."""
    with viewing.purpose(PURPOSE):
        Round.objects.filter(host=member).update(host=None)
        theirs = Q(mentor=member) | Q(mentee=member)
        Consent.objects.filter(theirs).delete()
        Branch.objects.filter(theirs).delete()
        mine = Q(learner=member) | Q(guide=member)
        Declined.objects.filter(company__in=Company.objects.filter(mine)).delete()
        Company.objects.filter(mine).delete()
    for model in (CheckIn, SelfCheck, Guide, RoundSeat, Path):
        model.objects.filter(member=member).delete()
