"""What somebody receives when another blocked them equals, byte for byte, what they receive when that one has left.

The same holds when that one takes a break or was shut out. Each of the two walls keeps this promise alone; without
both, the worlds can be told apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from querbeet.communities.actions import blocks, presence
from querbeet.communities.enums import Audience, Kind, Role, Status, TieKind
from querbeet.communities.models.member import Member, MemberQuerySet
from querbeet.communities.tests import factories as make
from querbeet.conversations import actions as conversations
from querbeet.conversations.models import Thread
from querbeet.core import viewing
from querbeet.home.actions import leaving
from querbeet.skills.actions import exchange, strengths
from querbeet.skills.models.vocabulary import Area, Skill
from tests.worlds import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROLES = {"member": [], "coordinator": [Role.COORDINATOR], "steward": [Role.STEWARD]}


@dataclass
class World:
    """A left, or did something that must look like it; B looks."""

    a: Member
    b: Member
    browser: Client
    group: Thread

    @property
    def about_a(self) -> list[str]:
        return [
            f"/people/{self.a.key}",
            f"/people/{self.a.key}/block",
            f"/stewards/{self.a.pk}",
            f"/people?q={self.a.display_name}",
        ]


@pytest.fixture
def world() -> World:
    """A and B have as much to do with each other as this house allows, and there are others."""
    here = make.community()
    a, b, c = (make.member(name, community=here) for name in ("Anemone", "Birke", "Clematis"))
    make.coordinator("Dahlie", community=here)
    for member in (a, b, c):
        for audience in Audience:
            make.facet(member, Kind.TAG, f"{member.display_name} {audience}", audience)
        make.facet(member, Kind.PRONOUNS, "they/them")
    make.tie(a, c), make.tie(a, b, TieKind.CIRCLE)
    make.invitation(here, by=a)
    area = Area.objects.create(key="garden", names={"de": "Garten", "en": "Garden"})
    skills = [
        Skill.objects.create(area=area, names={"de": name, "en": name}) for name in ("Hoe", "Rake", "Sieve", "Spade")
    ]
    for member in (a, b, c):
        with viewing.as_member(member):
            exchange.offer_only(member=member, skills=skills[:2] if member != b else skills[2:])
            exchange.wish_only(member=member, skills=skills[2:] if member != b else skills[:2])
            strength = strengths.name(member=member, text=f"Strength of {member.display_name}")
    with viewing.as_member(c):
        strengths.decide(endorsement=_endorse(strength, a), by=c, shown=True)
    return World(a, b, make.signed_in_client(b), _talk(a, b, c))


def _endorse(strength, by: Member):
    with viewing.as_member(by):
        return strengths.endorse(strength=strength, by=by)


def _talk(a: Member, b: Member, c: Member) -> Thread:
    """A and B write to each other, and with C; B has not read all of it. Returns the conversation of three."""
    with viewing.as_member(a):
        pair, group = conversations.open_thread(members=[a, b]), conversations.open_thread(members=[a, b, c])
    for thread in (pair, group):
        for member in (a, b, a):
            with viewing.as_member(member):
                conversations.write(thread=thread, by=member, text=f"From {member.display_name}")
    return group


def block(world: World) -> None:
    with viewing.as_member(world.a):
        blocks.block(member=world.b, by=world.a)
    with viewing.as_member(world.a):
        conversations.write(thread=world.group, by=world.a, text="Said behind a back")


def leave(world: World) -> None:
    with viewing.as_member(world.a):
        leaving.leave(member=world.a)


def pause(world: World) -> None:
    with viewing.as_member(world.a):
        presence.pause(member=world.a)


def be_shut_out(world: World) -> None:
    Member.objects.filter(pk=world.a.pk).update(status=Status.SUSPENDED)


def seen_after(world: World, event: Callable[[World], None]) -> dict[str, crawl.Seen]:
    """What B sees after the event, which is then undone."""
    with transaction.atomic():
        event(world)
        seen = crawl.crawl(world.browser, *world.about_a)
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_a_block_looks_like_leaving_to_every_role(world, role):
    Member.objects.filter(pk=world.b.pk).update(roles=ROLES[role])
    assert crawl.differences(seen_after(world, block), seen_after(world, leave)) == []


@pytest.mark.parametrize("event", [pause, be_shut_out], ids=lambda event: event.__name__)
def test_a_break_and_being_shut_out_look_like_leaving(world, event):
    assert crawl.differences(seen_after(world, event), seen_after(world, leave)) == []


def test_before_that_the_other_is_all_over_the_place(world):
    """There is something to hide: without it, equal worlds would prove nothing."""
    seen = seen_after(world, lambda world: None)
    mentions = [path for path, answer in seen.items() if b"Anemone" in answer.body]
    assert {"/today", f"/people/{world.a.key}"} <= set(mentions)


def without_the_first_wall(monkeypatch) -> None:
    monkeypatch.setattr(MemberQuerySet, "visible_to", lambda self, member: self.filter(community=member.community_id))


def without_the_second_wall(settings) -> None:
    settings.DATABASE_RUNTIME_ROLE = ""  # requests then run as the owner, whom no policy stops


def test_the_database_alone_keeps_the_promise(world, monkeypatch):
    without_the_first_wall(monkeypatch)
    assert crawl.differences(seen_after(world, block), seen_after(world, leave)) == []


def test_the_application_alone_keeps_the_promise(world, settings):
    without_the_second_wall(settings)
    assert crawl.differences(seen_after(world, block), seen_after(world, leave)) == []


def test_without_both_walls_the_worlds_differ(world, monkeypatch, settings):
    """The control."""
    without_the_first_wall(monkeypatch)
    without_the_second_wall(settings)
    apart = crawl.differences(seen_after(world, block), seen_after(world, leave))
    assert any(line.startswith(f"/people/{world.a.key}:") for line in apart)
