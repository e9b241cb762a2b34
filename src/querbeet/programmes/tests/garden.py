"""Programmes in each state with people in them, for the sweeps in tests/worlds."""

from datetime import date

from querbeet.core import viewing
from querbeet.programmes.actions import imports
from querbeet.programmes.enums import Side, State, VettingKind
from querbeet.programmes.models.imports import ColumnMapping
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import KeptApart
from querbeet.programmes.models.vetting import Check, VettingStep
from querbeet.programmes.tests import factories as make

ANSWERS = {"grade": "One", "employer": "Library", "topics": ["rest"], "secret": ["moved"]}


def plant(bed) -> None:
    """One programme that is open and one in matching, with members and imported people; one draft with an upload."""
    for state in (State.RECRUITING, State.MATCHING):
        programme = make.programme(by=bed.coordinator, state=state, name=f"{state} {bed.community.name}")
        for member, side in zip(bed.three, (Side.MENTOR, Side.MENTEE, Side.MENTEE), strict=True):
            grade = "Three" if side == Side.MENTOR else "One"
            row = make.enrolled(programme, side, member, **ANSWERS | {"employer": f"Place {member.pk}", "grade": grade})
        make.enrolled(programme, Side.MENTOR, bed.c, **ANSWERS | {"employer": "Museum", "grade": "Four"})
        for person in Participant.objects.filter(programme=programme):
            person.asked, person.said = "When?", "Soon."
            person.save()
        for side in Side:
            person = make.candidate(programme, side, f"Imported {side}", **ANSWERS)
            person.contact = f"{side}@example.org"
            person.save()
        step = VettingStep.objects.create(programme=programme, kind=VettingKind.TALK)
        Check.objects.create(participant=row, step=step, passed=True, checked_on=date(2026, 1, 2), by=bed.coordinator)
        KeptApart.objects.create(programme=programme, one="imported mentee", other="imported mentor")
    draft = make.programme(by=bed.coordinator, state=State.DRAFT, name=f"Draft {bed.community.name}")
    table = f"Nr;Vorname;Nachname;Grade\n1;Ash;Berg {bed.community.pk};one\n2;Bo;;Two\n".encode()
    with viewing.as_member(bed.coordinator):
        batch = imports.upload(
            programme=draft, side=Side.MENTEE, file_name="people.csv", data=table, by=bed.coordinator
        )
    ColumnMapping.objects.create(community=bed.community, side=Side.MENTEE, fingerprint="x", mapping=batch.mapping)
