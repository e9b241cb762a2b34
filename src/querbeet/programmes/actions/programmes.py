"""Verbs of coordinators: make a programme, say what it asks and by which rules it matches, move it on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.programmes import queries
from querbeet.programmes.enums import RuleKind, WishKind
from querbeet.programmes.models.programme import KeptApart, Programme, Question, Rule
from querbeet.programmes.models.vetting import VettingStep
from querbeet.programmes.rules import lifecycle, patterns
from querbeet.programmes.rules import ruleset as rs

FRAME = (
    *("purpose", "rolling", "shape", "rhythm", "lasts_weeks"),
    *("screening", "training", "training_about", "two_people"),
)
CHECK = ("kind", "label", "asked", "valid_months")


@transaction.atomic
def create(
    *, by: Member, name: str, start: rs.RuleSet | None = None, pattern: patterns.Pattern | None = None, **fields: Any
) -> Programme:
    """A new programme in the community of `by`, a draft; `start` gives it questions, rules and capacities.

    A `pattern` gives it all of that, and its purpose, shape, rhythm and checks; `fields` count more.
    """
    if pattern is not None:
        fields = {**pattern.frame, **fields, "purpose": fields.get("purpose") or pattern.purpose}
        start = pattern.ruleset
    programme = Programme.objects.create(community=by.community, name=name, **fields)
    if start is not None:
        _store(programme, rs.check(start))
    if pattern is not None:
        _add_checks(programme, pattern.checks)
    audit.record("create programme", by=by, community=by.community_id, target=programme)
    return programme


def _add_checks(programme: Programme, checks: Iterable[Mapping[str, Any]]) -> None:
    steps = [VettingStep(programme=programme, position=n, **check) for n, check in enumerate(checks)]
    if VettingStep.objects.bulk_create(steps):
        programme.screening = True
        programme.save(update_fields=["screening"])


@transaction.atomic
def copy(*, programme: Programme, name: str, by: Member) -> Programme:
    """A draft with the same questions, rules, checks and settings, and with nobody in it. Dates are left open.

    Pairs who are kept apart stay so: whoever comes again under the same identification is still protected.
    """
    frame = {field: getattr(programme, field) for field in FRAME}
    made = create(by=by, name=name, start=queries.ruleset(programme, by=by), **frame)
    steps = [{field: getattr(step, field) for field in CHECK} for step in programme.vetting_steps.all()]
    _add_checks(made, steps)
    return made


@transaction.atomic
def change(*, programme: Programme, by: Member, **fields: Any) -> None:
    """Change name, dates and how it runs. Where something is checked, coordinators look at every sign-up."""
    if programme.vetting_steps.exists() and "screening" in fields:
        fields["screening"] = True
    for field, value in fields.items():
        setattr(programme, field, value)
    programme.save(update_fields=list(fields))
    audit.record("change programme", by=by, community=programme.community_id, target=programme)


@transaction.atomic
def change_rules(*, programme: Programme, ruleset: rs.RuleSet, by: Member) -> None:
    """Replace questions, rules, wishes and capacities. Raises `BadRules`; answers already given stay."""
    _store(programme, rs.check(ruleset))
    audit.record("change rules", by=by, community=programme.community_id, target=programme)


@transaction.atomic
def move(*, programme: Programme, event: str, by: Member) -> None:
    """Move the programme on in its life. Raises `NotNow`."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    locked.state, locked.since, locked.reminded_at = lifecycle.after(locked, event), clock.now(), None
    locked.save(update_fields=["state", "since", "reminded_at"])
    programme.state, programme.since = locked.state, locked.since
    audit.record(f"{event} programme", by=by, community=programme.community_id, target=programme)


def _store(programme: Programme, ruleset: rs.RuleSet) -> None:
    programme.mentors_each, programme.mentees_each = ruleset.mentors_each, ruleset.mentees_each
    programme.objective = ruleset.objective
    programme.save(update_fields=["mentors_each", "mentees_each", "objective"])
    questions = _store_questions(programme, ruleset)
    programme.rules.all().delete()
    Rule.objects.bulk_create(_rows(programme, ruleset, questions))
    programme.kept_apart.all().delete()
    pairs = {pair for rule in ruleset.rules if rule.kind == RuleKind.APART for pair in rule.pairs}
    KeptApart.objects.bulk_create(KeptApart(programme=programme, one=a, other=b) for a, b in sorted(pairs))


def _store_questions(programme: Programme, ruleset: rs.RuleSet) -> dict[str, Question]:
    programme.questions.exclude(key__in=[question.key for question in ruleset.questions]).delete()
    stored = {}
    for position, question in enumerate(ruleset.questions):
        values = {**vars(question), "position": position}
        values["choices"], values["columns"] = list(question.choices), list(question.columns)
        key = values.pop("key")
        stored[key], _new = Question.objects.update_or_create(programme=programme, key=key, defaults=values)
    return stored


def _rows(programme: Programme, ruleset: rs.RuleSet, questions: dict[str, Question]) -> Iterator[Rule]:
    for position, rule in enumerate(rule for rule in ruleset.rules if rule.kind != RuleKind.APART):
        yield Rule(
            programme=programme,
            position=position,
            hard=True,
            kind=rule.kind,
            mentee=questions[rule.mentee],
            mentor=questions[rule.mentor],
            settings={"at_least": rule.at_least, "at_most": rule.at_most, "strict": rule.strict},
        )
    for position, wish in enumerate(ruleset.wishes):
        yield Rule(
            programme=programme,
            position=position,
            hard=False,
            kind=wish.kind,
            mentee=questions[wish.mentee],
            mentor=questions[wish.mentor],
            only_if=questions.get(wish.only_if),
            settings=_settings(wish),
        )


def _settings(wish: rs.Wish) -> dict[str, Any]:
    if wish.kind == WishKind.STEPS:
        return {"steps": wish.steps}
    return {"points": wish.points, "width": wish.width, "of": wish.of, "enough": wish.enough}
