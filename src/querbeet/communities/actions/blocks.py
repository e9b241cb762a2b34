"""Blocking: in each other's eyes, both have left. Nobody is told, and no record says who blocked whom."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import rules
from querbeet.communities.actions import parting
from querbeet.communities.models.bounds import Block, Tie
from querbeet.communities.models.member import Member
from querbeet.core import clock


@transaction.atomic
def block(*, member: Member, by: Member) -> None:
    """Block a member. What the two had together ends, so that unblocking brings nothing back by itself."""
    rules.check_block(by, member)
    Member.objects.select_for_update().get(pk=by.pk)
    if not Block.objects.filter(blocker=by, blocked=member).exists():
        parting.part(by, member)
        Block.objects.create(blocker=by, blocked=member)
        Tie.objects.between(by, member).update(ended_at=clock.now())
        audit.record("block.made", by=by)  # neither community nor target: stewards read the community's entries


@transaction.atomic
def unblock(*, block: Block, by: Member) -> None:
    """Take a block back. It shows again what both show to the community, and no more."""
    gone, _rows = Block.objects.visible_to(by).filter(pk=block.pk).delete()
    if gone:
        audit.record("block.ended", by=by)
