"""Programmes in the seasons that the others leave out, and one in which enrolments stand everywhere they can stand."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import translation

from querbeet.core import clock, viewing
from querbeet.programmes.actions import clocks, enrolments, places, programmes, vetting
from querbeet.programmes.enums import Event, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import patterns

if TYPE_CHECKING:
    from querbeet.config.demo.planting import Arrived

WORDS = {"languages": ("Deutsch",), "way": ("persönlich",), "topics": ("herausfinden", "Familie und Freundeskreis")}
STORY = {"languages": ("Deutsch",), "topics": ("Bücher, Filme und Kunst",)}
ASKED = "Magst du uns sagen, an welchen Tagen du überhaupt Zeit hättest?"


def plant(circle: dict[str, "Arrived"]) -> None:
    """One programme that rolls, one coming to its end, one closed, and one with every kind of enrolment."""
    coordinator = circle["anka"]
    people = [person for key, person in circle.items() if key != "anka"]
    with translation.override("de"):
        begun = {key: _begin(coordinator, key) for key in ("newcomers", "peers", "stories", "jobs")}
    for person, side in zip(people[:8], [Side.MENTEE, Side.MENTOR] * 4, strict=True):
        _enrol(person, begun["newcomers"], side, {"languages": ("Deutsch",), "likes": ("Kultur",)})
        _enrol(person, begun["stories"], side, STORY | {"born": "1950er" if side == Side.MENTOR else "1990er"})
        _enrol(person, begun["jobs"], side, {"stage": "viele Jahre" if side == Side.MENTOR else "erste Jahre"})
    with viewing.as_member(coordinator.member):
        _move(begun["newcomers"], coordinator, Event.START)
        _move(begun["stories"], coordinator, Event.COLLECTED, Event.START, Event.WIND_DOWN)
        _move(begun["jobs"], coordinator, Event.COLLECTED, Event.START, Event.WIND_DOWN, Event.CLOSE)
    _everywhere(begun["peers"], coordinator, people)
    with viewing.for_purpose("clock"):
        clocks.finish()


def _begin(coordinator: "Arrived", key: str) -> Programme:
    pattern = patterns.load(key)
    assert pattern is not None
    with viewing.as_member(coordinator.member):
        made = programmes.create(by=coordinator.member, name=pattern.name, pattern=pattern)
        programmes.move(programme=made, event=Event.OPEN, by=coordinator.member)
    return made


def _move(programme: Programme, coordinator: "Arrived", *events: Event) -> None:
    for event in events:
        programmes.move(programme=programme, event=event, by=coordinator.member)


def _enrol(person: "Arrived", programme: Programme, side: Side, answers: dict) -> Participant:
    with viewing.as_member(person.member):
        return enrolments.enrol(programme=programme, member=person.member, side=side, answers=answers)


def _everywhere(programme: Programme, coordinator: "Arrived", people: list["Arrived"]) -> None:
    """Sign-ups that stopped at every place of their way; two of them go it to the end and meet."""
    rows = [_enrol(one, programme, Side.MENTEE, WORDS) for one in people[:11]]
    by, today = coordinator.member, clock.now().date()
    with viewing.as_member(by):
        step = programme.vetting_steps.get()
        for row in rows[5:11]:
            vetting.keep(enrolment=row, step=step, passed=True, checked_on=today, by=by)
        enrolments.ask_info(enrolment=rows[1], asked=ASKED, by=by)
        enrolments.screen(enrolment=rows[2], by=by)
        for row in rows[3:10]:
            enrolments.train(enrolment=row, by=by)
        for row in rows[4:10]:
            enrolments.prepare(enrolment=row, by=by)
        for row in rows[5:10]:
            enrolments.admit(enrolment=row, by=by)
        enrolments.suspend(enrolment=rows[8], by=by)
        vetting.keep(enrolment=rows[9], step=step, passed=False, checked_on=today - timedelta(days=1), by=by)
        enrolments.decline(enrolment=rows[10], by=by)
        places.fill(programme=programme, member=people[6].member, side=Side.MENTEE, by=by)
    with viewing.as_member(people[7].member):
        enrolments.pause(enrolment=rows[7], by=people[7].member)
    left = _enrol(people[11], programme, Side.MENTEE, WORDS)
    with viewing.as_member(people[11].member):
        enrolments.leave(enrolment=left, by=people[11].member)
