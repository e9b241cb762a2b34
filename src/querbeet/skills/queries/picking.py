"""What somebody who is choosing several skills at once is shown: on arrival, and on their own pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from querbeet.communities.models.member import Member
from querbeet.skills.models.vocabulary import Area, Skill
from querbeet.skills.queries import exchange, search

FIRST = 12  # of each area: what lies below no other


@dataclass(frozen=True)
class Choice:
    """A skill to tick."""

    skill: Skill
    chosen: bool


@dataclass(frozen=True)
class Group:
    """An area with the skills to start from."""

    area: Area
    choices: list[Choice]

    @property
    def any_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Picker:
    """Skills to tick: those chosen already, those a search found, and the areas to start from."""

    side: str
    text: str
    chosen: list[Choice]
    found: list[Choice]
    groups: list[Group]
    near: bool = False


def picker(member: Member, side: str, *, text: str = "", keys: Iterable[str] | None = None) -> Picker:
    """The choices for offering or wishing. `keys` are ticked already; without them, what the member listed before."""
    ticked = set(exchange.own_keys(member, side) if keys is None else keys)
    offered = Skill.objects.offered_to(member).select_related("area")
    chosen = sorted(offered.filter(key__in=ticked), key=lambda skill: skill.name.casefold())
    answer = search.skills(text, member, most=24) if text else search.Answer([])
    groups: dict[UUID, Group] = {}
    for skill in offered.filter(broader=None, source="own").order_by("area__position", "key"):
        group = groups.setdefault(skill.area_id, Group(skill.area, []))
        if len(group.choices) < FIRST and skill.key not in ticked:
            group.choices.append(Choice(skill, False))
    return Picker(
        side=side,
        text=text,
        chosen=[Choice(skill, True) for skill in chosen],
        found=[Choice(skill, False) for skill in answer.skills if skill.key not in ticked],
        groups=list(groups.values()),
        near=answer.near,
    )
