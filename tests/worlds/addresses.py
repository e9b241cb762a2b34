"""Every address of the access matrix with real ids in it: one's own, others', another community's and invented ones.

A row of the matrix whose path has an id says in `ids` what it is the id of: `{ pk = "programmes.Programme" }`, with a
field where that is not the primary key (`"communities.Member.key"`), or the words that may stand there (`["mentee"]`).
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from querbeet.communities.models.member import Member
from tests.architecture import house
from tests.worlds import fields

MATRIX = house.ROOT / "tests" / "architecture" / "access.toml"
MISSING_ID, MISSING_KEY = "11111111-1111-4111-8111-111111111111", "22222222222a"
NEVER = {"people:leave", "people:sign_out"}  # they end the visit that a sweep needs


@dataclass(frozen=True)
class Address:
    """A filled-in address; `rows` are those whose ids stand in it."""

    name: str
    path: str
    methods: tuple[str, ...]
    rows: tuple[models.Model, ...] = ()

    def concerns(self, member: Member) -> bool:
        return any(fields.belongs_to(row, member) or row == member for row in self.rows)


@cache
def matrix() -> dict[str, dict[str, Any]]:
    return tomllib.loads(MATRIX.read_text())


@cache
def arguments() -> dict[str, set[str]]:
    """What each address wants filled in."""
    return dict(_arguments(get_resolver()))


def _arguments(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _arguments(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or str(pattern.pattern)), set(pattern.pattern.regex.groupindex)


def unexplained(rows: dict[str, dict[str, Any]]) -> list[str]:
    """Addresses with an id in them that do not say what it is the id of."""
    return [name for name, wanted in arguments().items() if wanted - rows.get(name, {}).get("ids", {}).keys()]


Filling = tuple[str, models.Model | None]


def fillings(meaning: str | list[str], people: list[Member], each: int, strangers: bool = True) -> list[Filling]:
    """Values for one id: those of rows of these people, `each` at most, and of rows that are nobody's."""
    if isinstance(meaning, list):
        return [(word, None) for word in meaning]
    model, _, name = _model(meaning)
    found: list[models.Model] = []
    whose = {row: fields.owning(row) for row in model._base_manager.order_by("created_at", "pk")}
    for member in people:
        found += [row for row, owners in whose.items() if owners & fields.selves(member)][:each]
    if strangers:
        found += [row for row, owners in whose.items() if not owners][: each + 2]
    return [(str(getattr(row, name)), row) for row in dict.fromkeys(found)]


def _model(meaning: str) -> tuple[type[models.Model], str, str]:
    app, model, *field = meaning.split(".")
    return apps.get_model(app, model), model, field[0] if field else "pk"


def filled(people: list[Member], *, each: int = 1) -> list[Address]:
    """Every address with the ids of what these people have, and of what is nobody's."""
    made: list[Address] = []
    rows = {name: row for name, row in matrix().items() if name not in NEVER}
    meanings = {str(meaning): meaning for row in rows.values() for meaning in row.get("ids", {}).values()}
    values = {key: fillings(meaning, people, each) for key, meaning in meanings.items()}
    for name, row in rows.items():
        made += _of_row(name, row, values)
    return made


def _of_row(name: str, row: dict[str, Any], values: dict[str, list[Filling]]) -> Iterator[Address]:
    wanted = sorted(arguments()[name])
    choices = [values[str(row["ids"][one])] for one in wanted]
    for chosen in product(*choices):
        filled_in = dict(zip(wanted, (value for value, _ in chosen), strict=True))
        rows = tuple(found for _, found in chosen if found is not None)
        if _belong_together(rows):
            yield Address(name, reverse(name, kwargs=filled_in), tuple(row["methods"]), rows)


def _belong_together(rows: tuple[models.Model, ...]) -> bool:
    """A child stands under its own parent; what happens otherwise is a test of its own."""
    for parent, child in pairwise(rows):
        for first, second in ((parent, child), (child, parent)):
            for field in first._meta.concrete_fields:
                if field.related_model is type(second) and getattr(first, field.attname) != second.pk:
                    return False
    return True


def nowhere(name: str) -> str:
    """The address with ids of what never was."""
    row = matrix()[name]
    values = {}
    for one in arguments()[name]:
        meaning = row["ids"][one]
        if isinstance(meaning, list):
            values[one] = meaning[0]
        else:
            values[one] = MISSING_ID if _model(meaning)[2] == "pk" else MISSING_KEY
    return reverse(name, kwargs=values)


def community_of(row: models.Model, depth: int = 4) -> Any:
    """The id of the community a row belongs to, found along its foreign keys; None for what belongs to none."""
    if getattr(row, "community_id", None):
        return row.community_id
    for field in row._meta.concrete_fields if depth else ():
        if field.is_relation and field.related_model.__module__.startswith("querbeet."):
            parent = getattr(row, field.name)
            found = community_of(parent, depth - 1) if parent is not None else None
            if found:
                return found
    return None


def elsewhere(people: list[Member]) -> list[Address]:
    """Addresses of things in the community of these people, and of nothing else."""
    home = people[0].community_id
    return [one for one in filled(people) if one.rows and all(community_of(row) == home for row in one.rows)]


def mixed(name: str, home: Any) -> list[str]:
    """The address with ids of this community that do not belong together."""
    row, found = matrix()[name], []
    wanted = sorted(arguments()[name])
    choices = [_at_home(row["ids"][one], home) for one in wanted]
    for chosen in product(*choices):
        rows = tuple(thing for _, thing in chosen if thing is not None)
        if len(rows) > 1 and not _belong_together(rows):
            values = dict(zip(wanted, (value for value, _ in chosen), strict=True))
            found.append(reverse(name, kwargs=values))
    return found[:3]


def _at_home(meaning: str | list[str], home: Any) -> list[Filling]:
    if isinstance(meaning, list):
        return [(meaning[0], None)]
    model, _, field = _model(meaning)
    rows = [row for row in model._base_manager.order_by("created_at", "pk") if community_of(row) == home]
    return [(str(getattr(row, field)), row) for row in rows[:4]]
