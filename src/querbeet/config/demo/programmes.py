"""Programmes of the demo, in every stage a coordinator knows."""

import random
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from querbeet.config.environment import ROOT
from querbeet.core import clock, viewing
from querbeet.matching import actions as matching
from querbeet.programmes.actions import enrolments, programmes
from querbeet.programmes.enums import Event, Side
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents
from querbeet.programmes.rules.ruleset import Answer, RuleSet

if TYPE_CHECKING:
    from querbeet.config.demo.planting import Arrived

FOLDER = Path(__file__).parent
SPREADSHEETS = ROOT / "examples" / "uk-civil-service" / "rules.toml"
FIELDS = ["Handwerk", "Büro und Verwaltung", "Gesundheit und Pflege", "Technik und IT", "Kunst und Bühne", "Soziales"]
YEARS = ["noch nicht", "bis 3 Jahre", "3 bis 10 Jahre", "über 10 Jahre"]
TOPICS = [
    "Bewerbung",
    "Ankommen im Team",
    "Offen sein bei der Arbeit",
    "Neu anfangen",
    "Selbstständigkeit",
    "Grenzen setzen",
]
PATHWAYS = "Ein halbes Jahr zu zweit: Wer den Weg kennt, geht ein Stück mit."
ARRIVING = "Für alle, die neu in der Stadt sind, und alle, die ihnen die Stadt zeigen."


def plant(circle: dict[str, "Arrived"]) -> None:
    """One programme open for sign-up, one matched and offered, one waiting for spreadsheets."""
    coordinator = circle["anka"].member
    chance = random.Random(9)  # noqa: S311
    rules = documents.load((FOLDER / "pathways.toml").read_text())
    people = [person for key, person in circle.items() if key != "anka"]
    with viewing.as_member(coordinator):
        arriving = _programme(coordinator, "Gut ankommen", ARRIVING, rules, starts_in=60)
        pathways = _programme(coordinator, "Berufswege", PATHWAYS, rules, starts_in=14)
        if SPREADSHEETS.exists():
            programmes.create(by=coordinator, name="Verwaltungsnetz", start=documents.load(SPREADSHEETS.read_text()))
    for person in chance.sample(people, 9):
        _enrol(person, arriving, chance)
    for person in chance.sample(people, 22):
        _enrol(person, pathways, chance)
    with viewing.as_member(coordinator):
        programmes.move(programme=pathways, event=Event.COLLECTED, by=coordinator)
        run = matching.carry_out(run=matching.start(programme=pathways, by=coordinator), by=coordinator)
        matching.publish(run=run, by=coordinator)


def _programme(by, name: str, purpose: str, rules: RuleSet, starts_in: int) -> Programme:
    first = clock.now().date() + timedelta(days=starts_in)
    last = first + timedelta(days=182)
    made = programmes.create(by=by, name=name, purpose=purpose, starts_on=first, ends_on=last, start=rules)
    programmes.move(programme=made, event=Event.OPEN, by=by)
    return made


def _enrol(person: "Arrived", programme: Programme, chance: random.Random) -> None:
    """Whoever offers much is a mentor, whoever wishes much a mentee."""
    experienced = max(person.told["offers"].values(), default=0) > 3 and len(person.told["wishes"]) < 3
    side = Side.MENTOR if experienced and chance.random() < 0.6 else Side.MENTEE
    years = chance.choice(YEARS[2:] if side == Side.MENTOR else YEARS[:3])
    answers: dict[str, Answer] = {
        "field": chance.choice(FIELDS),
        "years": years,
        "topics": tuple(chance.sample(TOPICS, 2)),
    }
    with viewing.as_member(person.member):
        enrolments.enrol(programme=programme, member=person.member, side=side, answers=answers)
