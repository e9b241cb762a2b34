"""Coming in by a code: an account where there is none, a persona, and the agreement it accepted."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from querbeet.audit import actions as audit
from querbeet.communities import queries, rules
from querbeet.communities.actions import codes
from querbeet.communities.enums import Status
from querbeet.communities.models.community import Agreement, Community, Invitation
from querbeet.communities.models.member import Acceptance, Member, Persona
from querbeet.core import clock, viewing
from querbeet.core.errors import Refused
from querbeet.core.viewing import Context
from querbeet.people.actions import accounts
from querbeet.people.models import Account


class AlreadyHere(Refused):
    """One person has one persona in a community."""

    def __init__(self) -> None:
        super().__init__(
            _("You are a member of this community already. The code was not used up; you can give it to somebody else.")
        )


@dataclass(frozen=True)
class Opened:
    """What lies behind a valid code: where it leads and what has to be agreed to."""

    community: Community
    agreement: Agreement


@dataclass(frozen=True)
class Joined:
    """The new persona and the account behind it."""

    member: Member
    account: Account


def look(code: str) -> Opened:
    """Look behind a code without using it. Raises CodeNotValid."""
    with _at_the_door(code):
        invitation = Invitation.objects.filter(code_hash=codes.hashed(code)).first()
        rules.check_redeem(invitation, clock.now())
        community = Community.objects.get(pk=invitation.community_id)  # type: ignore[union-attr]
        return Opened(community, queries.newest_agreement(community))


@transaction.atomic
def join(
    *,
    code: str,
    version: int,
    adult: bool,
    account: Account | None = None,
    passphrase: str | None = None,
    language: str = "",
) -> Joined:
    """Use up an invitation: open an account unless there is one, and make its persona in the community.

    `version` is the version of the agreement that was read and agreed to; `adult` the word about one's age.
    Raises CodeNotValid, AgreementChanged, NotAgreed or AlreadyHere. Of several who come with one code, one gets in.
    The persona is invisible to others until its person has said who may see what (profiles.arrive).
    """
    now = clock.now()
    with _at_the_door(code, account):
        invitation = queries.invitation_by_hash(codes.hashed(code))
        rules.check_redeem(invitation, now)
        community = Community.objects.get(pk=invitation.community_id)  # type: ignore[union-attr]
        newest = queries.newest_agreement(community)
        rules.check_agreed(newest, version, adult=adult, community=community)
        if account:
            _check_new_here(account, community)
        account = account or accounts.open_account(passphrase=passphrase, language=language)
        viewing.change(account=str(account.pk))
        member = _enter(invitation, account, newest, now)  # type: ignore[arg-type]
    return Joined(member, account)


def _at_the_door(code: str, account: Account | None = None):
    return viewing.looking(
        Context(account=str(account.pk) if account else "", purpose="join", invitation=codes.hashed(code))
    )


def _check_new_here(account: Account, community: Community) -> None:
    Account.objects.select_for_update().get(pk=account.pk)  # two codes at once make one persona
    mine = Member.objects.filter(persona__account=account, community=community).exclude(status=Status.LEFT)
    if mine.exists():
        raise AlreadyHere


def _enter(invitation: Invitation, account: Account, agreement: Agreement, now: datetime) -> Member:
    member = Member(community_id=invitation.community_id, roles=invitation.roles, adult_confirmed_at=now)
    member.save(force_insert=True)
    Persona.objects.create(account=account, member=member)
    viewing.change(member=str(member.pk), community=str(member.community_id))
    Acceptance.objects.create(member=member, agreement=agreement)
    invitation.used_at, invitation.used_by = now, member
    invitation.save(update_fields=["used_at", "used_by"])
    audit.record(
        "member.joined", by=member, community=member.community_id, target=invitation, version=agreement.version
    )
    return member
