"""What is in the way, and getting past it."""

from django.db import transaction

from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.mentorships import together_texts as texts
from querbeet.mentorships.actions import together
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.models.together import LINE, TEXT, Goal, Obstacle
from querbeet.mentorships.rules import together as rules


@transaction.atomic
def name(
    *,
    mentorship: Mentorship,
    by: Member,
    text: str,
    tried: str = "",
    next_step: str = "",
    setback: bool = False,
    goal: Goal | None = None,
) -> Obstacle:
    """Write down what is in the way, or what went wrong. The others are told. Raises Quiet or NoWords."""
    told = together.check(mentorship.pk, by)
    _check(text, tried, next_step)
    obstacle = Obstacle.objects.create(
        mentorship=mentorship,
        author=by,
        goal=goal,
        setback=setback,
        text=text.strip(),
        tried=tried.strip(),
        next_step=next_step.strip(),
    )
    together.note("obstacle named", by=by, about=obstacle, told=told, kind=texts.OBSTACLE)
    return obstacle


@transaction.atomic
def change(*, obstacle: Obstacle, by: Member, text: str, tried: str, next_step: str, version: int) -> Obstacle:
    """Change the words. Raises Quiet, NoWords or Changed."""
    row, _told = together.locked(obstacle, by)
    _check(text, tried, next_step)
    rules.check_version(row.version, version)
    row.text, row.tried, row.next_step = text.strip(), tried.strip(), next_step.strip()
    together.keep(row, "text", "tried", "next_step")
    together.note("obstacle changed", by=by, about=row)
    return row


@transaction.atomic
def overcome(*, obstacle: Obstacle, by: Member) -> Obstacle:
    """It is behind them. The others are told. Safe to repeat. Raises Quiet."""
    row, told = together.locked(obstacle, by)
    if row.overcome_at is None:
        row.overcome_at, row.set_aside_at = clock.now(), None
        together.keep(row, "overcome_at", "set_aside_at")
        together.note("obstacle overcome", by=by, about=row, told=told, kind=texts.OVERCOME)
    return row


@transaction.atomic
def set_aside(*, obstacle: Obstacle, by: Member) -> Obstacle:
    """It can wait. Safe to repeat. Raises Quiet."""
    row, _told = together.locked(obstacle, by)
    if row.set_aside_at is None:
        row.overcome_at, row.set_aside_at = None, clock.now()
        together.keep(row, "overcome_at", "set_aside_at")
        together.note("obstacle set aside", by=by, about=row)
    return row


@transaction.atomic
def take_up(*, obstacle: Obstacle, by: Member) -> Obstacle:
    """It is in the way again. Safe to repeat. Raises Quiet."""
    row, _told = together.locked(obstacle, by)
    if not row.open:
        row.overcome_at = row.set_aside_at = None
        together.keep(row, "overcome_at", "set_aside_at")
        together.note("obstacle taken up", by=by, about=row)
    return row


def _check(text: str, tried: str, next_step: str) -> None:
    rules.check_words(text, longest=TEXT)
    for more, longest in ((tried, TEXT), (next_step, LINE)):
        if more.strip():
            rules.check_words(more, longest=longest)
