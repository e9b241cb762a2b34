"""What somebody receives when another blocked them equals, byte for byte, what they receive when that one has left.

The same holds when that one was shut out, and to all who have nothing together with them when they take a break. Each
of the two walls keeps this promise alone; without both, the worlds can be told apart.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from querbeet.communities.enums import Role
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from querbeet.core import clock
from querbeet.rights.models import Erasure
from tests.worlds import crawl, garden, worlds

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROLES = {"member": [], "coordinator": [Role.COORDINATOR], "steward": [Role.STEWARD]}
CLOSE = (worlds.nearby, worlds.by_name, worlds.in_the_post)
WHOLLY = (worlds.everywhere, worlds.in_the_post)
CLOSELY = (worlds.with_headers, worlds.with_methods, worlds.by_open_forms)
BY_EITHER = {"communities.Block"}  # a block is read by both sides' policies; `visible_to` says whose it is


@pytest.fixture(scope="module")
def one_moment(sown) -> Iterator[None]:
    """Time stands still, so that no minute tells two worlds apart."""
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def world(one_moment, ground) -> worlds.World:
    return worlds.begin(ground)


def apart(world, event, *looks) -> list[str]:
    """How the world after an event differs from the one that `a` left."""
    return crawl.differences(worlds.after(world, event, *looks), worlds.after(world, worlds.leave, *looks))


@pytest.mark.parametrize("role", ROLES)
def test_a_block_looks_like_leaving_to_every_role(world, role):
    Member.objects.filter(pk=world.b.pk).update(roles=ROLES[role])
    assert apart(world, worlds.block, *CLOSE) == []


# Stewards see whom they shut out.
EVENTS = [(worlds.block, role) for role in ROLES] + [(worlds.be_shut_out, role) for role in ("member", "coordinator")]


@pytest.mark.nightly
@pytest.mark.parametrize(("event", "role"), EVENTS, ids=lambda part: getattr(part, "__name__", part))
def test_every_link_and_every_list_looks_like_leaving_to_every_role(world, role, event):
    Member.objects.filter(pk=world.b.pk).update(roles=ROLES[role])
    assert apart(world, event, *WHOLLY) == []


@pytest.mark.nightly
@pytest.mark.parametrize("look", CLOSELY, ids=lambda look: look.__name__)
def test_a_block_looks_like_leaving_however_one_asks(world, look):
    worlds.open_all(world)
    assert apart(world, worlds.block, look) == []


def test_being_shut_out_looks_like_leaving(world):
    assert apart(world, worlds.be_shut_out, worlds.nearby, worlds.in_the_post) == []


def test_a_break_looks_like_leaving_to_all_who_have_nothing_together_with_one(one_moment, ground):
    stranger = replace(ground.here, b=make.member("Stranger", community=ground.here.community))
    assert apart(worlds.begin(replace(ground, here=stranger)), worlds.pause, *CLOSE) == []


def test_a_break_does_not_hide_one_from_those_who_have(world):
    """The control: who is matched goes on seeing them."""
    assert any(line.startswith(f"/people/{world.a.key}:") for line in apart(world, worlds.pause, worlds.nearby))


def test_when_all_clocks_have_run_they_still_look_alike(world):
    Erasure.objects.all().delete()  # or there would be nobody left to look

    def later(event):
        with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
            return worlds.after(world, event, worlds.in_a_month)

    blocked = later(worlds.block)
    assert crawl.differences(blocked, later(worlds.leave)) == []
    assert blocked["/today"].status == 200


def test_before_that_the_other_is_all_over_the_place(world):
    """There is something to hide: without it, equal worlds would prove nothing."""
    seen = worlds.after(world, worlds.nothing, worlds.nearby, worlds.by_name)
    name = world.a.display_name.encode()
    mentions = [path for path, answer in seen.items() if name in answer.body]
    assert {"/today", f"/people/{world.a.key}", "/people", "/mentoring"} <= set(mentions)
    assert [path for path in mentions if path.startswith("/people /people")]


# -- the two walls, each alone


def without_the_first_wall(monkeypatch) -> None:
    """Everything that `visible_to` would keep back is handed out."""
    for model in garden.own_models():
        rows = type(model._default_manager.all())
        if hasattr(rows, "visible_to") and model._meta.label not in BY_EITHER:
            monkeypatch.setattr(rows, "visible_to", lambda self, member: self.all())


def without_the_second_wall(settings) -> None:
    settings.DATABASE_RUNTIME_ROLE = ""  # requests then run as the owner, whom no policy stops


def test_the_database_alone_keeps_the_promise(world, monkeypatch):
    without_the_first_wall(monkeypatch)
    assert apart(world, worlds.block, worlds.nearby) == []


def test_the_application_alone_keeps_the_promise(world, settings):
    without_the_second_wall(settings)
    assert apart(world, worlds.block, worlds.nearby) == []


def test_without_both_walls_the_worlds_differ(world, monkeypatch, settings):
    """The control."""
    without_the_first_wall(monkeypatch)
    without_the_second_wall(settings)
    assert any(line.startswith(f"/people/{world.a.key}:") for line in apart(world, worlds.block, worlds.nearby))
