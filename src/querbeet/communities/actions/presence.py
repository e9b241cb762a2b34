"""Being there, taking a break, leaving; and stewards shutting somebody out. To others all absences look the same."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import queries, rules
from querbeet.communities.actions import parting
from querbeet.communities.enums import Role, Status
from querbeet.communities.models.bounds import Tie
from querbeet.communities.models.community import Community
from querbeet.communities.models.member import Facet, Member
from querbeet.communities.models.picture import Picture
from querbeet.core import clock, ids, viewing


def pause(*, member: Member) -> Member:
    """Take a break: to all but current matches it looks as though the member had left."""
    return _move(member, "pause", by=member)


def resume(*, member: Member) -> Member:
    """Be there again."""
    return _move(member, "resume", by=member)


@transaction.atomic
def suspend(*, member: Member, by: Member) -> Member:
    """Shut a member out at once; their next request finds the door closed. Raises NotYours or NotOneself.

    What they had together with others ends as if they had left, or others could tell that they have not.
    """
    rules.check_suspend(by, member)
    with viewing.as_member(member):
        parting.part(member)
    return _move(member, "suspend", by=by)


@transaction.atomic
def lift(*, member: Member, by: Member) -> Member:
    """Let a suspended member in again, as they were before; what ended stays ended."""
    rules.check_suspend(by, member)
    return _move(member, "lift", by=by)


@transaction.atomic
def leave(*, member: Member) -> Member:
    """Leave for good: name, profile, roles and ties go at once. Raises LastCoordinator.

    The persona's row stays, without anything that tells who it was, for what others still have together with it.
    """
    if member.coordinates:
        Community.objects.select_for_update().get(pk=member.community_id)
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if locked.status == Status.LEFT:
        return locked
    locked.status = rules.after(locked, "leave")
    rules.check_give_up(locked, Role.COORDINATOR, other_coordinators=queries.coordinators_besides(locked))
    now = clock.now()
    Facet.objects.filter(member=locked).delete()
    Picture.objects.filter(member=locked).delete()
    Tie.objects.visible_to(locked).filter(ended_at=None).update(ended_at=now)
    locked.display_name, locked.roles, locked.key, locked.status_since = "", [], ids.public_key(), now
    locked.save(update_fields=["status", "status_since", "display_name", "roles", "key"])
    audit.record("member.left", by=locked, community=locked.community_id)
    return locked


@transaction.atomic
def _move(member: Member, event: str, *, by: Member) -> Member:
    locked = Member.objects.select_for_update().get(pk=member.pk)
    following = rules.after(locked, event)
    if following == locked.status:
        return locked
    earlier = locked.status if following == Status.SUSPENDED else ""
    locked.status, locked.earlier_status, locked.status_since = following, earlier, clock.now()
    locked.save(update_fields=["status", "earlier_status", "status_since"])
    audit.record(f"member.{event}", by=by, community=locked.community_id, target=locked)
    return locked
