"""Circles of mentors as one member sees them."""

from dataclasses import dataclass
from datetime import datetime

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.growth.models.rounds import Round, RoundSeat
from querbeet.growth.rules import path as rules
from querbeet.meetings.queries import meetings


@dataclass(frozen=True)
class Row:
    """A circle in the list, and on its page."""

    round: Round
    people: list[communities.Card]
    sits: bool

    @property
    def full(self) -> bool:
        return len(self.people) >= self.round.seats_each


def listing(member: Member) -> list[Row]:
    """All circles that a member may see, own ones first; the same few queries, however many."""
    return sorted(_rows(list(Round.objects.visible_to(member)), member), key=lambda row: not row.sits)


def one(round: Round, member: Member) -> Row:
    """One circle."""
    return _rows([round], member)[0]


def _rows(rounds: list[Round], member: Member) -> list[Row]:
    seats = list(RoundSeat.objects.visible_to(member).filter(round__in=rounds).values_list("round", "member"))
    cards = communities.cards(member, [pk for _round, pk in seats])
    return [
        Row(
            round=round,
            people=[cards[pk] for of, pk in seats if of == round.pk],
            sits=(round.pk, member.pk) in seats,
        )
        for round in rounds
    ]


def coming(round: Round, member: Member, now: datetime) -> meetings.Overview:
    """The meetings of a circle, for whoever sits in it."""
    return meetings.overview(member, now, group=round.pk)


def may_hold(state: str) -> bool:
    """May somebody here open a circle?"""
    return rules.can_hold_rounds(state)
