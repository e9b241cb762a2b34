"""Rings and chains from a spreadsheet, without server or database.

EDGES has the columns from, to, weight: `from` could teach `to`. PEOPLE has id, gives_only (yes or no; whoever gives
only starts chains and never learns) and capacity (in how many rings and chains at once, else 1). Everything is
checked before any work, and what is wrong is named by row, as the spreadsheet numbers it.
"""

import csv
import json
import math
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from querbeet.matching.tables import BadTable, check_length, read_id, read_number, read_whole, rows_of, wrong

DECIMALS = 6
MOST = 10**9  # the greatest weight that the engine takes
YES = ("yes", "y", "true", "1", "x", "ja", "j", "wahr")
NO = ("no", "n", "false", "0", "", "nein", "falsch")


@dataclass
class Exchange:
    """The tables as arrays: people in the order of their first row, weights as people wrote them."""

    people: dict[str, int] = field(default_factory=dict)
    teacher: list[int] = field(default_factory=list)
    learner: list[int] = field(default_factory=list)
    weight: list[Decimal] = field(default_factory=list)
    gives_only: dict[int, bool] = field(default_factory=dict)
    capacity: dict[int, int] = field(default_factory=dict)

    def number(self, person: str) -> int:
        return self.people.setdefault(person, len(self.people))

    @property
    def unit(self) -> int:
        """1 where all weights are whole numbers, else the power of ten, at most a million, that makes them whole."""
        places = [-int(w.normalize().as_tuple().exponent) for w in self.weight]
        return 10 ** max(0, min(DECIMALS, max(places, default=0)))


def run(
    edges: Path,
    *,
    people: Path | None = None,
    max_ring: int = 3,
    max_chain: int = 0,
    time_limit: float | None = 60.0,
    out: Path,
    seed: int = 0,
) -> dict[str, Any]:
    """Finds the rings and chains that serve most people, then fewer long rings, then the greatest weight; writes them
    to `out` (ring, kind, position, from, to, weight) and prints a line of JSON.

    The line says: people_served, rings, chains, total_weight, bound (more people cannot be served), gap (its share
    above people_served), seconds, proven, status, seed, certificate (values and bounds of all three objectives).
    Returns what it prints. Raises `BadTable` with the row and the reason.
    """
    from querbeet_engine import Refusal, check_rings, rings

    exchange = read_edges(edges)
    if people is not None:
        read_people(people, exchange)
    pool = _pool(edges, exchange)
    try:
        found = rings(pool, max_ring=max_ring, max_chain=max_chain, deadline=time_limit, seed=seed)
    except Refusal as refusal:
        raise BadTable(str(refusal)) from refusal
    faults = check_rings(pool, found, max_ring=max_ring, max_chain=max_chain)
    if faults:
        raise AssertionError(faults)  # a defect of the engine: never hand out an answer that is wrong
    parts = [("ring", arcs) for arcs in found.cycles] + [("chain", arcs) for arcs in found.chains]
    _write(out, exchange, parts)
    line = _summary(exchange, found)
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return line


def read_edges(path: Path) -> Exchange:
    """Who could teach whom. Raises `BadTable`."""
    rows = rows_of(path)
    if not rows or rows[0][1][:3] != ["from", "to", "weight"]:
        raise BadTable(_("%(file)s: the first row must be “from,to,weight”.") % {"file": path.name})
    exchange = Exchange()
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows[1:]:
        check_length(path, number, cells, 3)
        giver, taker = read_id(path, number, "from", cells[0]), read_id(path, number, "to", cells[1])
        if giver == taker:
            raise wrong(path, number, _("“%(id)s” cannot teach themself") % {"id": giver})
        if (giver, taker) in seen:
            raise wrong(path, number, _("this pair is in row %(row)d already") % {"row": seen[giver, taker]})
        seen[giver, taker] = number
        exchange.teacher.append(exchange.number(giver))
        exchange.learner.append(exchange.number(taker))
        exchange.weight.append(read_number(path, number, "weight", cells[2]))
    return exchange


def read_people(path: Path, exchange: Exchange) -> None:
    """Who gives only, and in how many rings people may be; ids without any pair are allowed. Raises `BadTable`."""
    rows = rows_of(path)
    header = rows[0][1] if rows else []
    names = ["id", "gives_only", "capacity"]
    if header[:2] != names[:2] or header[2:3] not in ([], ["capacity"]):
        raise BadTable(_("%(file)s: the first row must be “id,gives_only,capacity”.") % {"file": path.name})
    seen: set[str] = set()
    for number, cells in rows[1:]:
        check_length(path, number, [*cells, *[""] * (3 - len(cells))], 3)
        person = read_id(path, number, "id", cells[0])
        if person in seen:
            raise wrong(path, number, _("“%(id)s” is there twice") % {"id": person})
        seen.add(person)
        place = exchange.number(person)
        exchange.gives_only[place] = _yes(path, number, cells[1] if len(cells) > 1 else "")
        if len(cells) > 2 and cells[2]:
            exchange.capacity[place] = min(read_whole(path, number, cells[2]), MOST)


def _yes(path: Path, row: int, cell: str) -> bool:
    if cell.casefold() not in YES + NO:
        raise wrong(path, row, _("gives_only “%(value)s” is not yes or no") % {"value": cell})
    return cell.casefold() in YES


def _pool(path: Path, exchange: Exchange) -> Any:
    from querbeet_engine import Pool

    people, unit = range(len(exchange.people)), exchange.unit
    weight = [int((w * unit).to_integral_value()) for w in exchange.weight]
    if weight and max(weight) > MOST:
        largest = max(exchange.weight)
        raise BadTable(_("%(file)s: weight %(value)s is too large.") % {"file": path.name, "value": largest})
    return Pool(
        len(people),
        np.array(exchange.teacher, np.int64),
        np.array(exchange.learner, np.int64),
        np.array(weight, np.int64),
        np.array([exchange.gives_only.get(person, False) for person in people], bool),
        np.array([exchange.capacity.get(person, 1) for person in people], np.int64),
    )


def _write(out: Path, exchange: Exchange, parts: list[tuple[str, tuple[int, ...]]]) -> None:
    names = list(exchange.people)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["ring", "kind", "position", "from", "to", "weight"])
        for number, (kind, arcs) in enumerate(parts, 1):
            for position, arc in enumerate(arcs, 1):
                ends = names[exchange.teacher[arc]], names[exchange.learner[arc]]
                writer.writerow([number, kind, position, *ends, f"{exchange.weight[arc]:f}"])


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _summary(exchange: Exchange, found: Any) -> dict[str, Any]:
    total = sum((exchange.weight[arc] for part in (*found.cycles, *found.chains) for arc in part), Decimal(0))
    served = found.bounds[0]
    names = ("people_served", "long_rings", "weight")
    return {
        "people_served": found.served,
        "rings": len(found.cycles),
        "chains": len(found.chains),
        "total_weight": _number(total),
        "bound": served,
        "gap": math.ceil((served - found.served) / max(served, 1) * 10**9) / 10**9,
        "seconds": round(found.seconds, 4),
        "proven": found.proven,
        "status": found.status,
        "seed": found.seed,
        "certificate": {
            "values": dict(zip(names, _unscaled(exchange, found.values), strict=True)),
            "bounds": dict(zip(names, _unscaled(exchange, found.bounds), strict=True)),
            "checked": True,
        },
    }


def _unscaled(exchange: Exchange, values: tuple[int, ...]) -> list[int | float]:
    return [*values[:2], _number(Decimal(values[2]) / exchange.unit)]
