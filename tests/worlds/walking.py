"""Walking over the garden as one viewer: a browser with all doors open that a person can open, and what comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.core import clock
from querbeet.people.guards import FRESH_KEY
from tests.worlds import addresses, garden
from tests.worlds.addresses import Address


@dataclass(frozen=True)
class Answer:
    """What one request was answered with."""

    address: Address
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def browser(member: Member | None, **more) -> Client:
    """Signed in and recognised a short time ago, so that pages about the account open; nobody is nobody."""
    if member is None:
        return Client(**more)
    client = make.signed_in_client(member, **more)
    session = client.session
    session[FRESH_KEY] = int(clock.now().timestamp())
    session.save()
    return client


def viewers(grown: garden.Garden) -> dict[str, Member | None]:
    """Everybody who looks: each relation and each role here, somebody elsewhere, nobody at all."""
    here = grown.here
    return {
        "nobody": None,
        "a": here.a,
        "b": here.b,
        "c": here.c,
        "blocked": here.blocked,
        "coordinator": here.coordinator,
        "steward": here.steward,
        "elsewhere": grown.there.a,
    }


def everything(grown: garden.Garden, *, each: int = 1) -> list[Address]:
    """Every address, with ids of what the people here have, of what is nobody's, and of one person elsewhere."""
    here = grown.here
    return addresses.filled([*here.three, here.coordinator, grown.there.a], each=each)


def answer(client: Client, address: Address, **more) -> Answer:
    return answered(address, client.get(address.path, **more))


def answered(address: Address, response: HttpResponse) -> Answer:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(address, response.status_code, tuple(sorted(response.headers.items())), body)


def walk(client: Client, paths: Iterable[Address]) -> list[Answer]:
    """Open every address that answers to GET."""
    return [answer(client, address) for address in paths if "GET" in address.methods]
