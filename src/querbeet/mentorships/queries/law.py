"""Whom the hard rules of a programme let meet, as rules, answers and blocks are now."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from querbeet.communities.models.bounds import Block
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.programmes import queries as programmes
from querbeet.programmes.enums import Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import judging
from querbeet.programmes.rules.ruleset import Person, RuleSet


@dataclass(frozen=True)
class Law:
    """The rules and the people they are held against. It says whether two may meet, and never why not."""

    ruleset: RuleSet
    enrolled: dict[tuple[UUID, str], Person]  # by member and side
    blocks: frozenset[frozenset[UUID]]

    def allows(self, mentee: Participant, mentor: Participant) -> bool:
        """May these two, who both have an account, be put to each other?"""
        one, other = mentee.member_id, mentor.member_id
        return one is not None and other is not None and self.lets(one, other)

    def lets(self, mentee: UUID, mentor: UUID) -> bool:
        """The same for two members, by their ids."""
        mentees, mentors = self.enrolled.get((mentee, Side.MENTEE)), self.enrolled.get((mentor, Side.MENTOR))
        if mentees is None or mentors is None or mentee == mentor or frozenset((mentee, mentor)) in self.blocks:
            return False
        return not judging.broken(self.ruleset, mentees, mentors)

    def gathers(self, mentors: Collection[Member], others: Collection[Member]) -> bool:
        """Do the rules allow it, every mentor with each of the others? Blocks and lists are looked at besides."""
        sides = [
            [self.enrolled[one.pk, side] for one in some if (one.pk, side) in self.enrolled]
            for side, some in ((Side.MENTEE, others), (Side.MENTOR, mentors))
        ]
        return not any(judging.broken(self.ruleset, one, other) for one in sides[0] for other in sides[1])


def law(programme: Programme, viewer: Member) -> Law:
    """For a coordinator who puts people to each other. What it reads for this purpose it shows to nobody."""
    ruleset = programmes.ruleset(programme, by=viewer)
    rows = list(programmes.taking_part(programme, viewer))
    here = [row.member_id for row in rows if row.member_id]
    with viewing.purpose("matching"):
        people = programmes.people(rows, ruleset.questions)
        blocks = Block.objects.filter(blocker__in=here, blocked__in=here).values_list("blocker", "blocked")
        return Law(
            ruleset=ruleset,
            enrolled={
                (row.member_id, row.side): person for row, person in zip(rows, people, strict=True) if row.member_id
            },
            blocks=frozenset(frozenset(pair) for pair in blocks),
        )
