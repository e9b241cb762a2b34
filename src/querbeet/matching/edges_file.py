"""Matching a list of pairs from a spreadsheet, without server or database.

EDGES has the columns mentee, mentor and either fit, or fit_mentee and fit_mentor (the joint fit is then their mean);
CAP has id and capacity, for both sides. Whoever is not in CAP has one place. A fit is a number of 0 or more, in
points of any size, as everywhere in the engine. Everything is checked before any work, and what is wrong is named by
row, as the spreadsheet numbers it.
"""

import csv
import json
import math
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from querbeet.matching.tables import BadTable, check_length, read_id, read_number, read_whole, rows_of, wrong

OBJECTIVES = {
    "coverage": ("coverage", "total"),
    "total": ("total",),
    "worst-off": ("coverage", "leximin", "total"),
    "stable": ("stable",),
    "balanced": ("coverage", "pairs", "balanced", "total"),
}
DECIMALS = 6


@dataclass
class Pairs:
    """The tables as arrays: people in the order of their first row, fits as integers of 1 / `unit`, `rows` where each
    pair stands in the spreadsheet."""

    mentees: dict[str, int] = field(default_factory=dict)
    mentors: dict[str, int] = field(default_factory=dict)
    mentee: list[int] = field(default_factory=list)
    mentor: list[int] = field(default_factory=list)
    views: list[tuple[Decimal, ...]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    unit: int = 1


def run(
    edges: Path,
    *,
    capacity: Path | None = None,
    objective: str = "coverage",
    out: Path,
    seed: int = 0,
    time_limit: float | None = None,
) -> dict[str, Any]:
    """Matches the pairs in `edges`, writes the chosen ones to `out` (mentee, mentor, fit) and prints a line of JSON.

    The line says: people_served (mentees with a mentor), pairs, total_weight, bound, gap, seconds, certificate,
    proven, objective, seed. `bound` and `gap` are those of the objective that decides; for stable the number of
    blocking pairs. Returns what it prints. Raises `BadTable` with the row and the reason.
    """
    from querbeet_engine import Refusal, check, solve

    if objective not in OBJECTIVES:
        raise BadTable(_("“%(value)s” is no objective.") % {"value": objective})
    pairs = read_edges(edges)
    problem = _problem(edges, pairs, read_capacity(capacity, pairs) if capacity else {})
    try:
        solution = solve(problem, OBJECTIVES[objective], seed=seed, deadline_s=time_limit)
    except Refusal as refusal:
        raise BadTable(str(refusal)) from refusal
    faults = check(problem, solution)
    if faults:
        raise AssertionError(faults)  # a defect of the engine: never hand out an answer that is wrong
    _write(out, pairs, solution.edges)
    line = _summary(pairs, solution, objective)
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return line


def read_edges(path: Path) -> Pairs:
    """The pairs of an EDGES table. Raises `BadTable`."""
    rows = rows_of(path)
    header = rows[0][1] if rows else []
    for names in (["mentee", "mentor", "fit"], ["mentee", "mentor", "fit_mentee", "fit_mentor"]):
        if header[: len(names)] == names and len(header) >= len(names):
            break
    else:
        raise BadTable(
            _("%(file)s: the first row must be “mentee,mentor,fit” or “mentee,mentor,fit_mentee,fit_mentor”.")
            % {"file": path.name}
        )
    pairs = Pairs()
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows[1:]:
        check_length(path, number, cells, len(names))
        mentee, mentor = (read_id(path, number, name, cell) for name, cell in zip(names[:2], cells, strict=False))
        if (mentee, mentor) in seen:
            raise wrong(path, number, _("this pair is in row %(row)d already") % {"row": seen[mentee, mentor]})
        seen[mentee, mentor] = number
        pairs.rows.append(number)
        pairs.mentee.append(pairs.mentees.setdefault(mentee, len(pairs.mentees)))
        pairs.mentor.append(pairs.mentors.setdefault(mentor, len(pairs.mentors)))
        named = zip(names[2:], cells[2:], strict=False)
        pairs.views.append(tuple(read_number(path, number, name, cell) for name, cell in named))
    pairs.unit = _unit(pairs)
    return pairs


def read_capacity(path: Path, pairs: Pairs) -> dict[str, int]:
    """Places by id of a CAP table. Raises `BadTable`; ids without any pair are allowed and change nothing."""
    rows = rows_of(path)
    if not rows or rows[0][1][:2] != ["id", "capacity"]:
        raise BadTable(_("%(file)s: the first row must be “id,capacity”.") % {"file": path.name})
    places: dict[str, int] = {}
    for number, cells in rows[1:]:
        check_length(path, number, cells, 2)
        person = read_id(path, number, "id", cells[0])
        if person in places:
            raise wrong(path, number, _("“%(id)s” is there twice") % {"id": person})
        places[person] = read_whole(path, number, cells[1])
    return places


def _unit(pairs: Pairs) -> int:
    """1 where all fits are whole numbers (and all means of two), else a million."""
    numbers = [sum(views) / len(views) for views in pairs.views]
    return 1 if all(number == int(number) for number in numbers) else 10**DECIMALS


def _problem(path: Path, pairs: Pairs, places: dict[str, int]) -> Any:
    import numpy as np

    from querbeet_engine import Problem, Refusal

    def whole(number: Decimal) -> int:
        return int((number * pairs.unit).to_integral_value())

    sides = [np.array([whole(views[side]) for views in pairs.views], np.int64) for side in (0, -1)]
    try:
        return Problem(
            n_mentees=len(pairs.mentees),
            n_mentors=len(pairs.mentors),
            mentee=np.array(pairs.mentee, np.int32),
            mentor=np.array(pairs.mentor, np.int32),
            fit=np.array([whole(sum(views, Decimal(0)) / len(views)) for views in pairs.views], np.int64),
            fit_mentee=sides[0],
            fit_mentor=sides[1],
            capacity_mentee=[places.get(person, 1) for person in pairs.mentees],
            capacity_mentor=[places.get(person, 1) for person in pairs.mentors],
        )
    except Refusal as refusal:  # only the fits can be too much: their sum would leave 64 bits
        number = pairs.rows[refusal.row or 0]
        raise wrong(path, number, _("the fit is too large for so many people")) from refusal


def _number(value: int, unit: int) -> int | float:
    """A sum of fits as people wrote them."""
    return value if unit == 1 else value / unit


def _write(out: Path, pairs: Pairs, chosen: Any) -> None:
    mentees, mentors = list(pairs.mentees), list(pairs.mentors)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["mentee", "mentor", "fit"])
        for edge in chosen:
            fit = sum(pairs.views[edge], Decimal(0)) / len(pairs.views[edge])
            writer.writerow([mentees[pairs.mentee[edge]], mentors[pairs.mentor[edge]], f"{fit:f}"])


def _summary(pairs: Pairs, solution: Any, objective: str) -> dict[str, Any]:
    in_fit = ("total", "worst-off", "leximin")
    deciding = solution.objectives[solution.deciding]
    certificate = {
        "kind": "no blocking pair" if objective == "stable" else "prices",
        "values": {
            name: _number(value, pairs.unit) if name in in_fit else value
            for name, value in zip(solution.objectives, solution.values, strict=True)
        },
        "bounds": {
            name: _number(value, pairs.unit) if name in in_fit else value
            for name, value in zip(solution.objectives, solution.bounds, strict=True)
        },
        "blocking_pairs": solution.certificate["blocking_pairs"],
        "checked": True,
    }
    return {
        "people_served": solution.served,
        "pairs": solution.pairs,
        "total_weight": _number(solution.total, pairs.unit),
        "bound": _number(solution.bound, pairs.unit) if deciding in in_fit else solution.bound,
        "gap": math.ceil(solution.gap * 10**9) / 10**9,
        "seconds": round(solution.seconds, 4),
        "proven": solution.proven,
        "objective": objective,
        "status": solution.status,
        "seed": solution.seed,
        "certificate": certificate,
    }
