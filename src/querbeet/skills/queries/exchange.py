"""Reads about offers and wishes."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from querbeet.communities.models.member import Member
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.vocabulary import Skill


def own(member: Member, side: str) -> list[Listing]:
    """A member's own offers or wishes, by name."""
    return _named(Listing.objects.filter(member=member, side=side))


def own_of_skill(member: Member, skill: Skill, side: str) -> Listing | None:
    return Listing.objects.filter(member=member, skill=skill, side=side).first()


def own_keys(member: Member, side: str) -> set[str]:
    """Keys of the skills a member offers or wishes for."""
    return set(Listing.objects.filter(member=member, side=side).values_list("skill__key", flat=True))


def shown_by(ids: Iterable[UUID], viewer: Member) -> dict[UUID, list[Listing]]:
    """What these members, all of whom `viewer` may see, show of their offers and wishes, by name; one query."""
    by_member: dict[UUID, list[Listing]] = defaultdict(list)
    for listing in _named(Listing.objects.reaching(viewer).filter(member__in=list(ids))):
        by_member[listing.member_id].append(listing)
    return by_member


def _named(listings: QuerySet[Listing]) -> list[Listing]:
    return sorted(listings.select_related("skill"), key=lambda listing: listing.skill.name.casefold())
