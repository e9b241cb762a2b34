"""Reads of mentorships, as one of those who take part sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.mentorships.enums import Side, State
from querbeet.mentorships.models.mentorship import Mentorship, Partner

# To those in it, a freeze looks like a break.
CURRENT = (State.EXPLORING, State.ACTIVE, State.ON_HOLD, State.ENDING)


@dataclass(frozen=True)
class Other:
    """Somebody else in it, as the viewer may see them now."""

    card: Card
    side: Side
    member: UUID


@dataclass(frozen=True)
class Seen:
    """A mentorship in the eyes of one who takes part in it."""

    mentorship: Mentorship
    me: Partner
    others: list[Other]

    @property
    def names(self) -> list[str]:
        """The others' names, for a title."""
        return [one.card.name for one in self.others]

    @property
    def line(self) -> str:
        """Shape and programme, for the line under a name."""
        programme = self.mentorship.programme
        return f"{self.mentorship.get_shape_display()} · {programme.name}" if programme else self.shape

    @property
    def shape(self) -> str:
        """The shape in words."""
        return str(self.mentorship.get_shape_display())


def current(member: Member) -> list[Seen]:
    """The mentorships that a member is in now, newest first."""
    rows = Mentorship.objects.visible_to(member).of(member).filter(state__in=CURRENT).select_related("programme")
    return seen(rows, member)


def past(member: Member) -> list[Seen]:
    """Those that have ended, newest first."""
    rows = Mentorship.objects.visible_to(member).of(member).filter(state=State.CLOSED).select_related("programme")
    return seen(rows, member)


def partners(mentorships: Iterable[Mentorship]) -> dict[UUID, list[Partner]]:
    """Who is in each of them now, by its id."""
    rows = list(mentorships)
    found: dict[UUID, list[Partner]] = {row.pk: [] for row in rows}
    for partner in Partner.objects.filter(mentorship__in=rows).there():
        found[partner.mentorship_id].append(partner)
    return found


def seen(mentorships: Iterable[Mentorship], member: Member) -> list[Seen]:
    """Mentorships with everybody in them; three queries, however many there are."""
    rows = list(mentorships)
    people = partners(rows)
    cards = communities.cards(member, [one.member_id for some in people.values() for one in some])
    return [
        Seen(
            mentorship=row,
            me=next(one for one in people[row.pk] if one.member_id == member.pk),
            others=[
                Other(cards[one.member_id], Side(one.side), one.member_id)
                for one in people[row.pk]
                if one.member_id != member.pk
            ],
        )
        for row in rows
    ]
