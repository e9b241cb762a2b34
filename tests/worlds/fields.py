"""The data file of fields, read: whose row something is, and who may see a field of it.

Everything here is worked out from plain rows, never by `visible_to` or a policy: it is what those are held against.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import models

from querbeet.communities.enums import Audience, Status, TieKind
from querbeet.communities.models.bounds import Block, Tie
from querbeet.communities.models.member import Member, Persona
from querbeet.people.models.account import Account
from querbeet.rights import registry
from tests.worlds import garden

WORDS = {"owner", "party", "members", "blockers", "audience", "coordinators", "stewards", "nobody"}
TIES = {Audience.MATCHES: TieKind.MATCH, Audience.CIRCLES: TieKind.CIRCLE}


def table(model: type[models.Model]) -> dict[str, Any]:
    return registry.matrix().get(model._meta.label, {})


def personal() -> Iterator[tuple[type[models.Model], str]]:
    """Every personal field of the house."""
    for model in garden.own_models():
        yield from ((model, name) for name in model.PERSONAL)


def without_entry(rows: dict[str, dict[str, Any]]) -> list[str]:
    """Personal fields that the data file does not name, and names in it that are no personal field."""
    there = {f"{model._meta.label}.{name}" for model, name in personal()}
    named = {f"{label}.{name}" for label, row in rows.items() for name in row.get("fields", {})}
    return sorted(there ^ named)


def follow(row: Any, path: str) -> Any:
    """What a path of fields leads to, or None."""
    for name in path.split(".") if path != "." else ():
        row = getattr(row, name, None)
    return row


def people_of(row: models.Model, paths: list[str]) -> list[Member | Account]:
    found = [follow(row, path) for path in paths]
    each = chain.from_iterable(one if isinstance(one, list) else [one] for one in found)
    return [somebody for one in each if (somebody := _somebody(one)) is not None]


def _somebody(found: Any) -> Member | Account | None:
    if isinstance(found, UUID):  # a bare id, as the record keeps it; of somebody who may be gone
        return Member.objects.filter(pk=found).first() or Account.objects.filter(pk=found).first()
    return found


def owners(row: models.Model) -> list[Member | Account]:
    of = table(type(row)).get("of")
    return people_of(row, [of]) if of else []


def concerned(row: models.Model) -> list[Member | Account]:
    """Whose row it is and who else is named in it."""
    return owners(row) + people_of(row, table(type(row)).get("with", []))


def owning(row: models.Model) -> set[UUID]:
    """The ids of the members and accounts whose row it is."""
    return {one.pk for one in owners(row)}


def selves(member: Member) -> set[UUID]:
    """The ids a member owns things by: their own and their account's."""
    return {member.pk, member.persona.account_id}


def belongs_to(row: models.Model, member: Member) -> bool:
    """Is it this member's, or their account's?"""
    return bool(owning(row) & selves(member))


class Eyes:
    """One viewer, and whom they may know of."""

    def __init__(self, viewer: Member | None) -> None:
        self.viewer = viewer
        if viewer is None:
            return
        self.account = viewer.persona.account_id
        self.selves = set(Persona.objects.filter(account=self.account).values_list("member", flat=True))
        pairs = Block.objects.values_list("blocker", "blocked")
        apart = {one if other == viewer.pk else other for one, other in pairs if viewer.pk in (one, other)}
        self.blocked = {other for one, other in pairs if one == viewer.pk}
        present = Member.objects.filter(community=viewer.community_id, status=Status.ACTIVE)
        self.known = set(present.exclude(onboarded_at=None).values_list("pk", flat=True)) - apart | self.selves
        self.ties = {kind: self._tied(kind) for kind in TieKind}

    def _tied(self, kind: TieKind) -> set[UUID]:
        assert self.viewer is not None
        pairs = Tie.objects.filter(kind=kind, ended_at=None).values_list("member", "other")
        return {one if other == self.viewer.pk else other for one, other in pairs if self.viewer.pk in (one, other)}

    def may_see(self, row: models.Model, name: str) -> bool:
        """Whether the data file lets this viewer see the field."""
        if self.viewer is None:
            return False
        words = table(type(row))["fields"][name].split()
        return any(self._word(row, *word.split(":")) for word in words)

    def _word(self, row: models.Model, word: str, condition: str = "") -> bool:
        if condition and not getattr(row, condition):
            return False
        return getattr(self, f"_{word}")(row)

    def _is_me(self, someone: Member | Account) -> bool:
        return someone.pk in self.selves or someone.pk == self.account

    def _owner(self, row) -> bool:
        return any(self._is_me(one) for one in owners(row))

    def _party(self, row) -> bool:
        known = all(self._knows(one) for one in owners(row))
        return known and any(self._is_me(one) for one in people_of(row, table(type(row)).get("with", [])))

    def _knows(self, someone: Member | Account) -> bool:
        return self._is_me(someone) or someone.pk in self.known

    def _members(self, row) -> bool:
        return self._at_home(row) and all(self._knows(one) for one in concerned(row))

    def _blockers(self, row) -> bool:
        return any(one.pk in self.blocked for one in owners(row))

    def _coordinators(self, row) -> bool:
        return self.viewer.coordinates and self._members(row)

    def _stewards(self, row) -> bool:
        return self.viewer.stewards and self._members(row)

    def _nobody(self, row) -> bool:
        return False

    def _audience(self, row) -> bool:
        naming = follow(row, table(type(row)).get("audience_of", "."))
        member, audience = naming.member, naming.audience
        if self._is_me(member):
            return True
        reached = audience == Audience.COMMUNITY or member.pk in self.ties.get(TIES.get(audience), ())
        return reached and self._members(row) and self._knows(member)

    def _at_home(self, row) -> bool:
        """Is the row in the viewer's community?"""
        path = table(type(row)).get("home")
        home = follow(row, path) if path else next((one for one in owners(row) if isinstance(one, Member)), None)
        if isinstance(home, Member):
            home = home.community_id
        return getattr(home, "pk", home) == self.viewer.community_id if home else False
