"""Reads about areas and skills."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q

from querbeet.communities.models.member import Member
from querbeet.skills.enums import Source, State
from querbeet.skills.models.vocabulary import Area, Skill

MOST_SHOWN = 300  # of one area


def areas() -> list[Area]:
    """The areas to browse by, in order."""
    return list(Area.objects.all())


def area(key: str) -> Area | None:
    return Area.objects.filter(key=key).first()


def of_area(area: Area, viewer: Member) -> list[Skill]:
    """The skills of an area that lie below no other, by name, each with `below`: what lies right below it.

    Of a vocabulary with thousands of skills, the first few hundred; searching finds the others.
    """
    offered = Skill.objects.offered_to(viewer).filter(area=area)
    below = Prefetch("narrower", queryset=offered, to_attr="below")
    top = offered.filter(broader=None).prefetch_related(below)[:MOST_SHOWN]
    for skill in top:
        skill.below.sort(key=_by_name)
    return sorted(top, key=_by_name)


def skill(key: str, viewer: Member) -> Skill | None:
    """A skill that `viewer` may see, with its area; of a merged one, the skill that took over."""
    found = Skill.objects.visible_to(viewer).select_related("area", "merged_into__area").filter(key=key).first()
    return found.merged_into if found and found.state == State.MERGED else found


def neighbours(skill: Skill, viewer: Member) -> dict[str, list[Skill]]:
    """What lies above, below and beside a skill: keys `broader`, `narrower`, `related`, each by name."""
    seen = Skill.objects.offered_to(viewer)
    return {
        "broader": sorted(seen.filter(narrower=skill), key=_by_name),
        "narrower": sorted(seen.filter(broader=skill), key=_by_name),
        "related": sorted(seen.filter(related=skill), key=_by_name),
    }


def by_keys(keys: Iterable[str], viewer: Member) -> list[Skill]:
    """Skills that can be offered or wished for, by key; unknown keys are passed over."""
    return list(Skill.objects.offered_to(viewer).filter(key__in=list(keys)))


def proposals_of(member: Member) -> list[Skill]:
    """What a member proposed, newest first, with what became of it."""
    own = Skill.objects.filter(proposed_by=member, source=Source.COMMUNITY)
    return list(own.select_related("merged_into").order_by("-created_at"))


def for_stewards(steward: Member) -> list[Skill]:
    """The skills of a community that stewards look after: waiting ones first, then by name. Names no proposer."""
    own = Skill.objects.visible_to(steward).filter(community=steward.community_id).exclude(state=State.MERGED)
    return sorted(own.select_related("area"), key=lambda skill: (skill.state != State.PROPOSED, _by_name(skill)))


def stewarded(key: str, steward: Member) -> Skill | None:
    """A skill of the community that stewards can still decide on."""
    own = Skill.objects.visible_to(steward).filter(Q(community=steward.community_id), ~Q(state=State.MERGED))
    return own.select_related("area").filter(key=key).first()


def _by_name(skill: Skill) -> str:
    return skill.name.casefold()
