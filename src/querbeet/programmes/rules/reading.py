"""From a spreadsheet and a mapping of its columns to people, with every problem named by row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.core.sheets import Sheet
from querbeet.programmes.enums import Field, Side
from querbeet.programmes.rules import answers
from querbeet.programmes.rules.ruleset import MOST_EACH, Answer, Person, Question, RuleSet, compared

ANSWER = "answer:"  # before the key of a question, in a mapping
MOST_ID = 200

Mapped = Mapping[str, str]
"""Header -> a `Field` value, or ANSWER + the key of a question."""


class NoIdentification(Refused):
    """Without a column that tells people apart nothing can be imported twice, pinned or found again."""


@dataclass(frozen=True)
class Problem:
    """Something wrong in one cell. `row` as the spreadsheet counts, `column` its header ('' for the whole row)."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        if not self.column:
            return _("Row %(row)d: %(sentence)s") % {"row": self.row, "sentence": self.sentence}
        place = _("Row %(row)d, column “%(column)s”") % {"row": self.row, "column": self.column}
        return f"{place}: {self.sentence}"


@dataclass(frozen=True)
class Reading:
    """The people of the rows without a problem, and the problems of the others."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...]


def read(sheet: Sheet, mapping: Mapped, ruleset: RuleSet, side: Side) -> Reading:
    """The people in a sheet. A row with a problem is left out as a whole. Raises `NoIdentification`."""
    return _Reader(sheet, mapping, ruleset, side).reading()


class _Reader:
    def __init__(self, sheet: Sheet, mapping: Mapped, ruleset: RuleSet, side: Side) -> None:
        self.sheet, self.ruleset, self.side = sheet, ruleset, side
        self.columns: dict[str, list[int]] = {}
        for index, header in enumerate(sheet.headers):
            self.columns.setdefault(mapping.get(header, Field.SKIP), []).append(index)
        if Field.ID not in self.columns:
            raise NoIdentification(_("Say which column identifies people: a number, a code or an e-mail address."))
        self.asked = [
            (question, self.columns[ANSWER + question.key])
            for question in ruleset.asked_of(side)
            if ANSWER + question.key in self.columns
        ]
        self.first_row: dict[str, int] = {}

    def reading(self) -> Reading:
        people: list[Person] = []
        problems: list[Problem] = []
        broken: dict[int, list[Problem]] = {}
        for found in self.sheet.problems:
            broken.setdefault(found.row, []).append(Problem(found.row, found.column, found.sentence))
        for number, row in zip(self.sheet.numbers, self.sheet.rows, strict=True):
            here = broken.get(number, [])
            person = self._person(number, row, here)
            problems += here
            if not here:
                people.append(person)
        return Reading(tuple(people), tuple(problems))

    def _person(self, number: int, row: tuple[str, ...], problems: list[Problem]) -> Person:
        identification = self._identification(number, row, problems)
        found: dict[str, Answer] = {}
        for question, indexes in self.asked:
            answer = self._answer(number, row, question, indexes, problems)
            if answer is not None:
                found[question.key] = answer
        return Person(
            id=identification,
            name=self._joined(row, Field.NAME) or identification,
            answers=found,
            capacity=self._capacity(number, row, problems),
            contact=self._contact(row, identification),
        )

    def _joined(self, row: tuple[str, ...], field: str) -> str:
        return " ".join(row[index] for index in self.columns.get(field, []) if row[index])

    def _identification(self, number: int, row: tuple[str, ...], problems: list[Problem]) -> str:
        text = self._joined(row, Field.ID)
        column = self.sheet.headers[self.columns[Field.ID][0]]
        if not text:
            problems.append(Problem(number, column, _("The identification is missing.")))
        elif len(text) > MOST_ID:
            problems.append(Problem(number, column, _("The identification is too long.")))
        elif text.casefold() in self.first_row:
            earlier = self.first_row[text.casefold()]
            problems.append(
                Problem(number, column, _("Row %(row)d already has “%(id)s”.") % {"row": earlier, "id": text})
            )
        else:
            self.first_row[text.casefold()] = number
        return text

    def _answer(
        self, number: int, row: tuple[str, ...], question: Question, indexes: list[int], problems: list[Problem]
    ) -> Answer | None:
        column = self.sheet.headers[indexes[0]]
        cells = [row[index] for index in indexes if row[index]]
        if not cells and question.needed:
            problems.append(Problem(number, column, _("The answer is missing.")))
        try:
            return answers.parse(question, (", " if question.kind.is_set else " ").join(cells))
        except answers.Unclear as error:
            problems.append(Problem(number, column, str(error)))
            return None

    def _capacity(self, number: int, row: tuple[str, ...], problems: list[Problem]) -> int | None:
        text = self._joined(row, Field.CAPACITY)
        if not text:
            return None
        if text.isascii() and text.isdigit() and int(text) <= MOST_EACH:
            return int(text)
        column = self.sheet.headers[self.columns[Field.CAPACITY][0]]
        most = {"value": text, "most": MOST_EACH}
        problems.append(Problem(number, column, _("“%(value)s” is not a whole number from 0 to %(most)d.") % most))
        return None

    def _contact(self, row: tuple[str, ...], identification: str) -> str:
        """The address of its own column, else the identification where that is an address."""
        text = self._joined(row, Field.CONTACT) or identification
        try:
            validate_email(text)
        except ValidationError:
            return ""
        return text


def named(ruleset: RuleSet, sheet: Sheet, side: Side, file: str) -> dict[str, str]:
    """The mapping that the rule set's own names give, for use without a person who could confirm a guess.

    Raises `Refused` where a question that a rule or wish needs has no column.
    """
    mapping = {header: str(Field.SKIP) for header in sheet.headers}
    for field, names in _wanted(ruleset, side):
        wanted = [answers.folded(name) for name in names]
        hits = [header for header in sheet.headers if answers.folded(header) in wanted]
        if not hits and (field == Field.ID or field in _needed(ruleset, side)):
            raise Refused(
                _("%(file)s has no column “%(column)s”. Its columns are: %(columns)s.")
                % {"file": file, "column": names[0], "columns": ", ".join(sheet.headers)}
            )
        mapping.update(dict.fromkeys(hits, field))
    return mapping


def _wanted(ruleset: RuleSet, side: Side) -> Iterator[tuple[str, tuple[str, ...]]]:
    for question in ruleset.asked_of(side):
        yield ANSWER + question.key, (*question.columns, question.label, question.key)
    for field in (Field.CONTACT, Field.CAPACITY, Field.NAME, Field.ID):
        yield field.value, (*ruleset.columns.names.get(field.value, ()), field.value)


def _needed(ruleset: RuleSet, side: Side) -> set[str]:
    keys = {pair.mentee if side == Side.MENTEE else pair.mentor for pair in compared(ruleset)}
    keys |= {wish.only_if for wish in ruleset.wishes}
    return {ANSWER + key for key in keys if key}
