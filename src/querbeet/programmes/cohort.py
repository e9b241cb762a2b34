"""The people of a programme taken together: a table to take along, a report without names, whom a message reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from querbeet.communities.models.member import Member
from querbeet.programmes import board, queries
from querbeet.programmes.enums import EnrolmentState as S
from querbeet.programmes.enums import Side, Whom
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import figures

OUTCOMES = {
    "in": (S.POOL, S.FULL, S.PAUSED, S.RENEWAL),
    "way": (S.SUBMITTED, S.INFO, S.SCREENING, S.TRAINING, S.READY),
    "finished": (S.FINISHED,),
    "out": (S.LEFT, S.DECLINED, S.SUSPENDED),
}
"""Fixed groups, so that no choice of groups singles anybody out; why somebody is out is not told apart."""


def table(programme: Programme, viewer: Member, look: board.Looking) -> tuple[list[str], list[list[Any]]]:
    """Headers and rows of one part of the list, with what coordinators see on the pages and no more."""
    ruleset = queries.ruleset(programme)
    asked = [question.label for question in ruleset.asked_of(look.side) if not question.facet]
    headers = [_("Name"), _("Identification"), _("Contact"), _("State"), _("since"), _("Places"), _("Taken"), *asked]
    people = list(board.listed(programme, viewer, look))
    rows: list[list[Any]] = []
    for told in queries.told(people, ruleset, look.side):
        row, given = told.participant, {one["label"]: one["value"] for one in told.answers}
        rows.append(
            [
                row.shown_name,
                "" if row.member_id else row.reference,
                row.contact,
                row.get_state_display(),
                row.since.date().isoformat(),
                row.places,
                row.taken,
                *(given.get(label, "") for label in asked),
            ]
        )
    return headers, rows


@dataclass(frozen=True)
class Part:
    """One side in the report: how many there were, and what became of them, as it may be printed."""

    label: str
    total: str
    outcomes: list[dict[str, str]]
    partners: list[dict[str, str]]


def report(programme: Programme, viewer: Member) -> list[Part]:
    """Figures of a programme that name nobody."""
    rows = list(programme.participants.visible_to(viewer).values_list("side", "state", "taken"))
    labels = {Side.MENTEE: _("Mentees"), Side.MENTOR: _("Mentors")}
    return [_part(labels[side], [(state, taken) for one, state, taken in rows if one == side]) for side in Side]


def _part(label: str, rows: list[tuple[str, int]]) -> Part:
    outcomes = {
        _("taken in"): OUTCOMES["in"],
        _("on the way"): OUTCOMES["way"],
        _("finished"): OUTCOMES["finished"],
        _("out again, or not taken in"): OUTCOMES["out"],
    }
    counted = {name: sum(state in states for state, _taken in rows) for name, states in outcomes.items()}
    together = sum(taken > 0 for _state, taken in rows)
    partners = {_("with somebody at the moment"): together, _("without anybody at the moment"): len(rows) - together}
    return Part(label, figures.told(len(rows)), _printed(counted), _printed(partners))


def _printed(cells: dict[str, int]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in figures.partition(cells).items()]


@dataclass(frozen=True)
class Reach:
    """The members whom a message reaches, each once, and how many have no account to be reached by."""

    members: list[Member]
    without: int


def reaches(programme: Programme, viewer: Member, chosen: Iterable[Participant]) -> dict[Whom, Reach]:
    """Whom a message to each part of the programme reaches. The chosen are a part only where there are some."""
    rows = list(programme.participants.visible_to(viewer).taking_part().select_related("member"))
    parts = {
        Whom.EVERYONE: rows,
        Whom.MENTEES: [row for row in rows if row.side == Side.MENTEE],
        Whom.MENTORS: [row for row in rows if row.side == Side.MENTOR],
        Whom.WAITING: [row for row in rows if row.state == S.POOL and row.taken == 0],
        Whom.CHOSEN: list(chosen),
    }
    return {whom: _reach(part, viewer) for whom, part in parts.items() if part or whom != Whom.CHOSEN}


def _reach(rows: Iterable[Participant], viewer: Member) -> Reach:
    rows = list(rows)
    members = {row.member.pk: row.member for row in rows if row.member is not None and row.member != viewer}
    return Reach(list(members.values()), sum(row.member_id is None for row in rows))
