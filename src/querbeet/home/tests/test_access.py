"""What the access matrix says of communities and home is what happens, for each method and each kind of visitor."""

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from querbeet.communities.enums import Kind, Role
from querbeet.communities.tests import factories as make

pytestmark = pytest.mark.django_db
MATRIX = Path(__file__).parents[4] / "tests" / "architecture" / "access.toml"
ROWS = {
    name: row for name, row in tomllib.loads(MATRIX.read_text()).items() if name.startswith(("communities:", "home:"))
}
VISITORS = ("anonymous", "member", "coordinator", "steward")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MISSING = "/people/22222222222a"


@pytest.fixture
def world():
    """One of each role, something of theirs, and somebody to look at."""
    here = make.community()
    people = {
        "member": make.member(community=here),
        "coordinator": make.member(community=here, roles=[Role.COORDINATOR]),
        "steward": make.member(community=here, roles=[Role.STEWARD]),
    }
    for member in people.values():
        make.facet(member, Kind.PRONOUNS, "they/them")
    seen = make.member("Seen", community=here)
    return people, seen


def address(path: str, seen, viewer) -> str:
    own = make.invitation(seen.community, by=viewer)[0].pk if "invitations" in path else ""
    if path.startswith("/pictures/"):
        own = make.picture(seen).pk
    if "blocks" in path and viewer:
        own = make.block(viewer, make.member("Blocked", community=seen.community)).pk
    own = own or "11111111-1111-4111-8111-111111111111"
    return path.replace("<key>", seen.key).replace("<member>", str(seen.pk)).replace("<uuid>", str(own))


def outcome(response) -> str:
    if response.status_code == 302 and response.headers["location"].startswith("/sign-in"):
        return "sign-in"
    return "ok" if response.status_code in (200, 302) else str(response.status_code)


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("name", ROWS)
def test_the_matrix_says_what_happens(name, visitor, world):
    people, seen = world
    row, viewer = ROWS[name], people.get(visitor)
    client = make.signed_in_client(viewer) if viewer else Client()
    path = address(row["path"], seen, viewer)
    expected = "ok" if row[visitor] == "own" else row[visitor]
    body = f"key={viewer.key}" if viewer else ""
    for method in row["methods"]:
        answer = client.generic(method, path, body, content_type="application/x-www-form-urlencoded")
        assert (method, outcome(answer)) == (method, expected)


@pytest.mark.parametrize("name", ROWS)
def test_other_methods_open_nothing(name, world):
    people, seen = world
    client = make.signed_in_client(people["member"])
    path = address(ROWS[name]["path"], seen, people["member"])
    for method in set(METHODS) - set(ROWS[name]["methods"]):
        assert outcome(client.generic(method, path)) in ("404", "405")


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row["member"] == "404"])
def test_what_is_for_others_answers_like_what_never_was(name, world):
    people, seen = world
    client = make.signed_in_client(people["member"])
    path = address(ROWS[name]["path"], seen, people["coordinator"])
    for method in ROWS[name]["methods"]:
        there, missing = client.generic(method, path), client.generic(method, MISSING)
        assert (there.status_code, there.content) == (404, client.get(MISSING).content)
        assert missing.status_code in (404, 405)
