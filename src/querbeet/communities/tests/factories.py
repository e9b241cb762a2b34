"""Worlds for tests, laid out as the database owner, past every rule: `member("Mika", community=...)` and the like."""

from datetime import timedelta
from itertools import count

from django.test import Client

from querbeet.communities.actions import codes
from querbeet.communities.enums import Audience, Kind, Role, TieKind
from querbeet.communities.middleware import CHOSEN
from querbeet.communities.models.bounds import Block, Tie
from querbeet.communities.models.community import Agreement, Community, Invitation
from querbeet.communities.models.member import Acceptance, Facet, Member, Persona
from querbeet.communities.models.picture import Picture
from querbeet.core import clock, ids
from querbeet.people.models import Account

_numbers = count(1)
GREEN = (  # a green square
    "UklGRvoAAABXRUJQVlA4IO4AAACwGACdASpAAUABP83m8nO/uDQsoCgD8DmJaW7hd2EbQAnsA99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe"
    "+2TkPfgCGIi5OQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99s"
    "nIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5DeAD+ZPTerTkXeKbgn3LKUFng2lC2au"
    "gQAAAAAAAAAAAA"
)
BACKEND = "querbeet.people.backends.SignInBackend"


def account(*, passphrase: str | None = None, **fields) -> Account:
    """A login; without a passphrase it can only be entered by `signed_in_client`."""
    fields.setdefault("language", "en")
    return Account.objects.create_user(f"test-{next(_numbers)}", passphrase, **fields)


def community(name: str = "Garden", **fields) -> Community:
    """A community with a first agreement."""
    fields.setdefault("languages", ["de", "en"])
    made = Community.objects.create(name=name, **fields)
    agreement(made)
    return made


def agreement(community: Community) -> Agreement:
    """The next version of a community's agreement."""
    version = Agreement.objects.filter(community=community).count() + 1
    texts = {"de": f"Wir sind gut zueinander ({version}).", "en": f"We are kind to each other ({version})."}
    return Agreement.objects.create(community=community, version=version, texts=texts)


def member(
    name: str = "Mika", *, community: Community | None = None, account: Account | None = None, **fields
) -> Member:
    """A member who has agreed and arrived, with a login of their own; `roles`, `status` and the like as fields."""
    here = community or globals()["community"]()
    fields.setdefault("onboarded_at", clock.now())
    fields.setdefault("adult_confirmed_at", clock.now())
    made = Member.objects.create(display_name=name, community=here, **fields)
    Persona.objects.create(member=made, account=account or globals()["account"]())
    for accepted in here.agreements.all():
        Acceptance.objects.create(member=made, agreement=accepted)
    return made


def coordinator(name: str = "Kim", **fields) -> Member:
    return member(name, roles=[Role.COORDINATOR], **fields)


def steward(name: str = "Sasha", **fields) -> Member:
    return member(name, roles=[Role.STEWARD], **fields)


def facet(
    member: Member, kind: Kind = Kind.ABOUT, value: str = "I grow tomatoes.", audience: Audience = Audience.COMMUNITY
) -> Facet:
    position = Facet.objects.filter(member=member, kind=kind).count()
    return Facet.objects.create(member=member, kind=kind, value=value, audience=audience, position=position)


def picture(member: Member, audience: Audience = Audience.COMMUNITY) -> Picture:
    """A picture as it lies there: already clean."""
    return Picture.objects.create(member=member, data=GREEN, audience=audience)


def block(blocker: Member, blocked: Member) -> Block:
    return Block.objects.create(blocker=blocker, blocked=blocked)


def tie(one: Member, other: Member, kind: TieKind = TieKind.MATCH, **fields) -> Tie:
    """`one` and `other` belong together; `ended_at` for ties of the past."""
    fields.setdefault("source", one.pk)
    return Tie.objects.create(member=one, other=other, kind=kind, **fields)


def invitation(community: Community, *, by: Member | None = None, days: int = 14, **fields) -> tuple[Invitation, str]:
    """An invitation and its plain code."""
    code = ids.invitation_code()
    fields.setdefault("expires_at", clock.now() + timedelta(days=days))
    made = Invitation.objects.create(community=community, created_by=by, code_hash=codes.hashed(code), **fields)
    return made, code


def signed_in_client(member: Member, **defaults) -> Client:
    """A browser without JavaScript, signed in, with this persona chosen; `defaults` are request headers."""
    client = Client(**defaults)
    client.force_login(member.persona.account, backend=BACKEND)
    session = client.session
    session[CHOSEN] = str(member.pk)
    session.save()
    return client
