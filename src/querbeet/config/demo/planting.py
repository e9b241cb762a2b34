"""Planting the demo: through the same actions that people use, so that it is as real as they are."""

import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from querbeet.communities.actions import founding, invitations, joining, profiles, roles
from querbeet.communities.enums import Audience, Kind, Role
from querbeet.communities.models.member import Member
from querbeet.config.demo import enrolments, growth, mentorships, programmes, skills, together
from querbeet.core import viewing
from querbeet.people import wordlists
from querbeet.people.models.account import Account

FOLDER = Path(__file__).parent
CIRCLE = "Gartenkreis Leipzig"
WORKSHOP = "Werkstatt Nord"
PURPOSE = "Wir lernen voneinander: ein Kreis für Mentoring und geteiltes Können, mit Kuchen an jedem zweiten Dienstag."
SIGN_INS = {"anka": "coordinator", "uli": "steward", "tilda": "member", "valentin": "member", "bo": "member"}
TAG_AUDIENCES = (Audience.MATCHING, Audience.MATCHES, Audience.COMMUNITY)


@dataclass(frozen=True)
class Arrived:
    """A member of the demo, and how to sign in as them where that is wanted."""

    told: dict[str, Any]
    member: Member
    account: Account
    passphrase: str


def plant() -> list[dict[str, str]]:
    """Plant two communities. Returns the sign-ins: community, role, name, passphrase."""
    chance = random.Random(7)  # noqa: S311  the same garden every time
    people = tomllib.loads((FOLDER / "members.toml").read_text())["member"]
    founded = founding.found(name=CIRCLE, purpose=PURPOSE)
    first, *others = (person for person in people)
    circle = {first["key"]: _arrive(first, founded.code, chance)}
    coordinator = circle[first["key"]]
    for person in others:
        circle[person["key"]] = _arrive(person, _code(founded.community, coordinator.member), chance)
    with viewing.as_member(coordinator.member):
        roles.grant(member=circle["uli"].member, role=Role.STEWARD, by=coordinator.member)
    skills.plant(circle.values(), chance)
    programmes.plant(circle)
    enrolments.plant(circle)
    mentorships.plant(circle)
    together.plant(circle)
    growth.plant(circle)
    _second_community(circle["valentin"], people)
    return [
        {
            "community": CIRCLE,
            "role": role,
            "name": circle[key].account.sign_in_name,
            "passphrase": circle[key].passphrase,
        }
        for key, role in SIGN_INS.items()
    ]


def planted(accounts: list[dict[str, str]]) -> bool:
    """Whether the community of these sign-ins is there."""
    with viewing.for_purpose("authenticate"):
        return bool(accounts) and Account.objects.filter(sign_in_name=accounts[0]["name"]).exists()


def _code(community, by: Member) -> str:
    with viewing.as_member(by):
        return invitations.invite(community=community, by=by).code


def _arrive(person: dict[str, Any], code: str, chance: random.Random, account: Account | None = None) -> Arrived:
    passphrase = wordlists.passphrase("de") if person["key"] in SIGN_INS and account is None else None
    opened = joining.look(code)
    language = "en" if person["languages"][0] == "en" else "de"
    joined = joining.join(
        code=code,
        version=opened.agreement.version,
        adult=True,
        account=account,
        passphrase=passphrase,
        language=language,
    )
    member = joined.member
    with viewing.as_member(member):
        profiles.edit(member=member, name=person["name"], told=dict(_told(person)))
        profiles.tell(member=member, kind=Kind.TAG, values=person["tags"], audience=chance.choice(TAG_AUDIENCES))
        member = profiles.arrive(member=member)
    return Arrived(person, member, joined.account, passphrase or "")


def _told(person: dict[str, Any]) -> Iterable[tuple[Kind, profiles.Told]]:
    here = Audience.COMMUNITY
    yield Kind.PRONOUNS, profiles.Told(person["pronouns"], here)
    yield Kind.ABOUT, profiles.Told([person["about"]], here)
    yield Kind.LANGUAGE, profiles.Told(person["languages"], here)
    yield Kind.REGION, profiles.Told([person["region"]], here)
    yield Kind.TIME_ZONE, profiles.Told(["Europe/Berlin"], Audience.MATCHING)


def _second_community(guest: Arrived, people: list[dict[str, Any]]) -> None:
    """Another community, where one person has a persona with another name; nothing links the two."""
    chance = random.Random(8)  # noqa: S311
    founded = founding.found(name=WORKSHOP, purpose="Werkzeug, Holz und Geduld.", languages=["de"])
    host = dict(
        people[6], key="host", name="Henning", pronouns=["er"], tags=[], about="Ich schließe die Werkstatt auf."
    )
    host_there = _arrive(host, founded.code, chance)
    other_self = dict(guest.told, name="Tino", about="Hier wegen der Hobelbank.", tags=[])
    _arrive(other_self, _code(founded.community, host_there.member), chance, account=guest.account)
