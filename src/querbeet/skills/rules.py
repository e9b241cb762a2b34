"""What members may do with skills, and the sentence that says why not. Rules look at what is loaded alone."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.skills.enums import Side, Source, State
from querbeet.skills.models.strengths import Strength
from querbeet.skills.models.vocabulary import Skill
from querbeet.ui import week

MOST_LISTINGS = 60  # offers, and as many wishes, of one member
MOST_STRENGTHS = 20
MOST_PROPOSALS = 10  # waiting at one time
WEEK_HOURS = 7 * 24

# state -> what stewards may do with a skill of their community
LIFE = {
    State.PROPOSED: {"accept": State.ACCEPTED, "merge": State.MERGED, "decline": State.DECLINED},
    State.DECLINED: {"accept": State.ACCEPTED, "merge": State.MERGED},
    State.ACCEPTED: {"merge": State.MERGED},
    State.MERGED: {},
}


class NotYours(Refused):
    """The act needs a role that its actor has not."""


class NotNow(Refused):
    """The state of the thing does not allow it."""


class TooMany(Refused):
    """A list that nobody reads to its end helps nobody."""


class NotOneself(Refused):
    """Confirming is for others."""


class NothingSaid(Refused):
    """There is no text."""


class NotThere(Refused):
    """One sentence for everything that is hidden, foreign or gone."""

    def __init__(self) -> None:
        super().__init__(_("This is not here any more. Nothing was changed."))


def default_audience(side: str, *, sensitive: bool) -> Audience:
    """Who sees an offer or a wish unless its member says otherwise; a wish can tell more than an offer."""
    if not sensitive:
        return Audience.COMMUNITY
    return Audience.MATCHES if side == Side.OFFER else Audience.MATCHING


def can_list(member: Member, skill: Skill) -> bool:
    return skill.accepted and skill.community_id in (None, member.community_id)


def check_list(member: Member, skill: Skill, *, listed: int) -> None:
    """Whether `member`, with so many offers or wishes already, may add this one."""
    if not can_list(member, skill):
        raise NotThere
    if listed >= MOST_LISTINGS:
        raise TooMany(
            _("Your list holds %(most)d entries, and that is the most. Take one away first.") % {"most": MOST_LISTINGS}
        )


def can_name_strength(named: int) -> bool:
    return named < MOST_STRENGTHS


def check_name_strength(text: str, *, named: int) -> None:
    if not text:
        raise NothingSaid(_("Write a word or two first."))
    if not can_name_strength(named):
        raise TooMany(
            _("You have named %(most)d strengths, and that is the most. Take one away first.")
            % {"most": MOST_STRENGTHS}
        )


def can_endorse(by: Member, strength: Strength) -> bool:
    """For a strength that `by` may see."""
    return strength.member_id != by.pk and strength.community_id == by.community_id


def check_endorse(by: Member, strength: Strength) -> None:
    if not can_endorse(by, strength):
        raise NotOneself(_("That is your own. Others can confirm it."))


def can_decide(by: Member, strength: Strength) -> bool:
    return strength.member_id == by.pk


def check_decide(by: Member, strength: Strength) -> None:
    if not can_decide(by, strength):
        raise NotThere


def check_propose(names: dict[str, str], *, waiting: int) -> None:
    if not any(names.values()):
        raise NothingSaid(_("Give it a name first."))
    if waiting >= MOST_PROPOSALS:
        raise TooMany(_("Some of your proposals are still waiting. Give the stewards a little time."))


def can_steward(by: Member, skill: Skill) -> bool:
    return by.stewards and skill.source == Source.COMMUNITY and skill.community_id == by.community_id


def check_steward(by: Member, skill: Skill) -> None:
    if not can_steward(by, skill):
        raise NotYours(_("Only stewards of this community can do that. Nothing was changed."))


def after(skill: Skill, event: str, *, by: Member) -> State:
    """The state that follows what a steward does. Raises NotYours or NotNow."""
    check_steward(by, skill)
    following = LIFE[State(skill.state)].get(event)
    if following is None:
        raise NotNow(_("That is not possible now. Nothing was changed."))
    return following


def check_merge(skill: Skill, into: Skill, *, by: Member) -> None:
    """Whether `into` can take over from `skill`."""
    if skill.pk == into.pk or not can_list(by, into):
        raise NotNow(_("These two cannot be joined. Nothing was changed."))


def hours_of_week(times: Iterable[str], zone: str, now: datetime) -> frozenset[int]:
    """The hours of the week in UTC, 0 being Monday from midnight to one, of times that hold in `zone`.

    `now` says which clock is on: summer or winter time. Zones off by half an hour count as the full hour before.
    """
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    shift = int(offset.total_seconds() // 3600) if offset else 0
    hours = (week.DAYS.index(code.partition("-")[0]) * 24 + hour for code in times for hour in week.hours(code))
    return frozenset((hour - shift) % WEEK_HOURS for hour in hours)
