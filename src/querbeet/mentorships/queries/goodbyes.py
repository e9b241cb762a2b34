"""What one keeps of a mentorship, and the thanks that one got."""

from dataclasses import dataclass

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.core import vault
from querbeet.mentorships.models.farewell import Farewell, Thanks
from querbeet.mentorships.models.mentorship import Mentorship


@dataclass(frozen=True)
class Thanked:
    """Thanks, and whose they are."""

    by: Card
    text: str


@dataclass(frozen=True)
class Kept:
    """One's own part of a goodbye; the first two as their forms begin with them."""

    farewell: dict[str, str]
    thanks: dict[str, str]
    done: bool
    received: list[Thanked]


def own(mentorship: Mentorship, member: Member) -> Kept:
    """What a member keeps of it, said in it, and got."""
    mine = Farewell.objects.visible_to(member).filter(mentorship=mentorship).first()
    said = Thanks.objects.visible_to(member).filter(mentorship=mentorship, by=member).first()
    return Kept(
        farewell={"text": mine.text if mine else ""},
        thanks={"text": said.text if said else ""},
        done=bool(mine and mine.done_at),
        received=thanks(mentorship, member),
    )


def thanks(mentorship: Mentorship, member: Member) -> list[Thanked]:
    """The thanks that a member got."""
    rows = list(Thanks.objects.visible_to(member).filter(mentorship=mentorship).exclude(by=member))
    vault.gather(rows)
    cards = communities.cards(member, [one.by_id for one in rows]) if rows else communities.Cards()
    return [Thanked(cards[one.by_id], one.text) for one in rows]
