"""Reads of runs for the workbench: pairs with their reasons, loads, who stayed without, what changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from querbeet.communities.models.member import Member
from querbeet.matching import reasons
from querbeet.matching.enums import Mark
from querbeet.matching.models import Left, Marking, Pair, PairQuerySet, Reserve, Run
from querbeet.mentorships.queries import law
from querbeet.programmes import queries as programmes
from querbeet.programmes.enums import EnrolmentState, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents, words
from querbeet.programmes.rules.ruleset import RuleSet
from querbeet.programmes.rules.words import Reason


@dataclass(frozen=True)
class Explained:
    """A pair with why it fits, and how the next run is to treat it."""

    pair: Pair | Reserve
    reasons: list[Reason]
    mark: str = ""


@dataclass(frozen=True)
class Load:
    """One mentor and how many of their places are taken."""

    mentor: Participant
    taken: int
    places: int


@dataclass(frozen=True)
class Without:
    """Somebody without a match, and the sentence why."""

    participant: Participant
    sentence: str


@dataclass(frozen=True)
class Difference:
    """What changed from one run to another."""

    stayed: int
    gone: list[Pair]
    came: list[Pair]


def figures_of(result: Any) -> dict[str, Any]:
    """The figures of a `solving.Result`, as a run keeps them."""
    return {
        "served": result.served,
        "pairs": len(result.matches),
        "mentors": len({match.mentor.id for match in result.matches}),
        "total": result.total,
        "lowest": result.lowest,
        "median": result.median,
        "possible": result.possible,
        "proven": result.proven,
        "without": len(result.left),
        "mentees_without": sum(left.side == Side.MENTEE for left in result.left),
    }


def pairs(run: Run, viewer: Member) -> PairQuerySet:
    """The pairs of a run as `viewer` sees them, both people loaded."""
    return Pair.objects.filter(run=run).visible_to(viewer).select_related("mentee__member", "mentor__member")


def to_ask(run: Run, viewer: Member) -> PairQuerySet:
    """The pairs that publishing proposes: both have an account and can still be matched."""
    return _matchable(pairs(run, viewer))


def to_line_up(run: Run, viewer: Member) -> list[Reserve]:
    """The next best pairs that publishing puts in line, the first choices first; those marked "never" are left out."""
    never = {pair for pair, mark in marks(run, viewer).items() if mark == Mark.FORBIDDEN}
    seen = Reserve.objects.filter(run=run).visible_to(viewer).select_related("mentee__member", "mentor__member")
    return [row for row in _matchable(seen) if (row.mentee_id, row.mentor_id) not in never]


def _matchable(rows: PairQuerySet) -> PairQuerySet:
    both = rows.exclude(mentee__member=None).exclude(mentor__member=None)
    return both.filter(mentee__state=EnrolmentState.POOL, mentor__state=EnrolmentState.POOL)


def ordered(rows: Iterable[Pair], order: str) -> list[Pair]:
    """Pairs by the name of the mentee or the mentor, or with the weakest first."""
    keys = {
        "mentee": lambda pair: (pair.mentee.shown_name.casefold(), -pair.fit),
        "mentor": lambda pair: (pair.mentor.shown_name.casefold(), -pair.fit),
        "fit": lambda pair: (pair.fit, pair.mentee.shown_name.casefold()),
    }
    return sorted(rows, key=keys.get(order, keys["mentee"]))


def rules_of(run: Run) -> RuleSet:
    """The rule set that a run was made with."""
    return documents.load(run.rules)


def explained(
    run: Run,
    rows: Iterable[Pair | Reserve],
    marks: dict[tuple[UUID, UUID], str] | None = None,
    allowed: law.Law | None = None,
) -> list[Explained]:
    """Pairs with their reasons. Facts that the two do not show each other are never named.

    `allowed`: pairs that may not meet by now are left out.
    """
    ruleset = rules_of(run)
    asked = [question for question in ruleset.questions if not question.facet]
    found = []
    for pair in rows:
        if allowed is not None and not allowed.allows(pair.mentee, pair.mentor):
            continue
        mentee, mentor = programmes.people([pair.mentee, pair.mentor], asked)
        why = words.reasons(ruleset, mentee, mentor, pair.worth)
        found.append(Explained(pair, why, (marks or {}).get((pair.mentee_id, pair.mentor_id), "")))
    return found


def marks(run: Run, viewer: Member) -> dict[tuple[UUID, UUID], str]:
    """What coordinators want of pairs in the next run, by the ids of the two."""
    rows = Marking.objects.filter(programme=run.programme_id).visible_to(viewer)
    return {(row.mentee_id, row.mentor_id): row.mark for row in rows}


def markings(run: Run, viewer: Member) -> list[Marking]:
    """The marked pairs of the programme, people loaded."""
    rows = Marking.objects.filter(programme=run.programme_id).visible_to(viewer)
    return list(rows.select_related("mentee__member", "mentor__member").order_by("mark", "created_at"))


def loads(run: Run, viewer: Member, rows: Sequence[Pair]) -> list[Load]:
    """Every mentor of the programme with the places taken in this run, the fullest first."""
    taken = Counter(pair.mentor_id for pair in rows)
    each = rules_of(run).each(Side.MENTOR)
    mentors = programmes.taking_part(run.programme, viewer, Side.MENTOR)
    found = [Load(one, taken[one.pk], each if one.capacity is None else one.capacity) for one in mentors]
    return sorted(found, key=lambda load: (-load.taken, load.mentor.shown_name.casefold()))


def without(run: Run, viewer: Member) -> list[Without]:
    """Who stayed without a match and why, mentees first."""
    ruleset = rules_of(run)
    rows = run.left.visible_to(viewer).select_related("participant__member")
    by_name = sorted(rows, key=lambda left: (left.side, left.participant.shown_name.casefold()))
    return [Without(left.participant, _sentence(ruleset, left)) for left in by_name]


def _sentence(ruleset: RuleSet, left: Left) -> str:
    return reasons.why_left(ruleset, Side(left.side), left.why, left.rule, left.count)


def spread(rows: Sequence[Pair], bins: int = 5) -> list[tuple[float, float, int]]:
    """How the fits are spread: (from, to, how many pairs) for equally wide steps from 0 to the best."""
    best = max((pair.fit for pair in rows), default=0.0)
    if not best:
        return []
    width = best / bins
    counted = Counter(min(int(pair.fit / width), bins - 1) for pair in rows)
    return [(index * width, (index + 1) * width, counted[index]) for index in range(bins)]


def difference(one: Run, other: Run, viewer: Member) -> Difference:
    """Which pairs of `one` stayed in `other`, which are gone, which came."""
    before, after = ({(p.mentee_id, p.mentor_id): p for p in pairs(run, viewer)} for run in (one, other))
    return Difference(
        stayed=len(before.keys() & after.keys()),
        gone=ordered([before[key] for key in before.keys() - after.keys()], "mentee"),
        came=ordered([after[key] for key in after.keys() - before.keys()], "mentee"),
    )


def publishable(run: Run, viewer: Member) -> dict[str, int]:
    """How many pairs would be asked, and how many hold somebody without an account or out of the pool."""
    everyone = pairs(run, viewer)
    on_paper = everyone.filter(Q(mentee__member=None) | Q(mentor__member=None)).count()
    allowed = law.law(run.programme, viewer)
    asked = sum(allowed.allows(pair.mentee, pair.mentor) for pair in to_ask(run, viewer))
    return {"asked": asked, "on_paper": on_paper, "gone": everyone.count() - asked - on_paper}


@dataclass(frozen=True)
class Waiting:
    """Somebody in the pool whom nobody has been found for yet, and why, as far as the last run knows."""

    participant: Participant
    sentence: str


def waiting(programme: Programme, viewer: Member, side: Side) -> list[Waiting]:
    """Whoever waits for a first partner, the longest wait first."""
    last = next((run for run in programme.runs.visible_to(viewer) if run.finished), None)
    why: dict[UUID, str] = {}
    if last is not None:
        ruleset = rules_of(last)
        for left in last.left.visible_to(viewer).filter(side=side):
            why[left.participant_id] = _sentence(ruleset, left)
        column = "mentee" if side == Side.MENTEE else "mentor"
        asked, paired = _("Has a suggestion."), _("Found somebody in the last run, which is not published.")
        why |= dict.fromkeys(pairs(last, viewer).values_list(column, flat=True), asked if last.published_at else paired)
    otherwise = _("Came after the last run.") if last else _("There was no run yet.")
    rows = programmes.taking_part(programme, viewer, side).in_pool().filter(taken=0).order_by("since", "reference")
    return [Waiting(row, why.get(row.pk, otherwise)) for row in rows]
