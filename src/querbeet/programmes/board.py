"""What coordinators see of the people of a programme: lists by who has to act next, and one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from querbeet.communities.models.member import Member
from querbeet.core import vault
from querbeet.programmes import queries
from querbeet.programmes.enums import Group, Side
from querbeet.programmes.models.participant import ENDED, Participant, ParticipantQuerySet
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.models.vetting import Check, VettingStep
from querbeet.programmes.rules import enrolment, vetting
from querbeet.programmes.rules.ruleset import RuleSet


@dataclass(frozen=True)
class Looking:
    """Which part of the list somebody looks at."""

    side: Side = Side.MENTEE
    group: Group = Group.EVERYONE
    words: str = ""

    @property
    def query(self) -> str:
        """As the rest of an address."""
        told = {"side": self.side.value, "group": self.group.value, "q": self.words}
        return urlencode({key: value for key, value in told.items() if value})


def looking(data: QueryDict) -> Looking:
    """What an address or a form asks for; unknown words fall back to the usual."""
    side, group = data.get("side", ""), data.get("group", "")
    return Looking(
        side=Side(side) if side in Side.values else Side.MENTEE,
        group=Group(group) if group in Group.values else Group.EVERYONE,
        words=data.get("q", "").strip()[:80],
    )


def listed(programme: Programme, viewer: Member, look: Looking) -> ParticipantQuerySet:
    """The people of this part of the list; who has waited longest comes first."""
    rows = programme.participants.visible_to(viewer).filter(side=look.side).select_related("member", "programme")
    states = enrolment.GROUPS.get(look.group)
    rows = rows.filter(state__in=states) if states else rows.taking_part()
    if look.words:
        rows = rows.filter(
            Q(member__display_name__icontains=look.words)
            | Q(member=None, name__icontains=look.words)
            | Q(member=None, reference__icontains=look.words)
        )
    return rows.order_by("since", "reference")


def ticked(programme: Programme, viewer: Member, data: QueryDict) -> list[Participant]:
    """Those who are ticked in the list, or everybody in this part of it. Raises Http404 for what is no id."""
    if "all" in data:
        return list(listed(programme, viewer, looking(data)))
    try:
        ids = [UUID(one) for one in data.getlist("who")]
    except ValueError as error:
        raise Http404 from error
    rows = programme.participants.visible_to(viewer).select_related("member", "programme")
    return list(rows.filter(pk__in=ids).order_by("since", "reference"))


@dataclass(frozen=True)
class Row:
    """One person in the list: their answers, and what is still to be checked."""

    told: queries.Told
    missing: list[VettingStep]

    @property
    def participant(self) -> Participant:
        return self.told.participant


def rows(participants: list[Participant], ruleset: RuleSet, side: Side, now: datetime) -> list[Row]:
    """People with what coordinators need to decide; the number of queries does not grow with them."""
    missing = queries.lacking(participants, now)
    return [Row(told, missing[told.participant.pk]) for told in queries.told(participants, ruleset, side)]


def tabs(programme: Programme, viewer: Member, look: Looking) -> dict[str, list[dict[str, Any]]]:
    """The two sides, and the groups of the side that is looked at, with how many are in each."""
    counted: Mapping[tuple[str, str], int] = {
        (one["side"], one["state"]): one["number"]
        for one in programme.participants.visible_to(viewer)
        .values("side", "state")
        .annotate(number=Count("pk"))
        .order_by()
    }

    def number(side: Side, group: Group) -> int:
        states = enrolment.GROUPS.get(group)
        return sum(
            many
            for (one, state), many in counted.items()
            if one == side and (state in states if states else state not in ENDED)
        )

    sides = {Side.MENTEE: _("Mentees"), Side.MENTOR: _("Mentors")}
    groups = [group for group in Group if number(look.side, group) or group in (Group.EVERYONE, look.group)]
    return {
        "sides": [
            {
                "label": label,
                "href": f"?{Looking(side, look.group, look.words).query}",
                "current": side == look.side,
                "count": number(side, Group.EVERYONE),
            }
            for side, label in sides.items()
        ],
        "groups": [
            {
                "label": group.label,
                "href": f"?{Looking(look.side, group, look.words).query}",
                "current": group == look.group,
                "count": number(look.side, group),
            }
            for group in groups
        ],
    }


def waiting(programme: Programme, viewer: Member) -> list[dict[str, Any]]:
    """How many wait for the coordinators, of each side, with the way to them; empty where nobody does."""
    here = programme.participants.visible_to(viewer).filter(state__in=enrolment.GROUPS[Group.YOURS])
    counted = dict(here.values_list("side").annotate(number=Count("pk")).order_by())
    return [
        {"side": side, "number": counted[side], "query": Looking(side, Group.YOURS).query}
        for side in Side
        if counted.get(side)
    ]


@dataclass(frozen=True)
class Checked:
    """One step of the vetting for one person: the result that counts, whether it holds, and what may be done."""

    step: VettingStep
    result: Check | None
    holds: bool
    can_confirm: bool


def checked(row: Participant, viewer: Member, now: datetime) -> list[Checked]:
    """The vetting of one person, step by step. Needs `programme` loaded."""
    steps = vetting.needed(list(row.programme.vetting_steps.all()), row.side)
    results = Check.objects.visible_to(viewer).filter(participant=row).select_related("by", "second")
    counting: dict[Any, Check] = {}
    for result in results:
        counting.setdefault(result.step_id, result)
    return [_checked(step, counting.get(step.pk), row.programme.two_people, viewer, now) for step in steps]


def _checked(step: VettingStep, result: Check | None, two_people: bool, viewer: Member, now: datetime) -> Checked:
    holds = vetting.holds(result, now.date(), two_people=two_people)
    open_ = two_people and result is not None and vetting.can_confirm(viewer.pk, result.by_id, result.second_id)
    return Checked(step, result, holds, open_)


def person(row: Participant, viewer: Member, ruleset: RuleSet, now: datetime) -> dict[str, Any]:
    """Everything that the page of one person shows."""
    vault.gather([row])
    return {
        "participant": row,
        "answers": queries.told([row], ruleset, Side(row.side))[0].answers,
        "checks": checked(row, viewer, now),
        "decisions": [{"event": one.value, "label": one.label} for one in enrolment.decisions(row.state)],
        "can_ask": row.member is not None and enrolment.can(row.state, "ask"),
    }
