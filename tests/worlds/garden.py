"""One community with everything in it, and a second one beside it: the ground that every sweep walks over.

Each package adds its part in `querbeet/<package>/tests/garden.py`, a function `plant(bed)`: at least one row of each of
its models, laid out as the owner of the database. The parts are found by themselves, from the lowest floor up; a test
fails for a model without a row, so that no feature is left out of the sweeps.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from types import ModuleType

from django.apps import apps
from django.db import models

from querbeet.communities.models.community import Community
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as make
from tests.architecture import house

WITHOUT_ROWS = {"people.Limit", "skills.Edition"}  # counters and the vocabulary's edition: nobody's


@dataclass(frozen=True)
class Bed:
    """A community and those in it who matter to a sweep.

    `a` is about to block `b`, or to leave; `b` looks; `c` is tied to both; `blocked` was blocked by `c` long ago.
    """

    community: Community
    a: Member
    b: Member
    c: Member
    blocked: Member
    coordinator: Member
    steward: Member

    @property
    def everybody(self) -> tuple[Member, ...]:
        return (self.a, self.b, self.c, self.blocked, self.coordinator, self.steward)

    @property
    def three(self) -> tuple[Member, Member, Member]:
        """Those who have something together."""
        return (self.a, self.b, self.c)


@dataclass(frozen=True)
class Garden:
    """`here` is where one looks; `there` is another community with everything that `here` has."""

    here: Bed
    there: Bed


NAMES = ("Anemone", "Birke", "Clematis", "Distel", "Klee", "Salbei")


def parts() -> Iterator[ModuleType]:
    """What each package adds, from the lowest floor up."""
    for package in chain.from_iterable(house.FLOORS):
        if (house.ROOT / "src" / "querbeet" / package / "tests" / "garden.py").exists():
            yield importlib.import_module(f"querbeet.{package}.tests.garden")


def plant() -> Garden:
    """Two communities; the third member of the first has a second persona in the other."""
    here = _bed("Garden")
    there = _bed("Meadow", other_self=here.c)
    return Garden(here, there)


def _bed(name: str, other_self: Member | None = None) -> Bed:
    community = make.community(name)
    people = [make.member(one, community=community) for one in NAMES[:4]]
    if other_self is not None:
        people[2].persona.delete()
        people[2].persona = type(other_self.persona).objects.create(
            member=people[2], account=other_self.persona.account
        )
    bed = Bed(
        community,
        *people,
        coordinator=make.coordinator(NAMES[4], community=community),
        steward=make.steward(NAMES[5], community=community),
    )
    for part in parts():
        part.plant(bed)
    return bed


def own_models() -> list[type[models.Model]]:
    """The models of this house, without those that only another model's table stands behind."""
    return [model for model in apps.get_models() if model.__module__.startswith("querbeet.") and not model._meta.proxy]


def bare() -> list[str]:
    """Models without a row."""
    return [
        model._meta.label
        for model in own_models()
        if model._meta.label not in WITHOUT_ROWS and not model._base_manager.exists()
    ]
