"""Reads of offers, as one member sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.communities.queries import Card
from querbeet.mentorships.enums import Question, Reply, Shape, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import Mentorship, Partner
from querbeet.mentorships.rules import answers as rules
from querbeet.programmes.rules.words import Reason


@dataclass(frozen=True)
class Suggestion:
    """An offer in the eyes of one of those who are asked: never what the others answered."""

    mentorship: Mentorship
    others: list[Card]
    side: Side
    reasons: list[str]
    reply: str
    open: bool

    @property
    def other(self) -> Card:
        return self.others[0]

    @property
    def names(self) -> list[str]:
        """The others' names. Of a circle one learns who is in it when one is."""
        if self.mentorship.shape == Shape.CIRCLE:
            number = len(self.others) + 1
            return [_("A circle of %(number)s") % {"number": number}]
        return [card.name for card in self.others]

    @property
    def role(self) -> str:
        """Who the others would be for the one who is asked."""
        if self.side == Side.MENTEE:
            return _("as your mentor")
        return _("as your mentee") if self.side == Side.MENTOR else str(Side.PEER.label)

    @property
    def line(self) -> str:
        """Programme and shape."""
        shape = str(self.mentorship.get_shape_display())
        return f"{self.mentorship.programme.name} · {shape}" if self.mentorship.programme else shape

    @property
    def said(self) -> str:
        """What one answered, in words."""
        return str(Reply(self.reply).label)

    @property
    def answered(self) -> bool:
        return self.reply != Reply.WAITING


def suggestions(member: Member, now: datetime) -> list[Suggestion]:
    """The offers of a member that are open or did not come about, newest first."""
    mine = Mentorship.objects.visible_to(member).of(member).filter(state__in=(State.OFFERED, State.LAPSED))
    rows = list(mine.select_related("programme"))
    partners: dict[UUID, list[Partner]] = {row.pk: [] for row in rows}
    for partner in Partner.objects.filter(mentorship__in=rows, left_at=None):
        partners[partner.mentorship_id].append(partner)
    cards = communities.cards(member, [one.member_id for some in partners.values() for one in some])
    answers = Answer.objects.filter(mentorship__in=rows, member=member, question=Question.OFFER)
    replies = dict(answers.values_list("mentorship", "reply"))
    return [
        Suggestion(
            mentorship=row,
            others=[cards[one.member_id] for one in partners[row.pk] if one.member_id != member.pk],
            side=next(Side(one.side) for one in partners[row.pk] if one.member_id == member.pk),
            reasons=[Reason(**reason, points=0).text for reason in row.reasons],
            reply=replies.get(row.pk, Reply.WAITING),
            open=rules.can_answer(row, now),
        )
        for row in rows
    ]


def outcomes(source: UUID, viewer: Member) -> dict[str, int]:
    """How many suggestions of one source wait, came about, did not, or stand in line; for coordinators."""
    rows = Mentorship.objects.visible_to(viewer).filter(source=source)
    asked = rows.exclude(offered_at=None).values_list("state")
    found = dict(asked.annotate(number=Count("pk")).order_by())
    over, waiting = found.pop(State.LAPSED, 0), found.pop(State.OFFERED, 0)
    in_line = rows.filter(state=State.PROPOSED).count()
    return {"offered": waiting, "accepted": sum(found.values()), "lapsed": over, "in_line": in_line}
