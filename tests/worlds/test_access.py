"""What the matrix says of every address is what happens over HTTP, and its page in docs/ says the same.

One's own, others', another community's, a blocked person's and invented ids; each kind of visitor; each method.
"""

from collections.abc import Iterable

import pytest
from django.test import Client

from querbeet.communities.enums import Audience
from querbeet.communities.models.member import MemberQuerySet
from querbeet.config import access
from tests.architecture import house
from tests.worlds import addresses, crawl, walking, worlds
from tests.worlds.addresses import Address

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROLES = {"member": "b", "coordinator": "coordinator", "steward": "steward"}
KINDS = {"ok", "sign-in", "404", "own"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WITHOUT_A_WORD = {"people:end_session"}  # ends nothing that is not one's own, and says nothing about it


def test_the_page_is_drawn_from_the_data_files():
    """After a change: .venv/bin/querbeet access"""
    assert (house.ROOT / access.PAGE).read_text() == access.page(house.ROOT)


def test_every_row_speaks_in_known_words():
    assert {row[visitor] for row in addresses.matrix().values() for visitor in access.VISITORS} <= KINDS


def one_each(found: Iterable[Address]) -> list[Address]:
    """One filling of each address."""
    return list({address.name: address for address in found}.values())


def ask(client: Client, method: str, path: str) -> crawl.Seen:
    """One request, undone at once."""
    with worlds.undone():
        return crawl.masked(client.generic(method, path))


def outcome(seen: crawl.Seen) -> str:
    if seen.status == 302 and dict(seen.headers)["Location"].startswith("/sign-in"):
        return "sign-in"
    return {404: "404", 405: "405"}.get(seen.status, "ok" if seen.status < 500 else "broken")


def by_name(found: Iterable[Address]) -> dict[str, list[Address]]:
    """All fillings of each address."""
    some: dict[str, list[Address]] = {}
    for address in found:
        some.setdefault(address.name, []).append(address)
    return some


def outcomes(client: Client, method: str, filled: list[Address], wanted: str) -> set[str]:
    """What comes of the first two and the last filling; for "ok" of as many as it takes until one opens."""
    found: set[str] = set()
    for address in filled[:2] + filled[-1:] + filled[2:-1]:
        found.add(outcome(ask(client, method, address.path)))
        if fits(wanted, found) if wanted == "ok" else address is filled[-1]:
            break
    return found


def fits(wanted: str, found: set[str]) -> bool:
    """ "ok" opens for some ids, for which is said elsewhere; "own" may be either; the others hold for every id."""
    return {"ok": "ok" in found, "own": found <= {"ok", "404"}}.get(wanted, found == {wanted})


@pytest.mark.parametrize("visitor", access.VISITORS)
def test_the_matrix_says_what_happens(ground, visitor):
    viewer = getattr(ground.here, ROLES[visitor]) if visitor in ROLES else None
    client, wrong = walking.browser(viewer), []
    people = [viewer or ground.here.b, ground.here.a]
    for name, some in by_name(addresses.filled(people, each=len(Audience))).items():
        wanted = addresses.matrix()[name][visitor]
        for method in some[0].methods:
            found = outcomes(client, method, some, wanted)
            if not fits(wanted, found):
                wrong.append(f"{method} {name}: {found} instead of {wanted}")
    assert wrong == []


@pytest.mark.nightly
@pytest.mark.parametrize("visitor", ["anonymous", "member"])
def test_other_methods_open_nothing(ground, visitor):
    client, wrong = walking.browser(ground.here.b if visitor == "member" else None), []
    for address in one_each(addresses.filled([ground.here.b])):
        for method in set(METHODS) - set(address.methods):
            found = outcome(ask(client, method, address.path))
            if found not in ("404", "405", "sign-in"):
                wrong.append(f"{method} {address.name}: {found}")
    assert wrong == []


def told_apart(client: Client, hidden: list[Address]) -> list[str]:
    """Addresses that answer for something hidden otherwise than for what never was."""
    found = []
    for address in hidden:
        for method in address.methods:
            there, nowhere = (ask(client, method, path) for path in (address.path, addresses.nowhere(address.name)))
            if there != nowhere or (there.status != 404 and address.name not in WITHOUT_A_WORD):
                found.append(f"{method} {address.name}: {there.status}, {nowhere.status}")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_another_communitys_things_answer_like_nothing(ground, role):
    there = [ground.there.a, ground.there.coordinator]
    client = walking.browser(getattr(ground.here, ROLES[role]))
    assert told_apart(client, one_each(addresses.elsewhere(there))) == []


def of_c(ground) -> list[Address]:
    """Addresses with ids of what belongs to somebody who blocked the viewer."""
    found = addresses.filled([ground.here.c])
    return one_each(one for one in found if one.concerns(ground.here.c))


def test_somebody_who_blocked_the_viewer_answers_like_nobody(ground):
    assert told_apart(walking.browser(ground.here.blocked), of_c(ground)) == []


def test_without_the_walls_somebody_who_blocked_the_viewer_can_be_told_apart(ground, monkeypatch, settings):
    """The control."""
    monkeypatch.setattr(MemberQuerySet, "visible_to", lambda self, member: self.filter(community=member.community_id))
    settings.DATABASE_RUNTIME_ROLE = ""
    assert "GET home:profile: 200, 404" in told_apart(walking.browser(ground.here.blocked), of_c(ground))


def test_a_child_under_somebody_elses_parent_is_not_there(ground):
    """Both ids exist and may each be seen: together they are nothing."""
    client, wrong = walking.browser(ground.here.coordinator), []
    for name in {one.name for one in addresses.filled([ground.here.a]) if len(one.rows) > 1}:
        for path in addresses.mixed(name, ground.here.community.pk):
            seen = ask(client, "GET", path)
            if seen.status not in (404, 405):
                wrong.append(f"{path}: {seen.status}")
    assert wrong == []
