"""Matching from files to files, without server or database: what `querbeet match` does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querbeet.core import sheets
from querbeet.core.errors import Refused
from querbeet.matching import reasons, solving
from querbeet.matching.problems import Input
from querbeet.programmes.enums import Objective, Side
from querbeet.programmes.rules import documents, reading, words
from querbeet.programmes.rules.ruleset import BadRules, Person, RuleSet

MATCH_HEADERS = ("mentee_id", "mentor_id", "fit", "reasons", "mentee_name", "mentor_name")
LEFT_HEADERS = ("id", "side", "reason", "name")
Progress = Callable[[str], None]
"""Called with a sentence whenever the next piece of work begins."""


class BadFile(Refused):
    """A file that is not there, cannot be read or cannot be written."""


class BadRows(Refused):
    """Rows with problems: nothing is matched before they are mended, because a left-out person would look unmatched."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Summary:
    """What came out, in figures and in sentences. `proven`: no other answer is better in the asked order."""

    mentees: int
    mentors: int
    served: int
    pairs: int
    total: float
    lowest: float
    median: float
    left: int
    proven: bool
    seconds: float

    @property
    def sentences(self) -> list[str]:
        return [
            _("%(served)d of %(mentees)d mentees have a mentor, in %(pairs)d pairs with %(mentors)d mentors.")
            % vars(self),
            _("Total fit %(total)g, lowest %(lowest)g, median %(median)g.") % vars(self),
            _("No better answer exists for this objective.") if self.proven else _("A better answer may exist."),
            ngettext("%(left)d person is without a match.", "%(left)d people are without a match.", self.left)
            % vars(self),
        ]


def run(
    mentees: Path,
    mentors: Path,
    rules: Path,
    out: Path,
    unmatched: Path | None = None,
    *,
    objective: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Summary:
    """Match the people of two spreadsheets by the rules of a TOML file; write CSV, or XLSX where a name ends so.

    Raises `Refused` with the sentence to show: unreadable file, missing column, bad rules, `BadRows`.
    """
    tell = progress or (lambda sentence: None)
    tell(_("Reading the files"))
    ruleset = _ruleset(rules)
    wanted = _objective(objective, ruleset)
    sides = _people(ruleset, mentees, mentors)
    tell(_("Finding the best pairs"))
    result = solving.solve(Input(ruleset, *sides), objective=wanted, seed=seed)
    tell(_("Writing the results"))
    _write(out, MATCH_HEADERS, [_match_row(ruleset, match) for match in result.matches])
    if unmatched is not None:
        _write(unmatched, LEFT_HEADERS, [_left_row(ruleset, left) for left in result.left])
    return Summary(
        mentees=len(sides[0]),
        mentors=len({match.mentor.id for match in result.matches}),
        served=result.served,
        pairs=len(result.matches),
        total=result.total,
        lowest=result.lowest,
        median=result.median,
        left=len(result.left),
        proven=result.proven,
        seconds=result.seconds,
    )


def _ruleset(path: Path) -> RuleSet:
    try:
        return documents.from_bytes(_bytes(path))
    except BadRules as error:
        raise BadRules(f"{path.name}: {error}") from error


def _objective(name: str | None, ruleset: RuleSet) -> Objective:
    if name is None:
        return ruleset.objective
    if name not in Objective.values:
        known = ", ".join(Objective.values)
        raise BadRules(_("“%(name)s” is not an objective. Known: %(known)s.") % {"name": name, "known": known})
    return Objective(name)


def _people(ruleset: RuleSet, mentees: Path, mentors: Path) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Both sides; the problems of both files are told at once."""
    people: list[tuple[Person, ...]] = []
    problems: list[str] = []
    for path, side in ((mentees, Side.MENTEE), (mentors, Side.MENTOR)):
        try:
            sheet = sheets.read(_bytes(path), path.name)
        except sheets.Unreadable as error:
            raise BadFile(f"{path.name}: {error}") from error
        found = reading.read(sheet, reading.named(ruleset, sheet, side, path.name), ruleset, side)
        problems += [f"{path.name}: {problem}" for problem in found.problems]
        people.append(found.people)
    if problems:
        raise BadRows(problems)
    return people[0], people[1]


def _match_row(ruleset: RuleSet, match: solving.Match) -> tuple[object, ...]:
    why = " · ".join(str(reason) for reason in words.reasons(ruleset, match.mentee, match.mentor, match.worth))
    return match.mentee.id, match.mentor.id, _number(match.fit), why, match.mentee.name, match.mentor.name


def _left_row(ruleset: RuleSet, left: solving.Left) -> tuple[object, ...]:
    reason = reasons.why_left(ruleset, left.side, left.why, left.rule, left.number)
    return left.person.id, left.side.value, reason, left.person.name


def _number(fit: float) -> int | float:
    return int(fit) if fit.is_integer() else round(fit, 3)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > sheets.MAX_BYTES:
            return b"\n" * (sheets.MAX_BYTES + 1)  # refused by its size, without being read
        return path.read_bytes()
    except OSError as error:
        raise BadFile(_("%(file)s cannot be read: %(problem)s.") % {"file": path, "problem": error.strerror}) from error


def _write(path: Path, headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    excel = path.suffix.lower() == ".xlsx"
    data = sheets.write_xlsx(headers, rows) if excel else sheets.write_csv(headers, rows, marked=False)
    try:
        path.write_bytes(data)
    except OSError as error:
        values = {"file": path, "problem": error.strerror}
        raise BadFile(_("%(file)s cannot be written: %(problem)s.") % values) from error
