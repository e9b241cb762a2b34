"""Goals, and the small steps that lead there."""

from collections.abc import Sequence

from django.db import transaction

from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import together_texts as texts
from querbeet.mentorships.actions import together
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import LINE, Goal, Step
from querbeet.mentorships.rules import together as rules


@transaction.atomic
def add(*, mentorship: Mentorship, by: Member, title: str, steps: Sequence[str] = ()) -> Goal:
    """Set a goal, with first steps if there are any. Raises Quiet, NoWords or Enough."""
    told = together.check(mentorship.pk, by)
    rules.check_words(title, longest=LINE)
    rules.check_goals(Goal.objects.filter(mentorship=mentorship, reached_at=None, let_go_at=None).count())
    goal = Goal.objects.create(mentorship=mentorship, author=by, title=title.strip())
    for text in steps:
        rules.check_words(text, longest=LINE)
        Step.objects.create(mentorship=mentorship, goal=goal, author=by, text=text.strip())
    together.note("goal added", by=by, about=goal, told=told, kind=texts.GOAL)
    return goal


@transaction.atomic
def rename(*, goal: Goal, by: Member, title: str, version: int) -> Goal:
    """Put a goal in other words. Raises Quiet, NoWords or Changed."""
    row, _told = together.locked(goal, by)
    rules.check_words(title, longest=LINE)
    rules.check_version(row.version, version)
    row.title = title.strip()
    together.keep(row, "title")
    together.note("goal renamed", by=by, about=row)
    return row


@transaction.atomic
def add_step(*, goal: Goal, by: Member, text: str) -> Step:
    """Add a step at the end of the path. Raises Quiet, NoWords or Enough."""
    row, _told = together.locked(goal, by)
    rules.check_words(text, longest=LINE)
    rules.check_steps(Step.objects.filter(goal=row).count())
    step = Step.objects.create(mentorship_id=row.mentorship_id, goal=row, author=by, text=text.strip())
    together.note("step added", by=by, about=row)
    return step


@transaction.atomic
def tick(*, step: Step, by: Member, done: bool) -> Step:
    """A step is done, or not after all. Safe to repeat. Raises Quiet."""
    row, _told = together.locked(step, by)
    if (row.done_at is not None) != done:
        row.done_at = clock.now() if done else None
        together.keep(row, "done_at")
        together.note("step done" if done else "step undone", by=by, about=row)
    return row


@transaction.atomic
def reach(*, goal: Goal, by: Member) -> Goal:
    """The goal is reached. The others are told. Safe to repeat. Raises Quiet."""
    row, told = together.locked(goal, by)
    if row.reached_at is None:
        row.reached_at, row.let_go_at = clock.now(), None
        together.keep(row, "reached_at", "let_go_at")
        together.note("goal reached", by=by, about=row, told=told, kind=texts.REACHED)
    return row


@transaction.atomic
def let_go(*, goal: Goal, by: Member) -> Goal:
    """The goal is none any more, and that is fine. Safe to repeat. Raises Quiet."""
    row, _told = together.locked(goal, by)
    if row.let_go_at is None:
        row.reached_at, row.let_go_at = None, clock.now()
        together.keep(row, "reached_at", "let_go_at")
        together.note("goal let go", by=by, about=row)
    return row


@transaction.atomic
def take_up(*, goal: Goal, by: Member) -> Goal:
    """It is a goal again. Safe to repeat. Raises Quiet."""
    row, _told = together.locked(goal, by)
    if not row.open:
        row.reached_at = row.let_go_at = None
        together.keep(row, "reached_at", "let_go_at")
        together.note("goal taken up", by=by, about=row)
    return row
