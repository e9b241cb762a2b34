"""Mentorings with a past: meetings in every state, check-ins due and done, ways, a circle of mentors, and a lineage."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.growth.actions import checks, figures, health, lineage, path, rounds
from querbeet.growth.enums import PathEvent
from querbeet.growth.models.checks import CheckIn
from querbeet.growth.models.path import Guide
from querbeet.meetings.actions import arranging, calendars, happening
from querbeet.meetings.enums import Said
from querbeet.meetings.models.meeting import Meeting, Slot
from querbeet.mentorships.actions import answers, endings, proposals, talks
from querbeet.mentorships.enums import Reply
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.programmes.actions import enrolments, programmes
from querbeet.programmes.enums import Event, Side
from querbeet.programmes.models.programme import Programme
from querbeet.skills.actions import week

if TYPE_CHECKING:
    from querbeet.config.demo.planting import Arrived

PURPOSE = "Die erste Runde: Wer sie mitgemacht hat, gibt heute selbst weiter."
ENDED = [("dorothea", "anka", 400), ("farid", "anka", 380), ("tilda", "dorothea", 172), ("ewe", "dorothea", 168)]
ENDED += [("valentin", "bo", 150), ("gundi", "farid", 120)]
RUNNING = [("tilda", "bo", 9), ("valentin", "dorothea", 33), ("gundi", "hyun", 30), ("ines", "jules", 22)]
RUNNING += [("kwame", "lou", 15), ("noor", "jules", 3)]
WELL = {"spoke": "yes", "between": "good", "helps": "yes", "next": "go_on"}
STUCK = {"spoke": "no", "between": "stuck", "helps": "not_yet", "next": "change"}
EVENINGS = ["mon-18", "tue-18", "wed-18", "thu-18", "sat-9"]


def plant(circle: "dict[str, Arrived]") -> None:
    """A programme that has been under way for long, with everything that grew in it."""
    people = {key: person.member for key, person in circle.items()}
    with days_ago(420):
        programme = _programme(people)
    ended = [_ended(programme, people, *one) for one in ENDED]
    running = [_begun(programme, people, *one) for one in RUNNING]
    for key in ("tilda", "bo", "valentin", "dorothea"):
        with viewing.as_member(people[key]):
            week.keep(member=people[key], times=EVENINGS)
    _meet(running[0], people["tilda"], people["bo"])
    _check(running[1], people)
    _ways(people)
    for mentorship, (mentee, mentor, _days) in zip(ended, ENDED, strict=True):
        for by, other in ((mentee, mentor), (mentor, mentee)):
            with viewing.as_member(people[by]):
                lineage.show(mentorship=mentorship, other=people[other], by=people[by])
    with viewing.for_purpose(checks.CLOCK):
        health.reckon()
        figures.reckon()


def _programme(people: dict[str, Member]) -> Programme:
    """The programme, with a place for everybody who takes part in it."""
    by = people["anka"]
    with viewing.as_member(by):
        made = programmes.create(by=by, name="Seite an Seite", purpose=PURPOSE)
        programmes.move(programme=made, event=Event.OPEN, by=by)
    pairs = [(mentee, mentor) for mentee, mentor, _days in (*ENDED, *RUNNING)]
    sides = {Side.MENTEE: {mentee for mentee, _mentor in pairs}, Side.MENTOR: {mentor for _mentee, mentor in pairs}}
    for side, keys in sides.items():
        for key in sorted(keys):
            enrol = {"programme": made, "member": people[key], "side": side, "answers": {}, "capacity": 3}
            _as(people[key], enrolments.enrol, **enrol)
    with viewing.as_member(by):
        for event in (Event.COLLECTED, Event.START):
            programmes.move(programme=made, event=event, by=by)
    return made


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Inside, it is so many days ago."""
    with clock.standing(clock.now() - timedelta(days=days)):
        yield


def _as(who: Member, act: Any, /, **what: Any) -> Any:
    with viewing.as_member(who):
        return act(**what)


def _begun(programme: Programme, people: dict[str, Member], mentee: str, mentor: str, days: int) -> Mentorship:
    """Two who were suggested to each other, said yes, talked, and began so many days ago."""
    two = people[mentee], people[mentor]
    with days_ago(days):
        made = _as(
            people["anka"],
            proposals.propose,
            programme=programme,
            mentee=two[0],
            mentor=two[1],
            reasons=[],
            source=uuid4(),
            by=people["anka"],
        )
        for one in two:
            _as(one, answers.answer, mentorship=made, member=one, reply=Reply.YES)
        for one in two:
            made = _as(one, talks.decide, mentorship=made, member=one, fits=True)
    return made


def _ended(programme: Programme, people: dict[str, Member], mentee: str, mentor: str, days: int) -> Mentorship:
    made = _begun(programme, people, mentee, mentor, days)
    two = people[mentee], people[mentor]
    with days_ago(days / 2):
        _as(two[0], endings.end, mentorship=made, by=two[0])
        for one in two:
            _as(one, endings.say_goodbye, mentorship=made, member=one)
    return made


def _meet(mentorship: Mentorship, one: Member, other: Member) -> None:
    """A meeting in every state."""
    with days_ago(8):
        held, missed = (_agreed(mentorship, one, other, days=days) for days in (2, 5))
        _asked(mentorship, one, days=20)  # nobody answers it
    for meeting, said in ((held, Said.MET), (missed, Said.NOT_MET)):
        for member in (one, other):
            _as(member, happening.say, meeting=meeting, member=member, said=said)
    with viewing.for_purpose(arranging.CLOCK):
        arranging.expire()
    with days_ago(1.5):
        _agreed(mentorship, one, other, days=1)  # over, and nobody has said anything yet
    _as(other, arranging.answer, meeting=_asked(mentorship, one, days=6), member=other, slots=[])
    _as(one, arranging.call_off, meeting=_agreed(mentorship, one, other, days=7), by=one)
    ahead = _agreed(mentorship, one, other, days=3)
    _as(other, happening.tell_place, meeting=ahead, by=other, words="Bank unter der Linde, hinten im Park")
    _asked(mentorship, other, days=10)
    _as(one, arranging.begin, mentorship=mentorship, by=one)
    _as(one, calendars.keep, member=one, title="Zahnarzt")


def _asked(mentorship: Mentorship, by: Member, *, days: float) -> Meeting:
    meeting = _as(by, arranging.begin, mentorship=mentorship, by=by)
    start = (clock.now() + timedelta(days=days)).replace(hour=17, minute=0, second=0, microsecond=0)
    return _as(by, arranging.request, meeting=meeting, by=by, own=[start])


def _agreed(mentorship: Mentorship, by: Member, other: Member, *, days: float) -> Meeting:
    meeting = _asked(mentorship, by, days=days)
    with viewing.as_member(other):
        slots = list(Slot.objects.filter(meeting=meeting).values_list("pk", flat=True))
        return arranging.answer(meeting=meeting, member=other, slots=slots)


def _check(older: Mentorship, people: dict[str, Member]) -> None:
    """Check-ins: of the older pair those of day seven are done, one of them stuck; others wait."""
    for days in (26, 0):
        with days_ago(days), viewing.for_purpose(checks.CLOCK):
            checks.go_on()
        for key, said in (("valentin", STUCK), ("dorothea", WELL)) if days else ():
            with days_ago(days), viewing.as_member(people[key]):
                due = CheckIn.objects.visible_to(people[key]).filter(mentorship=older, state="open").first()
                if due:
                    checks.answer(check=due, member=people[key], answers=said)


def _ways(people: dict[str, Member]) -> None:
    """Somebody at every station, a question to look over a shoulder, and a circle of mentors."""
    with viewing.for_purpose(checks.CLOCK):
        path.invite()
    steps = {"dorothea": ["ready"], "valentin": ["yes"], "ewe": ["yes", "ready"]}
    for key, events in steps.items():
        for event in events:
            _as(people[key], path.step, member=people[key], event=PathEvent(event))
    for key in ("dorothea", "bo"):
        _as(people[key], path.guide, member=people[key], words="Am liebsten abends, gern beim Gehen.")
    with viewing.as_member(people["valentin"]):
        guide = Guide.objects.visible_to(people["valentin"]).get(member=people["bo"])
        path.ask(guide=guide, by=people["valentin"])
    circle = _as(people["dorothea"], rounds.open_round, by=people["dorothea"], name="Dienstagabend")
    for key in ("bo", "anka"):
        _as(people[key], rounds.join, round=circle, by=people[key])
