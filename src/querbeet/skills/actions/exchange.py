"""Offering and wishing, changing that, and taking it back. Everybody decides for themself."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.enums import Audience
from querbeet.communities.models.member import Member
from querbeet.skills import rules
from querbeet.skills.enums import Format, Side
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.vocabulary import Skill


@dataclass(frozen=True)
class Details:
    """What a member says about an offer or a wish. Without an audience it gets the careful default of its skill."""

    level: int | None = None
    format: str = Format.BOTH
    languages: tuple[str, ...] = ()
    hours_a_month: int | None = None
    note: str = ""
    audience: str = ""


def offer(*, member: Member, skill: Skill, details: Details | None = None) -> Listing:
    """Offer a skill, or change what one says about offering it. Raises NotThere or TooMany."""
    return _list(Side.OFFER, member, skill, details or Details())


def wish(*, member: Member, skill: Skill, details: Details | None = None) -> Listing:
    """Wish for a skill, or change what one says about that wish. Raises NotThere or TooMany."""
    return _list(Side.WISH, member, skill, details or Details())


def offer_only(*, member: Member, skills: Iterable[Skill]) -> None:
    """Offer exactly these skills: new ones with careful defaults, kept ones as they are, the rest taken back."""
    _list_only(Side.OFFER, member, skills)


def wish_only(*, member: Member, skills: Iterable[Skill]) -> None:
    """Wish for exactly these skills: new ones with careful defaults, kept ones as they are, the rest taken back."""
    _list_only(Side.WISH, member, skills)


def withdraw(*, member: Member, skill: Skill, side: str) -> None:
    """Take back an offer or a wish of one's own; nothing happens where there is none."""
    with transaction.atomic():
        gone, _rows = Listing.objects.filter(member=member, skill=skill, side=side).delete()
        if gone:
            audit.record(f"{side}.withdrawn", by=member, community=member.community_id)


@transaction.atomic
def _list(side: Side, member: Member, skill: Skill, details: Details) -> Listing:
    Member.objects.select_for_update().get(pk=member.pk)
    told: dict[str, Any] = asdict(details) | {"languages": list(details.languages), "note": details.note.strip()}
    told["audience"] = Audience(details.audience or rules.default_audience(side, sensitive=skill.sensitive))
    mine = Listing.objects.filter(member=member, side=side)
    listed = mine.filter(skill=skill).first()
    if listed is None:
        rules.check_list(member, skill, listed=mine.count())
        listed = Listing.objects.create(community_id=member.community_id, member=member, skill=skill, side=side, **told)
        audit.record(f"{side}.made", by=member, community=member.community_id)
    elif any(getattr(listed, field) != value for field, value in told.items()):
        for field, value in told.items():
            setattr(listed, field, value)
        listed.save(update_fields=list(told))
        audit.record(f"{side}.changed", by=member, community=member.community_id)
    return listed


@transaction.atomic
def _list_only(side: Side, member: Member, skills: Iterable[Skill]) -> None:
    wanted = {skill.pk: skill for skill in skills}
    had = set(Listing.objects.filter(member=member, side=side).values_list("skill", flat=True))
    for skill in Skill.objects.visible_to(member).filter(pk__in=had - set(wanted)):
        withdraw(member=member, skill=skill, side=side)
    for pk, skill in wanted.items():
        if pk not in had:
            _list(side, member, skill, Details())
