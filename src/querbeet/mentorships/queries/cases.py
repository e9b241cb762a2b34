"""A mentorship about which somebody has called for help, as those who read the call see it."""

from dataclasses import dataclass
from uuid import UUID

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.core.models import Record
from querbeet.mentorships.enums import Freezing
from querbeet.mentorships.models.freeze import Freeze
from querbeet.mentorships.models.mentorship import HELD, Mentorship
from querbeet.safety.models import Report
from querbeet.safety.rules import Thing


@dataclass(frozen=True)
class Case:
    """Who is in it, where it stands, and whether it is frozen."""

    mentorship: Mentorship
    people: list[str]
    freeze: Freeze | None

    @property
    def running(self) -> bool:
        """Is there anything to let rest?"""
        return self.mentorship.state in HELD


def thing() -> Thing:
    """What somebody can call for help about: something that they are in and that has come about."""
    return Thing("mentoring", Mentorship._meta.label, load=_load, partner=_partner, page="mentorships:freeze")


def _load(member: Member, pk: UUID) -> Mentorship | None:
    mine = Mentorship.objects.visible_to(member).of(member).exclude(exploring_at=None, began_at=None)
    return mine.filter(pk=pk).first()


def _partner(mentorship: Record, member: Member) -> Member | None:
    """The other one of two, if they are there in the member's eyes."""
    others = Member.objects.visible_to(member).filter(partnerships__mentorship=mentorship.pk).exclude(pk=member.pk)
    found = list(others.distinct()[:2])
    return found[0] if len(found) == 1 else None


def case(pk: UUID, reader: Member) -> Case | None:
    """The mentorship of this id for a steward or coordinator who reads a call about it; None for everybody else."""
    called = Report.objects.visible_to(reader).filter(thing_id=pk).exclude(reporter=reader)
    if not (reader.stewards or reader.coordinates) or not called.exists():
        return None
    with viewing.purpose("conclude"):
        found = Mentorship.objects.filter(pk=pk, community=reader.community_id).first()
        people = list(found.partners.there().values_list("member", flat=True)) if found else []
    if found is None or reader.pk in people:
        return None
    cards = communities.cards(reader, people)
    frozen = Freeze.objects.visible_to(reader).filter(mentorship=found, state=Freezing.FROZEN).first()
    return Case(found, sorted(str(cards[one]) for one in people), frozen)
