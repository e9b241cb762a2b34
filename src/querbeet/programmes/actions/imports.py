"""Verbs of imports. Nothing of a spreadsheet is in the programme before the yes, and the yes can be taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock, sheets
from querbeet.core.errors import Refused
from querbeet.programmes import queries
from querbeet.programmes.actions import programmes
from querbeet.programmes.enums import Asked, EnrolmentState, Field, ImportState, Origin, Side
from querbeet.programmes.models.imports import ColumnMapping, ImportBatch
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import answers, enrolment, guessing, lifecycle, reading
from querbeet.programmes.rules.ruleset import Person, Question

NEW_QUESTION = "new question"
KEPT = ("name", "contact", "answers", "capacity")
UPLOADS_WAIT = timedelta(days=2)


class AlreadyDecided(Refused):
    """This upload is already imported, taken back or thrown away."""


@transaction.atomic
def upload(*, programme: Programme, side: Side, file_name: str, data: bytes, by: Member) -> ImportBatch:
    """Keep a spreadsheet for its preview, with a guess at what its columns are. Raises `Unreadable`, `NotNow`."""
    lifecycle.check_import(programme.state)
    sheet = sheets.read(data, file_name)
    remembered = queries.remembered(programme, side, sheet.headers)
    batch = ImportBatch.objects.create(
        programme=programme,
        side=side,
        file_name=file_name[:200],
        headers=sheet.headers,
        rows=sheet.rows,
        numbers=sheet.numbers,
        problems=[vars(problem) for problem in sheet.problems],
        mapping=guessing.guess(sheet, queries.ruleset(programme), side, remembered),
        by=by,
    )
    audit.record("upload spreadsheet", by=by, community=programme.community_id, target=batch, rows=len(sheet.rows))
    return batch


def sheet_of(batch: ImportBatch) -> sheets.Sheet:
    """The spreadsheet that a waiting upload holds."""
    return sheets.Sheet(
        headers=tuple(batch.headers),
        rows=tuple(tuple(row) for row in batch.rows),
        numbers=tuple(batch.numbers),
        problems=tuple(sheets.Problem(**problem) for problem in batch.problems),
    )


def read(batch: ImportBatch) -> reading.Reading:
    """The people in an upload, as its mapping understands them. Raises `NoIdentification`."""
    return reading.read(sheet_of(batch), batch.mapping, queries.ruleset(batch.programme), Side(batch.side))


@transaction.atomic
def map_columns(*, batch: ImportBatch, mapping: dict[str, str], by: Member) -> None:
    """Say what the columns are. NEW_QUESTION makes a question of the programme out of a column."""
    batch = _waiting(batch)
    side = Side(batch.side)
    ruleset = queries.ruleset(batch.programme, by=by)
    sheet = sheet_of(batch)
    made: list[Question] = []
    for header, value in mapping.items():
        if value == NEW_QUESTION:
            made.append(
                _new_question(guessing.suggested_question(sheet, header, side), side, [*ruleset.questions, *made])
            )
            mapping = {**mapping, header: reading.ANSWER + made[-1].key}
    if made:
        ruleset = replace(ruleset, questions=(*ruleset.questions, *made))
        programmes.change_rules(programme=batch.programme, ruleset=ruleset, by=by)
    batch.mapping = {header: mapping.get(header, Field.SKIP.value) for header in batch.headers}
    batch.save(update_fields=["mapping"])


def _new_question(question: Question, side: Side, others: list[Question]) -> Question:
    keys = {other.key for other in others}
    key = next(
        name for n in range(1, 999) if (name := question.key if n == 1 else f"{question.key[:36]}_{n}") not in keys
    )
    return replace(
        question, key=key, label=question.label[:120], asked=Asked(side.value), columns=(question.label[:120],)
    )


@transaction.atomic
def confirm(*, batch: ImportBatch, by: Member) -> ImportBatch:
    """Import the rows without a problem. Known identifications are brought up to date, so twice is the same as once."""
    batch = _waiting(batch)
    Programme.objects.select_for_update().get(pk=batch.programme_id)  # one import at a time
    lifecycle.check_import(batch.programme.state)
    people = read(batch).people
    known = {
        row.reference.casefold(): row
        for row in Participant.objects.select_for_update()
        .visible_to(by)
        .taking_part()
        .filter(programme=batch.programme, side=batch.side)
        .annotate(folded=Lower("reference"))
    }
    new = [_made(batch, person) for person in people if person.id.casefold() not in known]
    changed = [row for person in people if (row := known.get(person.id.casefold())) and _differs(row, person)]
    batch.before = [_snapshot(row) for row in changed]
    by_id = {person.id.casefold(): person for person in people}
    for row in changed:
        _bring_up_to_date(row, by_id[row.reference.casefold()])
    Participant.objects.bulk_create(new)
    Participant.objects.bulk_update(changed, KEPT)
    batch.counts = {"new": len(new), "changed": len(changed), "same": len(people) - len(new) - len(changed)}
    batch.state = ImportState.DONE
    _remember(batch)
    _forget_rows(batch)
    audit.record("import people", by=by, community=batch.programme.community_id, target=batch, **batch.counts)
    return batch


@transaction.atomic
def undo(*, batch: ImportBatch, by: Member) -> None:
    """Take an import back: new people go, changed ones are as before. Raises `AlreadyDecided`."""
    batch = _locked(batch)
    if batch.state != ImportState.DONE:
        raise AlreadyDecided(_("This import is already taken back."))
    later = batch.programme.imports.filter(side=batch.side, state=ImportState.DONE, created_at__gt=batch.created_at)
    if later.exists():
        raise AlreadyDecided(_("Take back the later import of the same side first."))
    batch.participants.filter(member=None).delete()
    before = {row["id"]: row for row in batch.before}
    rows = list(Participant.objects.filter(pk__in=before))
    for row in rows:
        for field in KEPT:
            setattr(row, field, before[str(row.pk)][field])
    Participant.objects.bulk_update(rows, KEPT)
    batch.state, batch.before = ImportState.UNDONE, []
    batch.save(update_fields=["state", "before"])
    audit.record("undo import", by=by, community=batch.programme.community_id, target=batch)


@transaction.atomic
def discard(*, batch: ImportBatch, by: Member) -> None:
    """Throw a waiting upload away."""
    batch = _waiting(batch)
    audit.record("discard upload", by=by, community=batch.programme.community_id, target=batch)
    batch.delete()


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("programme").get(pk=batch.pk)


def _waiting(batch: ImportBatch) -> ImportBatch:
    batch = _locked(batch)
    if batch.state != ImportState.WAITING:
        raise AlreadyDecided(_("This spreadsheet is already imported."))
    return batch


def _made(batch: ImportBatch, person: Person) -> Participant:
    programme = batch.programme
    first = enrolment.first_step(screening=programme.screening, training=programme.training)
    return Participant(
        programme=programme,
        side=batch.side,
        state=enrolment.after(EnrolmentState.SUBMITTED, first) if first else EnrolmentState.SUBMITTED,
        reference=person.id,
        name=person.name if person.name != person.id else "",
        contact=person.contact,
        answers=dict(person.answers),
        capacity=person.capacity,
        origin=Origin.IMPORT,
        batch=batch,
    )


def _told(person: Person) -> dict[str, Any]:
    answers_ = {key: list(value) if isinstance(value, tuple) else value for key, value in person.answers.items()}
    name = person.name if person.name != person.id else ""
    return {"name": name, "contact": person.contact, "answers": answers_, "capacity": person.capacity}


def _differs(row: Participant, person: Person) -> bool:
    if row.member_id:
        return False  # members speak for themselves: a spreadsheet does not overwrite what they said
    return any(getattr(row, field) != value for field, value in _told(person).items())


def _snapshot(row: Participant) -> dict[str, Any]:
    return {"id": str(row.pk), **{field: getattr(row, field) for field in KEPT}}


def _bring_up_to_date(row: Participant, person: Person) -> None:
    for field, value in _told(person).items():
        setattr(row, field, value)


def _remember(batch: ImportBatch) -> None:
    ColumnMapping.objects.update_or_create(
        community=batch.programme.community,
        side=batch.side,
        fingerprint=guessing.fingerprint(batch.headers),
        defaults={"mapping": {answers.folded(header): value for header, value in batch.mapping.items()}},
    )


def _forget_rows(batch: ImportBatch) -> None:
    """What is imported is in the programme; the spreadsheet itself is not kept."""
    batch.rows, batch.numbers, batch.problems = [], [], []
    batch.save()


def throw_away_old_uploads() -> int:
    """Uploads that waited too long for a yes hold personal data for nothing; how many went."""
    old = ImportBatch.objects.filter(state=ImportState.WAITING, created_at__lt=clock.now() - UPLOADS_WAIT)
    return old.delete()[0]
