"""Founding a community and changing what it says about itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities import rules
from querbeet.communities.actions import invitations
from querbeet.communities.enums import Role
from querbeet.communities.models.community import Agreement, Community
from querbeet.communities.models.member import Member
from querbeet.core import viewing

AGREEMENT = {
    "de": """\
Wir gehen freundlich und achtsam miteinander um.

Was uns jemand anvertraut, bleibt bei uns. Wir outen niemanden, nirgends und nie: nicht aus Versehen, nicht im Scherz, \
nicht gegenüber Freund*innen.

Wir achten Namen, Pronomen und Grenzen. Wir fragen, bevor wir annehmen. Ein Nein braucht keinen Grund.

Wir machen keine Bildschirmfotos von Profilen und geben keine Nachrichten weiter.

Wer sich nicht daran hält, wird angesprochen und kann ausgeschlossen werden. Wer Hilfe braucht, bekommt sie.""",
    "en": """\
We are kind and careful with each other.

What somebody trusts us with stays with us. We never out anyone, anywhere: not by accident, not as a joke, \
not to friends.

We respect names, pronouns and limits. We ask before we assume. A no needs no reason.

We take no screenshots of profiles and pass no messages on.

Whoever does not keep to this will be spoken to and can be shut out. Whoever needs help gets it.""",
}


@dataclass(frozen=True)
class Founded:
    """A new community and the code by which its first coordinator comes in; the code is known only here."""

    community: Community
    code: str


def found(
    *,
    name: str,
    purpose: str = "",
    languages: Sequence[str] = ("de", "en"),
    agreement: dict[str, str] | None = None,
    time_zone: str = "Europe/Berlin",
) -> Founded:
    """Make a community with its first agreement (by language) and an invitation for its first coordinator.

    For whoever runs the server: it binds the purpose 'operate' by itself.
    """
    with viewing.for_purpose("operate"):
        community = Community.objects.create(
            name=name.strip(), purpose=purpose.strip(), languages=list(languages), time_zone=time_zone
        )
        Agreement.objects.create(community=community, version=1, texts=agreement or AGREEMENT)
        audit.record("community.founded", by=None, community=community.pk, target=community)
        code = invitations.invite(community=community, by=None, roles=[Role.COORDINATOR, Role.STEWARD]).code
    return Founded(community, code)


@transaction.atomic
def change(
    *, community: Community, by: Member, name: str, purpose: str, languages: Sequence[str], time_zone: str
) -> Community:
    """Change what a community says about itself. Raises NotYours."""
    rules.check_coordinate(by, community)
    locked = Community.objects.select_for_update().get(pk=community.pk)
    told = {"name": name.strip(), "purpose": purpose.strip(), "languages": list(languages), "time_zone": time_zone}
    if told == {field: getattr(locked, field) for field in told}:
        return locked
    for field, value in told.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(told))
    audit.record("community.changed", by=by, community=locked.pk, target=locked)
    return locked
