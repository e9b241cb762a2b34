"""What the demo's members offer, wish for and are good at, and when they have time."""

import random
from collections.abc import Iterable
from typing import TYPE_CHECKING

from querbeet.core import viewing
from querbeet.skills.actions import exchange, strengths, week
from querbeet.skills.enums import Format, Level
from querbeet.skills.models.strengths import Strength
from querbeet.skills.models.vocabulary import Skill
from querbeet.ui.week import CODES

if TYPE_CHECKING:
    from querbeet.config.demo.planting import Arrived

EVENINGS = [code for code in CODES if code.endswith(("-15", "-18"))]


def plant(circle: Iterable["Arrived"], chance: random.Random) -> None:
    """Offers, wishes, weeks and strengths for all; then some confirm a strength of somebody else."""
    people = list(circle)
    known = {skill.key: skill for skill in Skill.objects.filter(community=None)}
    for person in people:
        with viewing.as_member(person.member):
            _list(person, known, chance)
    for person in chance.sample(people, 12):
        with viewing.as_member(person.member):
            _confirm(person, chance)


def _list(person: "Arrived", known: dict[str, Skill], chance: random.Random) -> None:
    member, told = person.member, person.told
    for key, level in told["offers"].items():
        details = exchange.Details(
            level=Level(level),
            format=chance.choice(list(Format)),
            languages=tuple(told["languages"][:2]),
            hours_a_month=chance.choice([1, 2, 2, 3, 4]),
        )
        exchange.offer(member=member, skill=known[key], details=details)
    for key in told["wishes"]:
        exchange.wish(member=member, skill=known[key])
    for text in told["strengths"]:
        strengths.name(member=member, text=text)
    week.keep(member=member, times=chance.sample(EVENINGS, chance.randint(3, 7)))


def _confirm(person: "Arrived", chance: random.Random) -> None:
    others = list(Strength.objects.visible_to(person.member).exclude(member=person.member).order_by("text"))
    strengths.endorse(strength=chance.choice(others), by=person.member)
