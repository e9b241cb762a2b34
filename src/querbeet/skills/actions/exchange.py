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
from querbeet.skills.models.exchange import Listing, Offer, Wish
from querbeet.skills.models.vocabulary import Skill

MODELS: dict[str, type[Offer] | type[Wish]] = {Side.OFFER: Offer, Side.WISH: Wish}


@dataclass(frozen=True)
class Details:
    """What a member says about an offer or a wish. Without an audience it gets the careful default of its skill."""

    level: int | None = None
    format: str = Format.BOTH
    languages: tuple[str, ...] = ()
    hours_a_month: int | None = None
    note: str = ""
    audience: str = ""


def offer(*, member: Member, skill: Skill, details: Details | None = None) -> Offer:
    """Offer a skill, or change what one says about offering it. Raises NotThere or TooMany."""
    return _list(Offer, member, skill, details or Details())  # type: ignore[return-value]


def wish(*, member: Member, skill: Skill, details: Details | None = None) -> Wish:
    """Wish for a skill, or change what one says about that wish. Raises NotThere or TooMany."""
    return _list(Wish, member, skill, details or Details())  # type: ignore[return-value]


def offer_only(*, member: Member, skills: Iterable[Skill]) -> None:
    """Offer exactly these skills: new ones with careful defaults, kept ones as they are, the rest taken back."""
    _list_only(Offer, member, skills)


def wish_only(*, member: Member, skills: Iterable[Skill]) -> None:
    """Wish for exactly these skills: new ones with careful defaults, kept ones as they are, the rest taken back."""
    _list_only(Wish, member, skills)


def withdraw(*, member: Member, skill: Skill, side: str) -> None:
    """Take back an offer or a wish of one's own; nothing happens where there is none."""
    with transaction.atomic():
        gone, _rows = MODELS[side].objects.filter(member=member, skill=skill).delete()
        if gone:
            audit.record(f"{side}.withdrawn", by=member, community=member.community_id)


@transaction.atomic
def _list(model: type[Listing], member: Member, skill: Skill, details: Details) -> Listing:
    Member.objects.select_for_update().get(pk=member.pk)
    told: dict[str, Any] = asdict(details) | {"languages": list(details.languages), "note": details.note.strip()}
    told["audience"] = Audience(details.audience or rules.default_audience(model.side, sensitive=skill.sensitive))
    mine = model._default_manager.filter(member=member)
    listed = mine.filter(skill=skill).first()
    if listed is None:
        rules.check_list(member, skill, listed=mine.count())
        listed = model._default_manager.create(community_id=member.community_id, member=member, skill=skill, **told)
        audit.record(f"{model.side}.made", by=member, community=member.community_id)
    elif any(getattr(listed, field) != value for field, value in told.items()):
        for field, value in told.items():
            setattr(listed, field, value)
        listed.save(update_fields=list(told))
        audit.record(f"{model.side}.changed", by=member, community=member.community_id)
    return listed


@transaction.atomic
def _list_only(model: type[Listing], member: Member, skills: Iterable[Skill]) -> None:
    wanted = {skill.pk: skill for skill in skills}
    had = set(model._default_manager.filter(member=member).values_list("skill", flat=True))
    for skill in Skill.objects.visible_to(member).filter(pk__in=had - set(wanted)):
        withdraw(member=member, skill=skill, side=model.side)
    for pk, skill in wanted.items():
        if pk not in had:
            _list(model, member, skill, Details())
