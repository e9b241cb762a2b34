"""What one member has to do with mentorships: what needs them now, what runs, what they asked for, what was."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.core import vault
from querbeet.mentorships.enums import AskedOf, Question, Reply, State
from querbeet.mentorships.models.agreement import Agreement, Signature
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.enquiry import Enquiry
from querbeet.mentorships.models.farewell import Farewell
from querbeet.mentorships.models.mentorship import Mentorship
from querbeet.mentorships.queries import mentorships as reading
from querbeet.mentorships.queries.mentorships import Seen
from querbeet.mentorships.rules import steps
from querbeet.mentorships.rules.steps import Facts, Step


@dataclass(frozen=True)
class Running:
    """A mentorship with the next step for its reader."""

    seen: Seen
    step: Step


@dataclass(frozen=True)
class Asked:
    """A question before an answer, and the reply if there is one."""

    enquiry: Enquiry
    by: Card
    mine: bool


def running(member: Member) -> list[Running]:
    """What a member is in now, with the next step in each."""
    found = reading.current(member)
    known = facts([one.mentorship for one in found], member)
    return [Running(one, steps.next_step(one.mentorship, known[one.mentorship.pk])) for one in found]


def facts(mentorships: Iterable[Mentorship], member: Member) -> dict[UUID, Facts]:
    """What the next steps depend on; four queries, however many there are."""
    rows = list(mentorships)
    mine = Answer.objects.filter(mentorship__in=rows, member=member)
    replies = {(one.mentorship_id, one.question): one.reply for one in mine}
    newest: dict[UUID, Agreement] = {}
    for agreement in (
        Agreement.objects.visible_to(member)
        .filter(mentorship__in=rows)
        .order_by("version")
        .only("mentorship", "version")
    ):
        newest[agreement.mentorship_id] = agreement
    signed: dict[UUID, set[UUID]] = defaultdict(set)
    for signature in Signature.objects.filter(agreement__in=list(newest.values())):
        signed[signature.agreement_id].add(signature.member_id)
    done = Farewell.objects.visible_to(member).filter(mentorship__in=rows).exclude(done_at=None)
    gone = set(done.values_list("mentorship", flat=True))
    people = reading.partners(rows)
    return {
        row.pk: Facts(
            fit=replies.get((row.pk, Question.FIT), Reply.WAITING),
            resting=replies.get((row.pk, Question.REST)) == Reply.YES,
            version=newest[row.pk].version if row.pk in newest else 0,
            signed=row.pk in newest and member.pk in signed[newest[row.pk].pk],
            complete=row.pk in newest and signed[newest[row.pk].pk] >= {one.member_id for one in people[row.pk]},
            goodbye=row.pk in gone,
            change=_open_change(replies.get((row.pk, Question.CHANGE), "")),
        )
        for row in rows
    }


def _open_change(reply: str) -> str:
    return reply if reply in (Reply.WAITING, Reply.YES, Reply.NO) else ""


def requests(member: Member) -> list[Seen]:
    """What a member asked for and waits for: answers, or their turn."""
    mine = Mentorship.objects.visible_to(member).of(member)
    waiting = mine.filter(asked_by=member, state__in=(State.PROPOSED, State.OFFERED))
    return reading.seen(waiting, member)


def enquiries(member: Member) -> list[Asked]:
    """Questions about open offers that a member asked, or that are put to them as one of those in it."""
    mine = Enquiry.objects.visible_to(member).filter(mentorship__state=State.OFFERED)
    return _asked(mine.filter(mentorship__in=Mentorship.objects.of(member)), member)


def to_coordinators(member: Member, now: datetime) -> list[Asked]:
    """Questions that are put to the coordinators and not replied to."""
    open_ = Enquiry.objects.visible_to(member).filter(to=AskedOf.COORDINATORS, replied_at=None)
    return _asked(
        open_.filter(mentorship__state=State.OFFERED, mentorship__expires_at__gt=now).exclude(by=member), member
    )


def _asked(rows: Iterable[Enquiry], member: Member) -> list[Asked]:
    found = list(rows)
    vault.gather(found)
    cards = communities.cards(member, [one.by_id for one in found])
    return [Asked(one, cards[one.by_id], one.by_id == member.pk) for one in found]
