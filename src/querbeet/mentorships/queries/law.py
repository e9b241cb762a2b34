"""Whom the hard rules of a programme let meet, as rules, answers and blocks are now."""

from collections.abc import Collection, Iterable
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
    people: dict[UUID, Person]  # by the id of the participant
    enrolled: dict[tuple[UUID, str], UUID]  # the participant, by member and side
    blocks: frozenset[frozenset[UUID]]

    def allows(self, mentee: Participant, mentor: Participant) -> bool:
        """May these two be put to each other?"""
        if mentee.pk not in self.people or mentor.pk not in self.people or self.between([mentee, mentor]):
            return False
        return not judging.broken(self.ruleset, self.people[mentee.pk], self.people[mentor.pk])

    def gathers(self, mentors: Collection[Member], others: Collection[Member]) -> bool:
        """Do the rules allow it, every mentor with each of the others? Blocks and lists are looked at besides."""
        sides = [
            [self.people[self.enrolled[one.pk, side]] for one in some if (one.pk, side) in self.enrolled]
            for side, some in ((Side.MENTEE, others), (Side.MENTOR, mentors))
        ]
        return not any(judging.broken(self.ruleset, one, other) for one in sides[0] for other in sides[1])

    def between(self, rows: Iterable[Participant]) -> bool:
        """Does a block stand between these, or are they one and the same?"""
        members = [row.member_id for row in rows if row.member_id]
        return len(set(members)) < len(members) or frozenset(members) in self.blocks


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
            people={row.pk: person for row, person in zip(rows, people, strict=True)},
            enrolled={(row.member_id, row.side): row.pk for row in rows if row.member_id},
            blocks=frozenset(frozenset(pair) for pair in blocks),
        )
