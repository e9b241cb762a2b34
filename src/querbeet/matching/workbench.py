"""What the workbench draws and writes, from what `queries` read."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from querbeet.matching import queries
from querbeet.matching.models import Pair, Run
from querbeet.matching.queries import Explained, Load, Without
from querbeet.programmes.enums import Side

PAIR_HEADERS = ("mentee_id", "mentor_id", "fit", "reasons", "mentee_name", "mentor_name")
FIRST_LOADS = 10
LEFT_HEADERS = ("id", "side", "reason", "name")


def tabs(order: str) -> list[dict[str, object]]:
    """The three orders of the list of pairs."""
    labels = {"mentee": _("By mentee"), "mentor": _("By mentor"), "fit": _("Weakest first")}
    current = order if order in labels else "mentee"
    return [{"label": label, "href": f"?order={key}#pairs", "current": key == current} for key, label in labels.items()]


def points(number: float) -> str:
    """A number of points in the reader's language, at most one digit behind the comma."""
    return number_format(round(number, 1), decimal_pos=None if not float(number).is_integer() else 0)


def spread(pairs: Sequence[Pair]) -> list[dict[str, object]]:
    """How many pairs there are for each range of fits, as bars."""
    return [
        {
            "label": _("%(from)s to %(to)s points") % {"from": points(low), "to": points(high)},
            "value": number,
            "text": ngettext("%(n)d pair", "%(n)d pairs", number) % {"n": number},
        }
        for low, high, number in reversed(queries.spread(pairs))
    ]


def loads(found: Iterable[Load]) -> dict[str, list[dict[str, object]]]:
    """Places taken of each mentor, as bars: a first handful, and the rest."""
    bars: list[dict[str, object]] = [
        {
            "label": load.mentor.shown_name,
            "value": load.taken,
            "text": _("%(taken)d of %(places)d") % {"taken": load.taken, "places": load.places},
            "tone": "caution" if load.taken >= load.places > 0 else "",
        }
        for load in found
    ]
    return {"first": bars[:FIRST_LOADS], "rest": bars[FIRST_LOADS:]}


def compared(one: Run, other: Run) -> list[dict[str, object]]:
    """The figures of two runs side by side."""
    labels = {
        "served": _("Mentees with a mentor"),
        "pairs": _("Pairs"),
        "mentors": _("Mentors with a mentee"),
        "total": _("Total fit"),
        "median": _("Median fit"),
        "lowest": _("Lowest fit"),
    }
    rows = []
    for key, label in labels.items():
        first, second = round(one.figures.get(key, 0), 1), round(other.figures.get(key, 0), 1)
        rows.append({"label": label, "first": first, "second": second, "max": max(first, second) or 1})
    return rows


def grouped(rows: Iterable[Explained], order: str) -> list[dict[str, object]]:
    """Pairs under the person they are ordered by; the weakest first stand alone, each with both names."""
    if order == "fit":
        return [{"person": None, "rows": [_line(row, None) for row in rows]}]
    side = Side.MENTOR if order == "mentor" else Side.MENTEE
    by_person = groupby(rows, key=lambda row: getattr(row.pair, side))
    return [
        {"person": person, "side": side.label, "rows": [_line(row, side) for row in many]} for person, many in by_person
    ]


def _line(row: Explained, above: Side | None) -> dict[str, object]:
    """One pair with the names that its heading does not say already."""
    people = [(side.label, getattr(row.pair, side)) for side in Side if side != above]
    return {"row": row, "people": people}


def by_mentee(rows: Iterable[Explained]) -> list[dict[str, object]]:
    """Mentees with their mentors, for paper."""
    by_person = groupby(rows, key=lambda row: row.pair.mentee)
    return [{"mentee": mentee, "rows": list(pairs)} for mentee, pairs in by_person]


def pair_table(rows: Iterable[Explained]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The pairs as a spreadsheet, in the columns that the command line writes too."""
    return PAIR_HEADERS, [
        (
            row.pair.mentee.reference,
            row.pair.mentor.reference,
            int(row.pair.fit) if row.pair.fit.is_integer() else round(row.pair.fit, 3),
            " · ".join(str(reason) for reason in row.reasons),
            row.pair.mentee.shown_name,
            row.pair.mentor.shown_name,
        )
        for row in rows
    ]


def left_table(rows: Iterable[Without]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Who stayed without, as a spreadsheet."""
    return LEFT_HEADERS, [
        (one.participant.reference, Side(one.participant.side).value, one.sentence, one.participant.shown_name)
        for one in rows
    ]


def back(posted: Mapping[str, str]) -> str:
    """Query and anchor that lead back to where a pair was marked."""
    kept = {key: posted[key] for key in ("order", "page") if posted.get(key)}
    return f"?{urlencode(kept)}#pairs"


def uuid_or_404(text: str | None) -> UUID:
    """The id in a query; what is none answers like what never was."""
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None
