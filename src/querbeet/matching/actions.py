"""Verbs of matching: start a run, carry it out, mark pairs for the next one, publish."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from querbeet.audit import actions as audit
from querbeet.communities.models.bounds import Block
from querbeet.communities.models.member import Member
from querbeet.core import clock, jobs, viewing
from querbeet.core.errors import Refused
from querbeet.matching import queries, rules
from querbeet.matching.enums import Mark, RunState
from querbeet.matching.models import Left, Marking, Pair, Reserve, Run
from querbeet.mentorships.actions import proposals as mentorships
from querbeet.mentorships.queries import law
from querbeet.programmes import queries as programmes
from querbeet.programmes.enums import Objective, RuleKind, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents, judging, lifecycle
from querbeet.programmes.rules.ruleset import RuleSet


class ImpossiblePair(Refused):
    """A pair that a rule forbids cannot be wished for."""


@transaction.atomic
def start(*, programme: Programme, by: Member, objective: str = "", seed: int = 0) -> Run:
    """Queue a run of the programme as it stands now. Raises `NobodyToMatch`, `NotNow`."""
    lifecycle.check_match(programme)
    counts = programmes.counts(programme, by)
    rules.check_start(counts["pool_mentees"], counts["pool_mentors"])
    Programme.objects.select_for_update().get(pk=programme.pk)  # numbers are given out one at a time
    number = (programme.runs.aggregate(last=Max("number"))["last"] or 0) + 1
    run = Run.objects.create(
        programme=programme,
        number=number,
        objective=objective or programme.objective,
        seed=seed,
        rules=documents.dump(_without_names(programmes.ruleset(programme))),
        by=by,
    )
    audit.record("start run", by=by, community=programme.community_id, target=run, number=number)
    language = translation.get_language()
    jobs.later("querbeet.matching.tasks.execute", run=str(run.pk), member=str(by.pk), language=language)
    return run


def _without_names(ruleset: RuleSet) -> RuleSet:
    return replace(ruleset, rules=tuple(rule for rule in ruleset.rules if rule.kind != RuleKind.APART))


def carry_out(*, run: Run, by: Member) -> Run:
    """Compute a queued run and store its answer, all of it or nothing. Doing it again gives the same rows.

    Expects to run as `by`. A refusal (an impossible pin) is kept in the run for the coordinator to read.
    """
    from querbeet.matching import solving  # loads the compiled engine: only the job worker does

    ruleset = documents.load(run.rules)
    try:
        result = solving.solve(_cohort(run, ruleset, by), objective=Objective(run.objective), seed=run.seed)
    except Refused as refusal:
        return _end(run, RunState.FAILED, refusal=str(refusal)[:300])
    return _store(run, result, by)


def _cohort(run: Run, ruleset: RuleSet, by: Member):
    from querbeet.matching.problems import Input

    with viewing.looking(replace(viewing.of(by), purpose="matching")):
        sides = [programmes.pool(run.programme, by, side) for side in Side]
        people = [programmes.people(side, ruleset.questions) for side in sides]
        apart = _blocked(*sides)
    listed = [pair for rule in programmes.ruleset(run.programme, by=by).rules for pair in rule.pairs]
    marks = Marking.objects.filter(programme=run.programme).visible_to(by).select_related("mentee", "mentor")
    marked = {mark: [(m.mentee.reference, m.mentor.reference) for m in marks if m.mark == mark] for mark in Mark}
    mentees, mentors = people
    return Input(
        ruleset,
        mentees,
        mentors,
        apart=[*apart, *listed, *((other, one) for one, other in listed)],
        pinned=marked[Mark.PINNED],
        forbidden=marked[Mark.FORBIDDEN],
    )


def _blocked(mentees: list[Participant], mentors: list[Participant]) -> list[tuple[str, str]]:
    """Pairs of ids between whom there is a block, or who are the same member."""
    here = [row.member_id for row in (*mentees, *mentors) if row.member_id]
    blocks = set(Block.objects.filter(blocker__in=here, blocked__in=here).values_list("blocker", "blocked"))
    blocks |= {(other, one) for one, other in blocks} | {(member, member) for member in here}
    by_member = {row.member_id: row.reference for row in mentors if row.member_id}
    return [
        (row.reference, by_member[other])
        for row in mentees
        for one, other in blocks
        if one == row.member_id and other in by_member
    ]


@transaction.atomic
def _store(run: Run, result, by: Member) -> Run:
    people = Participant.objects.filter(programme=run.programme).visible_to(by)
    ids = {(row.side, row.reference.casefold()): row for row in people}

    def row(side: Side, person) -> Participant:
        return ids[side, person.id.casefold()]

    def two(one) -> dict[str, object]:
        both = {"mentee": row(Side.MENTEE, one.mentee), "mentor": row(Side.MENTOR, one.mentor)}
        return {"run": run, **both, "fit": one.fit, "worth": one.worth}

    for earlier in (run.pairs, run.reserves, run.left):
        earlier.all().delete()
    Pair.objects.bulk_create(Pair(**two(match), pinned=match.pinned) for match in result.matches)
    Reserve.objects.bulk_create(Reserve(**two(one), rank=one.rank) for one in result.reserves)
    Left.objects.bulk_create(
        Left(
            run=run, participant=row(one.side, one.person), side=one.side, why=one.why, rule=one.rule, count=one.number
        )
        for one in result.left
    )
    run.figures = queries.figures_of(result)
    audit.record("finish run", by=by, community=run.programme.community_id, target=run, pairs=len(result.matches))
    return _end(run, RunState.DONE)


def _end(run: Run, state: RunState, refusal: str = "") -> Run:
    run.state, run.refusal, run.finished_at, run.progress = state, refusal, clock.now(), ""
    run.save()
    return run


@transaction.atomic
def begin(*, run: Run) -> Run:
    """Say that a worker has taken the run."""
    run.state, run.started_at = RunState.WORKING, clock.now()
    run.save(update_fields=["state", "started_at"])
    return run


@transaction.atomic
def mark(*, programme: Programme, mentee: Participant, mentor: Participant, mark: str, by: Member) -> None:
    """Want a pair always or never in the runs to come; an empty mark takes that back. Raises `ImpossiblePair`."""
    if not mark:
        programme.markings.filter(mentee=mentee, mentor=mentor).delete()
    else:
        ruleset = programmes.ruleset(programme, by=by)
        pair = programmes.people([mentee, mentor], ruleset.questions)
        if mark == Mark.PINNED and judging.broken(ruleset, *pair):
            raise ImpossiblePair(_("These two cannot be paired under the rules."))
        Marking.objects.update_or_create(
            programme=programme, mentee=mentee, mentor=mentor, defaults={"mark": mark, "by": by}
        )
    audit.record("mark pair", by=by, community=programme.community_id, target=programme, mark=mark or "none")


@transaction.atomic
def publish(*, run: Run, by: Member) -> int:
    """Propose every pair of members of a run to the two; how many. Pairs with candidates stay on paper, and whoever
    has left the pool since, or may not meet any more, is not asked. The next best pairs stand in line behind them, in
    place of those of earlier runs.

    Raises `NotFinished`, `NotNow`. Publishing twice proposes nobody twice.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("programme").get(pk=run.pk)
    rules.check_publish(run.state)
    lifecycle.check_match(run.programme)
    mentorships.clear_line(programme=run.programme, by=by)
    allowed = law.law(run.programme, by)
    proposed = [_propose(run, row, by) for row in queries.explained(run, queries.to_ask(run, by), allowed=allowed)]
    behind = [_in_line(row) for row in queries.explained(run, queries.to_line_up(run, by), allowed=allowed)]
    mentorships.line_up(programme=run.programme, lines=behind, source=run.pk, by=by)
    run.state, run.published_at = RunState.PUBLISHED, clock.now()
    run.save(update_fields=["state", "published_at"])
    audit.record("publish run", by=by, community=run.programme.community_id, target=run)
    return sum(proposal is not None for proposal in proposed)


def _propose(run: Run, row: queries.Explained, by: Member):
    mentee, mentor = _members(row)
    told = _told(row)
    return mentorships.propose(
        programme=run.programme, mentee=mentee, mentor=mentor, reasons=told, source=run.pk, by=by
    )


def _in_line(row: queries.Explained) -> mentorships.InLine:
    mentee, mentor = _members(row)
    assert isinstance(row.pair, Reserve)
    return mentorships.InLine(mentee, mentor, reasons=_told(row), rank=row.pair.rank)


def _members(row: queries.Explained) -> tuple[Member, Member]:
    mentee, mentor = row.pair.mentee.member, row.pair.mentor.member
    assert mentee is not None and mentor is not None  # candidates were left out by the query
    return mentee, mentor


def _told(row: queries.Explained) -> list[dict[str, str]]:
    """The reasons that a suggestion names: only what both show each other, and no points."""
    return [{"label": one.label, "mentee": one.mentee, "mentor": one.mentor} for one in row.reasons if one.shown]
