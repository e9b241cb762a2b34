"""What a member's page shows of their skills."""

from dataclasses import dataclass, field

from querbeet.communities import queries as communities
from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Facet, Member
from querbeet.skills.models.availability import Week
from querbeet.skills.models.exchange import Listing, Offer, Wish
from querbeet.skills.models.strengths import Endorsement, Strength


@dataclass(frozen=True)
class Told:
    """A strength and who confirms it, as the reader may know."""

    strength: Strength
    endorsed_by: list[communities.Card] = field(default_factory=list)
    mine: bool = False  # the reader is among them
    can_endorse: bool = False


@dataclass(frozen=True)
class Profile:
    """What one viewer may read about a member's skills."""

    offers: list[Listing]
    wishes: list[Listing]
    strengths: list[Told]
    times: list[str]

    def __bool__(self) -> bool:
        return bool(self.offers or self.wishes or self.strengths or self.times)


def profile_of(member: Member, viewer: Member) -> Profile:
    """What `viewer` may read about the skills of a member whom `viewer` may see. Eight queries at most."""
    strengths = list(Strength.objects.visible_to(viewer).filter(member=member))
    given = list(Endorsement.objects.visible_to(viewer).filter(strength__in=strengths)) if strengths else []
    cards = communities.cards(viewer, [endorsement.by_id for endorsement in given])
    week = Week.objects.visible_to(viewer).filter(member=member).first()
    return Profile(
        offers=_named(Offer.objects.visible_to(viewer).filter(member=member)),
        wishes=_named(Wish.objects.visible_to(viewer).filter(member=member)),
        strengths=[_told(strength, given, cards, viewer) for strength in strengths],
        times=week.times if week else [],
    )


def preview(member: Member, relation: str) -> Profile:
    """What somebody of this relation (a key of communities.queries.RELATIONS) reads about a member's own skills."""
    reached: frozenset[Audience] = communities.RELATIONS[relation]
    shown = {"member": member, "audience__in": reached}
    week = Week.objects.filter(**shown).first()
    strengths = list(Strength.objects.filter(**shown))
    given = list(Endorsement.objects.visible_to(member).filter(strength__in=strengths, shown=True))
    cards = communities.cards(member, [endorsement.by_id for endorsement in given])
    return Profile(
        offers=_named(Offer.objects.filter(**shown)),
        wishes=_named(Wish.objects.filter(**shown)),
        strengths=[_told(strength, given, cards, member) for strength in strengths],
        times=week.times if week else [],
    )


def time_zone(member: Member) -> str:
    """The zone a member's week is meant in: their own, else the community's. For that member and for matching."""
    own = Facet.objects.filter(member=member, kind=Kind.TIME_ZONE).first()
    return own.value if own else member.community.time_zone


def _told(strength: Strength, given: list[Endorsement], cards: communities.Cards, viewer: Member) -> Told:
    here = [endorsement for endorsement in given if endorsement.strength_id == strength.pk]
    return Told(
        strength=strength,
        endorsed_by=[cards[endorsement.by_id] for endorsement in here if endorsement.shown],
        mine=any(endorsement.by_id == viewer.pk for endorsement in here),
        can_endorse=strength.member_id != viewer.pk,
    )


def _named(listings) -> list[Listing]:
    return sorted(listings.select_related("skill"), key=lambda listing: listing.skill.name.casefold())


def own_week(member: Member) -> Week:
    """A member's own week; an empty one that is not stored where there is none yet."""
    return Week.objects.filter(member=member).first() or Week(member=member, community_id=member.community_id)


@dataclass(frozen=True)
class Given:
    """Somebody confirmed a strength."""

    endorsement: Endorsement
    card: communities.Card


def own_strengths(member: Member) -> list[tuple[Strength, list[Given]]]:
    """A member's own strengths, each with what visible others said; four queries, however many there are."""
    mine = list(Strength.objects.filter(member=member))
    given = list(Endorsement.objects.visible_to(member).filter(strength__in=mine))
    cards = communities.cards(member, [endorsement.by_id for endorsement in given])
    return [
        (strength, [Given(one, cards[one.by_id]) for one in given if one.strength_id == strength.pk])
        for strength in mine
    ]


def own_endorsement(strength: Strength, by: Member) -> Endorsement | None:
    """What `by` said about somebody's strength."""
    return Endorsement.objects.filter(strength=strength, by=by).first()
