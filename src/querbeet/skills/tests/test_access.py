"""What the access matrix says of skills is what happens, for each method and each kind of visitor."""

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from querbeet.communities.tests import factories as people_of
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db
MATRIX = Path(__file__).parents[4] / "tests" / "architecture" / "access.toml"
ROWS = {name: row for name, row in tomllib.loads(MATRIX.read_text()).items() if name.startswith("skills:")}
VISITORS = ("anonymous", "member", "coordinator", "steward")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def world():
    """One of each role, and somebody to look at."""
    here = people_of.community()
    people = {
        "member": people_of.member(community=here),
        "coordinator": people_of.coordinator(community=here),
        "steward": people_of.steward(community=here),
    }
    return people, people_of.member("Seen", community=here)


def address(path: str, seen, viewer) -> str:
    """A path with something of the viewer's own where that is needed, and something of `seen` where not."""
    owner = viewer or seen
    fill = {
        "<area>": lambda: make.area().key,
        "<skill>": lambda: make.skill("Sewing").key,
        "<proposal>": lambda: make.proposal(seen).key,
        "<strength>": lambda: make.strength(owner).pk,
        "<seen>": lambda: make.strength(seen).pk,
        "<endorsement>": lambda: make.endorsement(make.strength(owner, "Calm"), seen).pk,
    }
    for sign, thing in fill.items():
        if sign in path:
            path = path.replace(sign, str(thing()))
    return path


def outcome(response) -> str:
    if response.status_code == 302 and response.headers["location"].startswith("/sign-in"):
        return "sign-in"
    return "ok" if response.status_code in (200, 302) else str(response.status_code)


def data_for(name: str, method: str) -> dict[str, str]:
    return {"answer": "show"} if name == "skills:decision" and method == "POST" else {}


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("name", ROWS)
def test_the_matrix_says_what_happens(name, visitor, world):
    people, seen = world
    row, viewer = ROWS[name], people.get(visitor)
    client = people_of.signed_in_client(viewer) if viewer else Client()
    path = address(row["path"], seen, viewer)
    if name == "skills:taking-back" and viewer:
        make.endorsement(seen.strengths.get(), viewer)
    expected = "ok" if row[visitor] == "own" else row[visitor]
    for method in row["methods"]:
        send = client.get if method == "GET" else client.post
        assert (method, outcome(send(path, data_for(name, method)))) == (method, expected)


@pytest.mark.parametrize("name", ROWS)
def test_other_methods_open_nothing(name, world):
    people, seen = world
    client = people_of.signed_in_client(people["steward"])
    path = address(ROWS[name]["path"], seen, people["steward"])
    for method in set(METHODS) - set(ROWS[name]["methods"]):
        assert (method, client.generic(method, path).status_code) == (method, 405)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row["member"] == "404"])
def test_what_is_for_stewards_answers_others_like_what_never_was(name, world):
    people, seen = world
    client = people_of.signed_in_client(people["member"])
    there = address(ROWS[name]["path"], seen, None)
    for method in ROWS[name]["methods"]:
        hidden = client.generic(method, there)
        missing = client.generic(method, "/skills/proposals/nothing/at/all")
        assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row["member"] == "own"])
def test_what_belongs_to_others_answers_like_what_never_was(name, world):
    people, seen = world
    client = people_of.signed_in_client(people["member"])
    path = address(ROWS[name]["path"], seen, seen)
    for method in ROWS[name]["methods"]:
        assert (method, client.generic(method, path).status_code) == (method, 404)


def test_a_skill_of_another_community_and_a_proposal_of_another_member_are_not_there(world):
    people, seen = world
    client = people_of.signed_in_client(people["member"])
    foreign = make.skill("Elsewhere", community=people_of.community("Other"))
    missing = client.get("/skills/nothing").content
    for hidden in (foreign, make.proposal(seen)):
        for path in (f"/skills/{hidden.key}", f"/me/offers/{hidden.key}"):
            answer = client.get(path)
            assert (answer.status_code, answer.content) == (404, missing)
