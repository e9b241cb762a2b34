"""Reads of programmes: the rule set as plain values, the people as the engine's input."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from querbeet.communities.models.member import Facet, Member
from querbeet.core import vault
from querbeet.programmes.enums import Asked, EnrolmentState, Objective, Of, QuestionKind, RuleKind, Side, WishKind
from querbeet.programmes.models import programme as models
from querbeet.programmes.models.imports import ColumnMapping, CoordinatorsOnly, ImportBatch
from querbeet.programmes.models.participant import Participant, ParticipantQuerySet
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.models.vetting import Check, VettingStep
from querbeet.programmes.rules import vetting
from querbeet.programmes.rules.answers import text_of
from querbeet.programmes.rules.guessing import fingerprint
from querbeet.programmes.rules.ruleset import Answer, Person, Question, Rule, RuleSet, Wish


def ruleset(programme: Programme, *, by: Member | None = None) -> RuleSet:
    """The programme as plain values. Pairs kept apart are only in there for coordinators (`by`)."""
    rows = list(programme.rules.select_related("mentee", "mentor", "only_if"))
    apart = models.KeptApart.objects.filter(programme=programme).visible_to(by) if by else ()
    pairs = tuple((row.one, row.other) for row in apart)
    rules = tuple(_rule(row) for row in rows if row.hard)
    return RuleSet(
        name=programme.name,
        questions=tuple(_question(row) for row in programme.questions.all()),
        rules=(*rules, Rule(RuleKind.APART, pairs=pairs)) if pairs else rules,
        wishes=tuple(_wish(row) for row in rows if not row.hard),
        mentors_each=programme.mentors_each,
        mentees_each=programme.mentees_each,
        objective=Objective(programme.objective),
    )


def _question(row: models.Question) -> Question:
    return Question(
        key=row.key,
        label=row.label,
        kind=QuestionKind(row.kind),
        asked=Asked(row.asked),
        choices=tuple(row.choices),
        shown=row.shown,
        needed=row.needed,
        columns=tuple(row.columns),
        facet=row.facet,
    )


def _rule(row: models.Rule) -> Rule:
    return Rule(
        kind=RuleKind(row.kind),
        mentee=row.mentee.key,
        mentor=row.mentor.key,
        at_least=row.settings.get("at_least"),
        at_most=row.settings.get("at_most"),
        strict=row.settings.get("strict", False),
    )


def _wish(row: models.Rule) -> Wish:
    settings = row.settings
    return Wish(
        kind=WishKind(row.kind),
        mentee=row.mentee.key,
        mentor=row.mentor.key,
        points=settings.get("points", 0),
        steps=tuple((step, points) for step, points in settings.get("steps", ())),
        width=settings.get("width", 0),
        of=Of(settings.get("of", Of.MENTEE)),
        enough=settings.get("enough", 0),
        only_if=row.only_if.key if row.only_if else "",
    )


# People


def taking_part(programme: Programme, viewer: Member, side: Side | None = None) -> ParticipantQuerySet:
    """Who takes part, as `viewer` sees it, members loaded."""
    people = programme.participants.visible_to(viewer).taking_part().select_related("member")
    return people if side is None else people.filter(side=side)


def pool(programme: Programme, viewer: Member, side: Side) -> list[Participant]:
    """Whom a matching run may take: in the pool, with a free place, as `viewer` sees them."""
    rows = taking_part(programme, viewer, side).in_pool().select_related("programme")
    return [row for row in rows if row.free_places]


def counts(programme: Programme, viewer: Member) -> dict[str, int]:
    """How many take part on each side, how many of them have no account, and how many can be matched."""
    rows = programme.participants.visible_to(viewer).taking_part()
    pooled = Q(state=EnrolmentState.POOL)
    return rows.aggregate(
        mentees=Count("pk", filter=Q(side=Side.MENTEE)),
        mentors=Count("pk", filter=Q(side=Side.MENTOR)),
        candidates=Count("pk", filter=Q(member=None)),
        pool_mentees=Count("pk", filter=Q(side=Side.MENTEE) & pooled),
        pool_mentors=Count("pk", filter=Q(side=Side.MENTOR) & pooled),
    )


def people(participants: Iterable[Participant], questions: Iterable[Question]) -> list[Person]:
    """Participants as plain values; facets that questions stand for are read in the running context."""
    rows = list(participants)
    facets = _facets([row.member_id for row in rows if row.member_id], questions)
    return [
        Person(
            id=row.reference,
            name=row.shown_name,
            answers={**_answers(row.answers), **facets.get(row.member_id, {})},
            capacity=_capacity(row),
            contact=row.contact,
        )
        for row in rows
    ]


def lacking(participants: Iterable[Participant], now: datetime) -> dict[UUID, list[VettingStep]]:
    """What is still to be checked of each of these, by their id. Needs `programme` loaded."""
    rows = list(participants)
    steps, results = defaultdict(list), defaultdict(list)
    for step in VettingStep.objects.filter(programme__in={row.programme_id for row in rows}):
        steps[step.programme_id].append(step)
    for check in Check.objects.filter(participant__in=rows) if steps else ():
        results[check.participant_id].append(check)
    return {
        row.pk: vetting.missing(
            steps[row.programme_id], results[row.pk], row.side, now.date(), two_people=row.programme.two_people
        )
        for row in rows
    }


def _capacity(row: Participant) -> int | None:
    """Places that are still free; None leaves it to the programme."""
    return row.capacity if not row.taken else row.free_places


def _answers(stored: Mapping[str, object]) -> dict[str, Answer]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()}  # type: ignore[misc]


def _facets(members: list, questions: Iterable[Question]) -> dict:
    """Answers that members do not give to the programme but tell about themselves, by member id."""
    wanted = {question.facet: question for question in questions if question.facet}
    found: dict = {}
    if wanted and members:
        told = list(Facet.objects.filter(member__in=members, kind__in=wanted).exclude(audience="only_me"))
        vault.gather(told)
        for facet in told:
            question = wanted[facet.kind]
            held = found.setdefault(facet.member_id, {})
            held[question.key] = (*held.get(question.key, ()), facet.value) if question.kind.is_set else facet.value
    return found


def remembered(programme: Programme, side: str, headers: Iterable[str]) -> dict[str, str]:
    """How these headers were understood last time in this community; empty where they are new."""
    rows = ColumnMapping.objects.filter(
        community=programme.community_id, side=side, fingerprint=fingerprint(headers)
    ).values_list("mapping", flat=True)
    return next(iter(rows), {})


# Screens


@dataclass(frozen=True)
class Overview:
    """A programme in a list: how many take part as far as the viewer may know, and the viewer's own sides."""

    programme: Programme
    mentees: int
    mentors: int
    mine: list[str]


def overview(viewer: Member) -> list[Overview]:
    """The programmes that a member sees, newest first; figures are for coordinators."""
    rows = list(Programme.objects.visible_to(viewer))
    seen = Participant.objects.visible_to(viewer).taking_part().filter(programme__in=rows)
    counted = {
        (one["programme"], one["side"]): one["number"]
        for one in seen.values("programme", "side").annotate(number=Count("pk")).order_by()
    }
    mine = list(seen.filter(member=viewer).values_list("programme", "side"))
    return [
        Overview(
            programme=row,
            mentees=counted.get((row.pk, Side.MENTEE.value), 0),
            mentors=counted.get((row.pk, Side.MENTOR.value), 0),
            mine=[str(Side(side).label) for programme, side in mine if programme == row.pk],
        )
        for row in rows
    ]


def enrolments(programme: Programme, member: Member) -> dict[str, Participant]:
    """A member's own enrolments that are not withdrawn, by side."""
    rows = programme.participants.visible_to(member).taking_part().filter(member=member)
    return {row.side: row for row in rows.select_related("programme")}


@dataclass(frozen=True)
class Place:
    """One side of a programme in the eyes of a member: their enrolment there, if any, and what comes next."""

    side: Side
    enrolment: Participant | None
    turned_down: bool

    @property
    def events(self) -> list[str]:
        """What the member can do by themself now."""
        if self.enrolment is None:
            return []
        offered = {
            EnrolmentState.POOL: ["pause"],
            EnrolmentState.FULL: ["pause"],
            EnrolmentState.PAUSED: ["resume"],
            EnrolmentState.TRAINING: ["prepare"],
        }
        return offered.get(EnrolmentState(self.enrolment.state), [])


def places(programme: Programme, member: Member) -> list[Place]:
    """Both sides of a programme for one member."""
    rows = list(programme.participants.visible_to(member).filter(member=member).select_related("programme"))
    vault.gather(rows)
    current = {row.side: row for row in rows if not row.ended}
    declined = {row.side for row in rows if row.state == EnrolmentState.DECLINED}
    return [Place(side, current.get(side), side in declined) for side in Side]


def form_values(enrolment: Participant) -> dict[str, object]:
    """Stored answers as a form takes them."""
    return {
        key: ("yes" if value else "no") if isinstance(value, bool) else value
        for key, value in enrolment.answers.items()
    }


def imports(programme: Programme, viewer: Member) -> CoordinatorsOnly:
    """The uploads of a programme without their rows, newest first."""
    rows = ImportBatch.objects.visible_to(viewer).filter(programme=programme)
    return rows.defer("rows", "numbers", "problems", "before")


@dataclass(frozen=True)
class Told:
    """A participant with the answers that they gave, as text."""

    participant: Participant
    answers: list[dict[str, str]]


def told(participants: Iterable[Participant], ruleset_: RuleSet, side: Side) -> list[Told]:
    """Participants with labelled answers; what profiles hold for matching alone is not among them."""
    asked = [question for question in ruleset_.asked_of(side) if not question.facet]
    found = []
    for row in participants:
        given = _answers(row.answers)
        labelled = [{"label": q.label, "value": text_of(given[q.key])} for q in asked if q.key in given]
        found.append(Told(row, labelled))
    return found
