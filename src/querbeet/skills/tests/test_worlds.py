"""Blocking somebody equals leaving, in their eyes: searches, pages and suggestions are the same, byte for byte."""

import re

import pytest

from querbeet.communities.enums import Audience, Status
from querbeet.communities.tests import factories as people_of
from querbeet.core import clock, viewing
from querbeet.skills.queries import people
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db
MASKED = re.compile(rb'(nonce=|csrfmiddlewaretoken" value=|X-CSRFToken": |X-CSRFToken&quot;: )"[^"]*"')
NAME = "Mirabelle"
TEXTS = [NAME[:end] for end in range(1, len(NAME) + 1)] + ["Mirabele", "Mirabelle ", "sewing", "sewng", "zirconium", ""]
FILTERS = [
    {},
    {"side": "offer"},
    {"side": "wish"},
    {"language": "de"},
    {"format": "online"},
    {"level": 4},
    {"side": "offer", "language": "de", "format": "online", "level": 4},
]
ASKED = [(text, {}) for text in TEXTS] + [(text, narrowed) for text in (NAME, "sewing", "") for narrowed in FILTERS[1:]]


@pytest.fixture
def world():
    """A viewer B, somebody A who offers much, and others; nothing stands between them yet."""
    here = people_of.community()
    viewer, other = people_of.member("B", community=here), people_of.member(NAME, community=here)
    skill = make.skill("Sewing", de="Nähen")
    below = make.skill("Hemming", broader=skill)
    said = {"level": 4, "format": "online", "languages": ["de"], "note": "With zirconium."}
    make.offer(other, skill, **said)
    make.wish(other, below, **said)
    strength = make.strength(viewer, "Calm")
    make.endorsement(strength, other, "Yes.", shown=True)
    for number in range(25):
        third = people_of.member(f"Mira {number}", community=here)
        make.offer(third, skill if number % 2 else below, level=1 + number % 4, languages=["de", "en"])
    make.wish(viewer, below)
    return {"viewer": viewer, "other": other, "skill": skill, "strength": strength}


def blocking(world):
    people_of.block(world["other"], world["viewer"])


def blocked(world):
    people_of.block(world["viewer"], world["other"])


def pausing(world):
    world["other"].status = Status.PAUSED
    world["other"].save()


def hiding(world):
    """Still there, but showing nothing: everything but the name is as though it were not there."""
    world["other"].listings.update(audience=Audience.MATCHING)
    make.strength(world["other"], "Hidden", Audience.ONLY_ME)


def leaving(world):
    world["other"].status = Status.LEFT
    world["other"].save()


def answers(world) -> list[object]:
    """Every search, each with its order and whether there is a next page."""
    viewer, told = world["viewer"], []
    with viewing.as_member(viewer):
        for text, narrowed in ASKED:
            for page in (1, 2):
                found = people.find(people.Asked(text=text, **narrowed), viewer, clock.now(), page=page)
                told.append((text, narrowed, found.near, found.has_next, [person.card for person in found.people]))
    return told


def pages(world) -> list[bytes]:
    """Pages that mention people, as a browser gets them."""
    client = people_of.signed_in_client(world["viewer"])
    told = []
    for path in (
        "/people",
        "/people?page=2",
        f"/skills/{world['skill'].key}",
        "/skills",
        "/me/strengths",
        "/me/wishes",
    ):
        told.append(MASKED.sub(b"", client.get(path).content))
    for text in (NAME, NAME[:4], "sewing", "sewng", "zirconium"):
        for path in ("/people", "/skills", "/me/offers"):
            answer = client.post(path, {"q": text}, headers={"HX-Request": "true"})
            told.append(MASKED.sub(b"", answer.content))
    return told


@pytest.mark.long
@pytest.mark.parametrize("absence", [blocking, blocked, pausing])
def test_every_search_tells_the_same_as_had_they_left(world, absence):
    sid = transaction_point()
    leaving(world)
    without = answers(world)
    rewind(sid, world)
    with_them = answers(world)
    absence(world)
    assert answers(world) == without
    assert with_them != without  # the control: there was something to tell


@pytest.mark.parametrize("absence", [blocking, blocked, pausing])
def test_every_page_is_the_same_as_had_they_left(world, absence):
    sid = transaction_point()
    leaving(world)
    without = pages(world)
    rewind(sid, world)
    with_them = pages(world)
    absence(world)
    assert pages(world) == without
    assert with_them != without


def test_what_is_kept_for_matching_changes_no_search_for_a_skill(world):
    hiding(world)
    with viewing.as_member(world["viewer"]):
        for text in ("sewing", "zirconium", "hemming"):
            found = people.find(people.Asked(text=text, side="offer"), world["viewer"], clock.now())
            assert NAME not in {person.card.name for person in found.people}
        found = people.find(people.Asked(text=NAME), world["viewer"], clock.now())
    assert [(person.card.name, person.offers, person.wishes) for person in found.people] == [(NAME, [], [])]


def transaction_point() -> str:
    from django.db import transaction

    return transaction.savepoint()


def rewind(sid: str, world) -> None:
    from django.db import transaction

    transaction.savepoint_rollback(sid)
    world["other"].refresh_from_db()
