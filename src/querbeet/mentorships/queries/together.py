"""Goals, obstacles, notes and tips, as one of those who take part sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.core import vault
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.models.together import Goal, Note, Obstacle, PrivateNote, Shared, ShelfTip, Step, Tip
from querbeet.mentorships.queries import mentorships
from querbeet.mentorships.rules import together as rules

WIDE, HIGH, EDGE = 320, 56, 18  # of the drawing of a path


@dataclass(frozen=True)
class Dot:
    """One step in the drawing."""

    x: int
    y: int
    state: str  # done, current, next


@dataclass(frozen=True)
class Path:
    """A goal with the way there."""

    goal: Goal
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.done_at is not None for step in self.steps)

    @property
    def following(self) -> Step | None:
        """The step to take next."""
        return next((step for step in self.steps if step.done_at is None), None)

    @property
    def all_done(self) -> bool:
        return bool(self.steps) and self.following is None

    @property
    def dots(self) -> list[Dot]:
        """The steps on a winding way, the goal at its end."""
        number = len(self.steps) + 1
        states = ["done" if step.done_at else "current" if step == self.following else "next" for step in self.steps]
        states.append("done" if self.goal.reached_at else "current" if self.all_done else "next")
        gap = (WIDE - 2 * EDGE) / max(number - 1, 1)
        return [
            Dot(round(EDGE + gap * place), HIGH // 2 + (12 if place % 2 else -12), state)
            for place, state in enumerate(states)
        ]

    @property
    def line(self) -> str:
        """The way as an SVG path through the dots."""
        dots = self.dots
        curves = (f"C{(a.x + b.x) // 2} {a.y} {(a.x + b.x) // 2} {b.y} {b.x} {b.y}" for a, b in pairwise(dots))
        return f"M{dots[0].x} {dots[0].y}" + "".join(curves)


@dataclass(frozen=True)
class Ours:
    """A mentorship as the page of its things needs it: whom it is with, and whether things can be added."""

    mentorship: Mentorship
    names: list[str]
    writable: bool


@dataclass(frozen=True)
class Written:
    """Something with the card of whoever wrote it; `mine` where that is the reader."""

    row: Shared
    card: Card
    mine: bool


@dataclass(frozen=True)
class Sharing:
    """A tip on its way to the shelf, in the eyes of one of those who decide."""

    tip: Tip
    agreed: bool
    waiting: list[Card]


def ours(mentorship: Mentorship, member: Member) -> Ours:
    """Whom it is with; the others who are there in one's eyes make it writable."""
    seen = mentorships.seen([mentorship], member)[0]
    present = sum(1 for other in seen.others if other.card.key)
    return Ours(mentorship, seen.names, rules.can_work(mentorship, present=present))


def paths(mentorship: Mentorship, member: Member) -> list[Path]:
    """All goals with their steps, oldest first."""
    goals = list(Goal.objects.visible_to(member).filter(mentorship=mentorship))
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.visible_to(member).filter(mentorship=mentorship):
        steps[step.goal_id].append(step)
    vault.gather(goals, *steps.values())
    return [Path(goal, steps[goal.pk]) for goal in goals]


def obstacles(mentorship: Mentorship, member: Member) -> list[Written]:
    """All obstacles, newest first."""
    return written(Obstacle.objects.visible_to(member).filter(mentorship=mentorship), member)


def tips(obstacle: Obstacle, member: Member) -> list[Written]:
    """The tips for an obstacle, oldest first."""
    return written(Tip.objects.visible_to(member).filter(obstacle=obstacle), member)


def notes(mentorship: Mentorship, member: Member) -> list[Written]:
    """The shared notes, the last changed first."""
    return written(Note.objects.visible_to(member).filter(mentorship=mentorship), member)


def written(rows: Iterable[Shared], member: Member) -> list[Written]:
    """Rows with whoever wrote them; keys and names are fetched together."""
    found = list(rows)
    vault.gather(found)
    cards = communities.cards(member, {row.author_id for row in found if row.author_id})
    return [
        Written(row, cards[row.author_id] if row.author_id else communities.Cards()[row.pk], row.author_id == member.pk)
        for row in found
    ]


def own_note(mentorship: Mentorship, member: Member) -> PrivateNote:
    """One's own note, or an empty one."""
    found = PrivateNote.objects.visible_to(member).filter(mentorship=mentorship).first()
    return found or PrivateNote(mentorship=mentorship, member=member)


def sharing(tip: Tip, member: Member) -> Sharing:
    """Who still has to say yes."""
    there = Partner.objects.filter(mentorship=tip.mentorship_id).there().values_list("member", flat=True)
    open_ = [pk for pk in there if pk not in tip.agreed and pk != member.pk]
    cards = communities.cards(member, open_)
    return Sharing(tip, member.pk in tip.agreed, [cards[pk] for pk in open_])


def shelf(member: Member) -> list[ShelfTip]:
    """The tips of the community, newest day first; within a day in no order that tells anything."""
    found = list(ShelfTip.objects.visible_to(member)[:200])
    vault.gather(found)
    return found
