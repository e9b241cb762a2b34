"""Reads about communities and members. Names and pronouns are looked up here, each time they are shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from querbeet.communities import locales, pronouns, rules
from querbeet.communities.enums import Audience, Kind, Status
from querbeet.communities.models.bounds import Block
from querbeet.communities.models.community import Agreement, Community, Invitation
from querbeet.communities.models.member import Acceptance, Facet, Member
from querbeet.communities.models.picture import Picture
from querbeet.core import vault, viewing
from querbeet.people.models import Account

# Whom a member can look at their own profile as, and which audiences such a viewer belongs to.
RELATIONS = {
    "community": frozenset({Audience.COMMUNITY}),
    "match": frozenset({Audience.COMMUNITY, Audience.MATCHES}),
    "circle": frozenset({Audience.COMMUNITY, Audience.CIRCLES}),
}


@dataclass(frozen=True)
class Card:
    """A member as one viewer may see them now. Without a key there is nobody to visit."""

    name: str
    pronouns: str = ""
    key: str = ""
    picture: str = ""  # the address of the picture that the viewer is shown, if any

    @property
    def href(self) -> str:
        return reverse("home:profile", args=[self.key]) if self.key else ""

    def __str__(self) -> str:
        return self.name


class Cards(dict[UUID, Card]):
    """Cards by member id. Whoever the viewer may not see is a former member, whatever the reason."""

    def __missing__(self, key: UUID) -> Card:
        return Card(_("former member"))


@dataclass(frozen=True)
class Profile:
    """What one viewer may read about a member."""

    member: Member
    card: Card
    about: str = ""
    region: str = ""
    time_zone: str = ""
    languages: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def personas(account: Account) -> list[Member]:
    """All personas of an account that can be entered, oldest first, with their community and whether they `agreed`."""
    mine = Member.objects.filter(persona__account=account, status__in=(Status.ACTIVE, Status.PAUSED))
    return list(mine.select_related("community").annotate(agreed=_agreed()).order_by("created_at"))


def persona(account: Account, chosen: str | None) -> Member | None:
    """The chosen persona, if it is one of the account's, else the first."""
    mine = personas(account)
    return next((member for member in mine if str(member.pk) == chosen), mine[0] if mine else None)


def suspended_personas(account: Account) -> list[Member]:
    """Personas of an account that stewards shut out, with their community, so that their owner is told."""
    return list(Member.objects.filter(persona__account=account, status=Status.SUSPENDED).select_related("community"))


def newest_agreement(community: Community) -> Agreement:
    """The version that counts. Every community has one from its first day."""
    return Agreement.objects.filter(community=community).order_by("-version")[0]


def agreement_text(agreement: Agreement) -> str:
    """The words of an agreement in the reader's language, else in whichever there is."""
    return agreement.texts.get(locales.current()) or next(iter(agreement.texts.values()), "")


def cards(viewer: Member, ids: Iterable[UUID]) -> Cards:
    """The members of these ids as `viewer` may see them; three queries at most, however many there are."""
    picture = Picture.objects.shown_to(viewer).filter(member=OuterRef("pk")).values("pk")
    there = Member.objects.visible_to(viewer).filter(pk__in=set(ids))
    seen = list(there.annotate(picture_id=Subquery(picture)))
    answers: dict[UUID, list[str]] = defaultdict(list)
    told = list(Facet.objects.visible_to(viewer).filter(member__in=seen, kind=Kind.PRONOUNS)) if seen else []
    vault.gather(told)
    for facet in told:
        answers[facet.member_id].append(facet.value)
    return Cards({member.pk: card(member, answers[member.pk], member.picture_id) for member in seen})


def card(member: Member, answers: Iterable[str], picture: UUID | None = None) -> Card:
    """A member with these answers to the question of pronouns."""
    src = reverse("communities:picture", args=[picture]) if picture else ""
    return Card(member.display_name, pronouns.line(answers), member.key, src)


def profile(member: Member, viewer: Member) -> Profile:
    """What `viewer` may read about a member whom `viewer` may see."""
    facets, pictures = Facet.objects.visible_to(viewer), Picture.objects.visible_to(viewer)
    return _profile(member, facets.filter(member=member), pictures.filter(member=member))


def preview(member: Member, relation: str) -> Profile:
    """What somebody of this relation (a key of RELATIONS) reads about `member`."""
    pictures = Picture.objects.filter(member=member, audience__in=RELATIONS[relation])
    return _profile(member, Facet.objects.reaching_audiences(member, RELATIONS[relation]), pictures)


def _profile(member: Member, facets: QuerySet[Facet], pictures: QuerySet[Picture]) -> Profile:
    told: dict[str, list[str]] = defaultdict(list)
    for facet in facets:  # of one person, with one key
        told[facet.kind].append(facet.value)
    return Profile(
        member=member,
        card=card(member, told[Kind.PRONOUNS], pictures.values_list("pk", flat=True).first()),
        about="\n\n".join(told[Kind.ABOUT]),
        region=", ".join(told[Kind.REGION]),
        time_zone=", ".join(locales.time_zone_name(zone) for zone in told[Kind.TIME_ZONE]),
        languages=[locales.language_name(code) for code in told[Kind.LANGUAGE]],
        tags=told[Kind.TAG],
    )


def shown(facet: Facet) -> str:
    """The value of a facet in words."""
    if facet.kind == Kind.PRONOUNS:
        return pronouns.written(facet.value)
    if facet.kind == Kind.LANGUAGE:
        return locales.language_name(facet.value)
    return locales.time_zone_name(facet.value) if facet.kind == Kind.TIME_ZONE else facet.value


def own_facets(member: Member) -> list[Facet]:
    """Everything a member tells about themself, in the order of the profile."""
    order = list(Kind.values)
    return sorted(Facet.objects.filter(member=member), key=lambda facet: (order.index(facet.kind), facet.position))


def coordinators_besides(member: Member) -> int:
    """Active coordinators of the community other than `member`, as far as `member` may see them."""
    others = Member.objects.visible_to(member).filter(roles__contains=["coordinator"], status=Status.ACTIVE)
    return others.exclude(pk=member.pk).count()


def with_roles(viewer: Member) -> list[tuple[Card, Member]]:
    """The members `viewer` may see, by name, with their cards."""
    members = list(Member.objects.visible_to(viewer))
    found = cards(viewer, [member.pk for member in members])
    return sorted(((found[member.pk], member) for member in members), key=lambda pair: pair[0].name.casefold())


@dataclass(frozen=True)
class Listed:
    """An invitation and what has become of it."""

    invitation: Invitation
    state: str  # open, used, revoked, expired


def invitations(viewer: Member, now: datetime) -> list[Listed]:
    """The newest two hundred invitations a coordinator may see, with what became of them."""
    return [Listed(found, _state(found, now)) for found in Invitation.objects.visible_to(viewer)[:200]]


def _state(invitation: Invitation, now: datetime) -> str:
    if invitation.used_at:
        return "used"
    if invitation.revoked_at:
        return "revoked"
    return "open" if rules.can_redeem(invitation, now) else "expired"


def blocks(viewer: Member) -> list[tuple[Block, Card]]:
    """One's own blocks, newest first, with the names of those who are still there."""
    mine = list(Block.objects.visible_to(viewer).order_by("-created_at"))
    viewing.change(purpose="blocks")
    there = {member.pk: Card(member.display_name) for member in Member.objects.blocked_by(viewer)}
    viewing.change(purpose="")
    named = Cards(there)
    return [(block, named[block.blocked_id]) for block in mine]


def language_names(community: Community) -> list[str]:
    """The languages of a community, named in the reader's language."""
    return [locales.language_name(code) for code in community.languages]


def invitation_by_hash(code_hash: str) -> Invitation | None:
    """The invitation of a code, locked until the end of the transaction: of N who come with it, one gets in."""
    return Invitation.objects.select_for_update().filter(code_hash=code_hash).first()


def language_choices() -> list[tuple[str, str]]:
    """Languages to choose from, named in the reader's language: (code, name)."""
    return locales.language_choices()


def language_name(code: str) -> str:
    """The name of a language in the reader's language."""
    return locales.language_name(code)


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones to choose from, by continent: (continent, [(zone, place)])."""
    return locales.time_zone_choices()


def time_zone_name(zone: str) -> str:
    """A place that keeps this time, in the reader's language."""
    return locales.time_zone_name(zone)


def _agreed() -> Exists:
    newest = Agreement.objects.filter(community=OuterRef(OuterRef("community"))).order_by("-version").values("pk")[:1]
    return Exists(Acceptance.objects.filter(member=OuterRef("pk"), agreement=Subquery(newest)))
