"""What the columns of a spreadsheet probably are: by their names, and by what is in them."""

import hashlib
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from querbeet.core.sheets import Sheet
from querbeet.programmes.enums import Field, QuestionKind, Side
from querbeet.programmes.rules import answers
from querbeet.programmes.rules.reading import ANSWER
from querbeet.programmes.rules.ruleset import Question, RuleSet

NAMES = {
    Field.ID: "id, nr, no, number, nummer, code, key, reference, kennung, staff number, personalnummer, identifier",
    Field.NAME: "name, first name, last name, given name, family name, surname, full name, display name, vorname,"
    " nachname, familienname, anzeigename, rufname, chosen name, gewählter name",
    Field.CONTACT: "email, e-mail, mail, email address, e-mail address, mail address, e-mail-adresse, mailadresse",
    Field.CAPACITY: "capacity, how many, number of mentees, number of mentors, max mentees, max mentors, kapazität,"
    " plätze, anzahl mentees, wie viele",
}
ALIKE = 0.84  # of 1, for names of columns
FITTING = 0.8  # share of the filled cells that must be answers to a question
LOOKED_AT = 200  # rows


def fingerprint(sheet_headers: Iterable[str]) -> str:
    """Tells whether two spreadsheets have the same headers, in any order, without keeping them."""
    return hashlib.sha256("\n".join(sorted(answers.folded(header) for header in sheet_headers)).encode()).hexdigest()


def guess(sheet: Sheet, ruleset: RuleSet, side: Side, remembered: Mapping[str, str] | None = None) -> dict[str, str]:
    """A `Field` value or an answer for every header. What was remembered wins where it still means something."""
    questions = ruleset.asked_of(side)
    known = {field.value for field in Field} | {ANSWER + question.key for question in questions}
    if remembered and all(value in known for value in remembered.values()):
        return {header: remembered.get(answers.folded(header), Field.SKIP.value) for header in sheet.headers}
    mapping = {header: str(Field.SKIP.value) for header in sheet.headers}
    for question in questions:
        for header in _best(sheet, question, mapping):
            mapping[header] = ANSWER + question.key
    for field in NAMES:
        for header in sheet.headers:
            if not mapping[header] and _is_named(header, NAMES[field].split(", ")):
                mapping[header] = field.value
    _needs_identification(sheet, mapping)
    return mapping


def _is_named(header: str, names: Iterable[str]) -> bool:
    return any(SequenceMatcher(None, _plain(header), _plain(name)).ratio() >= ALIKE for name in names)


def _plain(name: str) -> str:
    return "".join(sign for sign in answers.folded(name) if sign.isalnum())


def _best(sheet: Sheet, question: Question, mapping: Mapping[str, str]) -> list[str]:
    """The column that answers a question: by its exact name, by a similar one, or by what is in it."""
    free = [header for header in sheet.headers if not mapping[header]]
    names = (*question.columns, question.label, question.key)
    exact = [header for header in free if _plain(header) in {_plain(name) for name in names}]
    if exact:
        return exact
    similar = [header for header in free if _is_named(header, names) and _fits(sheet, question, header)]
    if similar:
        return similar[:1]
    closed = question.choices and question.kind in (QuestionKind.ORDERED, QuestionKind.CHOICE, QuestionKind.MULTI)
    return [header for header in free if closed and _fits(sheet, question, header)][:1]


def _cells(sheet: Sheet, header: str) -> list[str]:
    index = sheet.headers.index(header)
    return [row[index] for row in sheet.rows[:LOOKED_AT] if row[index]]


def _fits(sheet: Sheet, question: Question, header: str) -> bool:
    cells = _cells(sheet, header)
    return bool(cells) and sum(_answers(question, cell) for cell in cells) >= FITTING * len(cells)


def _answers(question: Question, cell: str) -> bool:
    try:
        return answers.parse(question, cell) is not None
    except answers.Unclear:
        return False


def _needs_identification(sheet: Sheet, mapping: dict[str, str]) -> None:
    """Where no column is named like an identification, a column of addresses is one. A few may be there twice."""
    if Field.ID in mapping.values():
        return
    for header in sheet.headers:
        cells = _cells(sheet, header)
        different = len({cell.casefold() for cell in cells if "@" in cell})
        free = mapping[header] in (Field.CONTACT, Field.SKIP)
        if free and cells and different >= FITTING * len(sheet.rows[:LOOKED_AT]):
            mapping[header] = Field.ID.value
            return


def suggested_question(sheet: Sheet, header: str, side: Side) -> Question:
    """A new question for a column that answers none: its kind and choices as its cells suggest."""
    cells = _cells(sheet, header)
    choices = tuple(dict.fromkeys(cells))
    kind = QuestionKind.TEXT
    if cells and all(answers.folded(cell) in answers.YES | answers.NO for cell in cells):
        kind, choices = QuestionKind.YES_NO, ()
    elif cells and all(answers.NUMBER.fullmatch(cell) for cell in cells):
        kind, choices = QuestionKind.NUMBER, ()
    elif 1 < len(choices) < len(cells) and len(choices) <= max(2, len(cells) // 3) and max(map(len, choices)) <= 60:
        kind, choices = QuestionKind.CHOICE, ()  # open: another file may hold further ones
    key = "".join(sign if sign.isalnum() else "_" for sign in answers.folded(header))[:40] or "question"
    return Question(key, header, kind, choices=() if kind != QuestionKind.CHOICE else choices, columns=(header,))
