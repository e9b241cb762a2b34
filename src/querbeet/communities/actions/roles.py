"""Giving roles, and taking them back."""

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import queries, rules
from querbeet.communities.enums import Role
from querbeet.communities.models.community import Community
from querbeet.communities.models.member import Member


@transaction.atomic
def grant(*, member: Member, role: Role, by: Member) -> Member:
    """Give a member a role. Raises NotYours."""
    locked = _locked(member, by)
    if role in locked.roles:
        return locked
    return _write(locked, [*locked.roles, role], "role.granted", role, by)


@transaction.atomic
def withdraw(*, member: Member, role: Role, by: Member) -> Member:
    """Take a role back, one's own too. Raises NotYours or LastCoordinator."""
    locked = _locked(member, by)
    if role not in locked.roles:
        return locked
    rules.check_give_up(locked, role, other_coordinators=queries.coordinators_besides(locked))
    return _write(locked, [held for held in locked.roles if held != role], "role.withdrawn", role, by)


def _locked(member: Member, by: Member) -> Member:
    rules.check_coordinate(by, member.community)
    Community.objects.select_for_update().get(pk=member.community_id)  # two coordinators at once: one after the other
    return Member.objects.select_for_update().get(pk=member.pk)


def _write(member: Member, roles: list[str], verb: str, role: Role, by: Member) -> Member:
    member.roles = sorted(roles)
    member.save(update_fields=["roles"])
    audit.record(verb, by=by, community=member.community_id, target=member, role=str(role))
    return member
