"""Reads about offers and wishes."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from querbeet.communities.models.member import Member
from querbeet.skills.enums import Side
from querbeet.skills.models.exchange import Listing, Offer, Wish
from querbeet.skills.models.vocabulary import Skill

MODELS: dict[str, type[Offer] | type[Wish]] = {Side.OFFER: Offer, Side.WISH: Wish}


def own(member: Member, side: str) -> list[Listing]:
    """A member's own offers or wishes, by name."""
    return _named(MODELS[side].objects.filter(member=member))


def own_of_skill(member: Member, skill: Skill, side: str) -> Listing | None:
    return MODELS[side].objects.filter(member=member, skill=skill).first()


def own_keys(member: Member, side: str) -> set[str]:
    """Keys of the skills a member offers or wishes for."""
    return set(MODELS[side].objects.filter(member=member).values_list("skill__key", flat=True))


def shown_by(ids: Iterable[UUID], viewer: Member, side: str) -> dict[UUID, list[Listing]]:
    """What these members show `viewer` of their offers or wishes, by member, by name; one query."""
    by_member: dict[UUID, list[Listing]] = defaultdict(list)
    for listing in _named(MODELS[side].objects.visible_to(viewer).filter(member__in=list(ids))):
        by_member[listing.member_id].append(listing)
    return by_member


def _named(listings: QuerySet[Listing]) -> list[Listing]:
    return sorted(listings.select_related("skill"), key=lambda listing: listing.skill.name.casefold())
