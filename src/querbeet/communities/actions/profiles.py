"""What a member tells about themself, and to whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import rules
from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Facet, Member
from querbeet.core import clock, ids


@dataclass(frozen=True)
class Told:
    """Things of one kind, in order, and who may see them."""

    values: Sequence[str]
    audience: Audience


@transaction.atomic
def edit(*, member: Member, name: str, told: Mapping[Kind, Told]) -> None:
    """Change the name and everything that is told of these kinds; other kinds stay. Raises NameNeeded."""
    rename(member=member, name=name)
    for kind, things in told.items():
        tell(member=member, kind=kind, values=things.values, audience=things.audience)


@transaction.atomic
def rename(*, member: Member, name: str) -> Member:
    """Change what others call a member. Every page looks the name up when it is shown, so the old one is gone."""
    locked, name = _locked(member), " ".join(name.split())
    if not name:
        raise rules.NameNeeded(rules.NAME_NEEDED)
    if locked.display_name == name:
        return locked
    locked.display_name = name
    locked.save(update_fields=["display_name"])
    audit.record("member.renamed", by=locked, community=locked.community_id)
    return locked


@transaction.atomic
def tell(*, member: Member, kind: Kind, values: Iterable[str], audience: Audience) -> None:
    """Say these things of one kind, in this order, to this audience; what is not among them is taken back.

    Each self-description (Kind.TAG) keeps the audience it has; only new ones get this one.
    """
    member = _locked(member)
    wanted = list(dict.fromkeys(value.strip() for value in values if value.strip()))
    told = {facet.value: facet for facet in Facet.objects.filter(member=member, kind=kind)}
    before = {value: (facet.audience, facet.position) for value, facet in told.items()}
    after = {value: (_kept(kind, told.get(value), audience), place) for place, value in enumerate(wanted)}
    if before == after:
        return
    Facet.objects.filter(pk__in=[facet.pk for value, facet in told.items() if value not in after]).delete()
    for value, (heard_by, place) in after.items():
        facet = told.get(value) or Facet(member=member, kind=kind, value=value)
        facet.audience, facet.position = heard_by, place
        facet.save()
    audit.record("profile.told", by=member, community=member.community_id, kind=str(kind))


@transaction.atomic
def show(*, member: Member, audiences: Mapping[UUID, str]) -> None:
    """Set who sees what: an audience for each of one's facets, by id. Ids of others are passed over."""
    member = _locked(member)
    changed = 0
    for facet in Facet.objects.filter(member=member, pk__in=list(audiences)):
        chosen = Audience(audiences[facet.pk])
        if facet.audience != chosen:
            facet.audience = chosen
            facet.save(update_fields=["audience"])
            changed += 1
    if changed:
        audit.record("profile.shown", by=member, community=member.community_id, facets=changed)


@transaction.atomic
def finish(*, member: Member, audiences: Mapping[UUID, str]) -> Member:
    """Say who sees what, and arrive. Raises NameNeeded."""
    show(member=member, audiences=audiences)
    return arrive(member=member)


@transaction.atomic
def arrive(*, member: Member) -> Member:
    """Finish arriving: from now on others can see this member. Raises NameNeeded."""
    locked = _locked(member)
    rules.check_arrive(locked)
    if locked.onboarded_at:
        return locked
    locked.onboarded_at = clock.now()
    locked.save(update_fields=["onboarded_at"])
    audit.record("member.arrived", by=locked, community=locked.community_id)
    return locked


@transaction.atomic
def rotate_key(*, member: Member) -> Member:
    """Give a member a new random address; the old one leads nowhere."""
    locked = _locked(member)
    locked.key = ids.public_key()
    locked.save(update_fields=["key"])
    audit.record("member.readdressed", by=locked, community=locked.community_id)
    return locked


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update().get(pk=member.pk)


def _kept(kind: Kind, facet: Facet | None, audience: Audience) -> str:
    return facet.audience if facet and kind == Kind.TAG else str(audience)
