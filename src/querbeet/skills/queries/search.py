"""Finding skills."""

from dataclasses import dataclass

from querbeet.communities.models.member import Member
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.queries import wording

MOST = 40


@dataclass(frozen=True)
class Answer:
    """Skills found, best first."""

    skills: list[Skill]
    near: bool = False  # nothing matched; these come close


def skills(text: str, viewer: Member, *, most: int = MOST) -> Answer:
    """Skills that `viewer` may mean by `text`; six queries at most, however many are found."""
    matches = wording.matching(text, viewer)
    near = not matches
    if near:
        matches = wording.near(text, viewer)
    best = [match.skill for match in matches][:most]
    found = {skill.pk: skill for skill in Skill.objects.offered_to(viewer).filter(pk__in=best).select_related("area")}
    ordered = [found[pk] for pk in best if pk in found]
    return Answer(ordered, near and bool(ordered))
