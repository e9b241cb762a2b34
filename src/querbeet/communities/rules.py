"""What members may do, and the sentence that says why not. Rules look at what is loaded; they never query."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from querbeet.communities.enums import Role, Status
from querbeet.communities.models.community import Agreement, Community, Invitation
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused

# (state, event) -> next. Every other pair is refused. A lifted suspension goes back to what was before: see `after`.
LIFE = {
    (Status.ACTIVE, "pause"): Status.PAUSED,
    (Status.PAUSED, "pause"): Status.PAUSED,
    (Status.PAUSED, "resume"): Status.ACTIVE,
    (Status.ACTIVE, "resume"): Status.ACTIVE,
    (Status.ACTIVE, "leave"): Status.LEFT,
    (Status.PAUSED, "leave"): Status.LEFT,
    (Status.LEFT, "leave"): Status.LEFT,
    (Status.ACTIVE, "suspend"): Status.SUSPENDED,
    (Status.PAUSED, "suspend"): Status.SUSPENDED,
    (Status.SUSPENDED, "suspend"): Status.SUSPENDED,
    (Status.SUSPENDED, "lift"): Status.ACTIVE,
    (Status.ACTIVE, "lift"): Status.ACTIVE,
    (Status.PAUSED, "lift"): Status.PAUSED,
}
NAME_NEEDED = _("Please tell the others what to call you first.")
EVENTS = ("pause", "resume", "leave", "suspend", "lift")


class NotNow(Refused):
    """The state a member is in does not allow it."""


class NotYours(Refused):
    """The act needs a role that its actor has not."""


class NotOneself(Refused):
    """Nobody does this to themself."""


class LastCoordinator(Refused):
    """A community is never without a coordinator."""


class CodeNotValid(Refused):
    """One sentence for every code that opens nothing, so that guessing teaches nothing."""

    def __init__(self) -> None:
        super().__init__(
            _("This code does not open anything. It may be mistyped, used already, or too old. Ask for a new one.")
        )


class NameNeeded(Refused):
    """A member without a name cannot be shown to others."""


class NotAgreed(Refused):
    """The way in leads through the agreement and the age of the community."""


class AgreementChanged(Refused):
    """Somebody published a newer version in the meantime."""


def after(member: Member, event: str) -> Status:
    """The status that follows an event. Raises NotNow where there is none."""
    status = Status(member.status)
    if (status, event) not in LIFE:
        raise NotNow(_("That is not possible now. Nothing was changed."))
    if status == Status.SUSPENDED and event == "lift":
        return Status(member.earlier_status or Status.ACTIVE)
    return LIFE[status, event]


def can_coordinate(by: Member, community: Community) -> bool:
    return by.coordinates and by.status == Status.ACTIVE and by.community_id == community.pk


def check_coordinate(by: Member, community: Community) -> None:
    if not can_coordinate(by, community):
        raise NotYours(_("Only coordinators of this community can do that. Nothing was changed."))


def can_suspend(by: Member, member: Member) -> bool:
    return by.stewards and by.status == Status.ACTIVE and by.community_id == member.community_id and by != member


def check_suspend(by: Member, member: Member) -> None:
    if by == member:
        raise NotOneself(_("You cannot decide about yourself. Ask another steward."))
    if not can_suspend(by, member):
        raise NotYours(_("Only stewards of this community can do that. Nothing was changed."))


def can_block(by: Member, member: Member) -> bool:
    return by != member and by.community_id == member.community_id


def check_block(by: Member, member: Member) -> None:
    if not can_block(by, member):
        raise NotOneself(_("That is you. Nothing was changed."))


def can_give_up(member: Member, role: str, *, other_coordinators: int) -> bool:
    """Whether a member may go without this role; `other_coordinators` counts the active ones besides."""
    return role != Role.COORDINATOR or role not in member.roles or other_coordinators > 0


def check_give_up(member: Member, role: str, *, other_coordinators: int) -> None:
    if not can_give_up(member, role, other_coordinators=other_coordinators):
        raise LastCoordinator(_("A community needs a coordinator. Make somebody else one first."))


def can_redeem(invitation: Invitation, now: datetime) -> bool:
    return invitation.used_at is None and invitation.revoked_at is None and now < invitation.expires_at


def check_redeem(invitation: Invitation | None, now: datetime) -> None:
    if invitation is None or not can_redeem(invitation, now):
        raise CodeNotValid


def check_agreed(newest: Agreement, version: int, *, adult: bool, community: Community) -> None:
    """Refuses an older version than the newest, and somebody who does not say that they are old enough."""
    if version != newest.version:
        raise AgreementChanged(_("The agreement has a new version. Please read it once more."))
    if not adult:
        sentence = _("This community is for people of %(age)s and older. Please confirm your age to come in.")
        raise NotAgreed(sentence % {"age": community.min_age})


def can_arrive(member: Member) -> bool:
    return bool(member.display_name.strip()) and member.status in (Status.ACTIVE, Status.PAUSED)


def check_arrive(member: Member) -> None:
    if not can_arrive(member):
        raise NameNeeded(NAME_NEEDED)
