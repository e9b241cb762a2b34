"""Inviting people, and taking an invitation back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import rules
from querbeet.communities.actions import codes
from querbeet.communities.models.community import Community, Invitation
from querbeet.communities.models.member import Member
from querbeet.core import clock, ids

DAYS = 14


@dataclass(frozen=True)
class Invited:
    """A fresh invitation and its code. Only a keyed hash of the code is kept, so this is the one chance to read it."""

    invitation: Invitation
    code: str


@transaction.atomic
def invite(
    *, community: Community, by: Member | None, roles: Sequence[str] = (), note: str = "", days: int = DAYS
) -> Invited:
    """Make an invitation for one person, good for `days`. `by` is None for whoever runs the server ('operate')."""
    if by is not None:
        rules.check_coordinate(by, community)
    code = ids.invitation_code()
    invitation = Invitation.objects.create(
        community=community,
        code_hash=codes.hashed(code),
        roles=sorted(set(roles)),
        note=note.strip(),
        created_by=by,
        expires_at=clock.now() + timedelta(days=days),
    )
    audit.record("invitation.made", by=by, community=community.pk, target=invitation, days=days)
    return Invited(invitation, code)


@transaction.atomic
def revoke(*, invitation: Invitation, by: Member) -> Invitation:
    """Take an invitation back, so that its code opens nothing. One that was used or revoked stays as it is."""
    rules.check_coordinate(by, invitation.community)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.used_at or locked.revoked_at:
        return locked
    locked.revoked_at = clock.now()
    locked.save(update_fields=["revoked_at"])
    audit.record("invitation.revoked", by=by, community=locked.community_id, target=locked)
    return locked
