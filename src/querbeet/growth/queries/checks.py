"""A member's own check-ins."""

import json
from dataclasses import dataclass
from datetime import datetime

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.growth.enums import CheckState
from querbeet.growth.models.checks import CheckIn
from querbeet.growth.rules import checks as rules
from querbeet.mentorships.models.mentorship import Partner


@dataclass(frozen=True)
class Row:
    """A check-in, and with whom the mentoring is that it asks about."""

    check: CheckIn
    others: list[communities.Card]

    @property
    def open(self) -> bool:
        return self.check.state in rules.OPEN

    @property
    def title(self) -> str:
        return ", ".join(card.name for card in self.others)


def listing(member: Member, now: datetime) -> list[Row]:
    """Those that wait and those that were answered, the newest first."""
    states = [*rules.OPEN, CheckState.ANSWERED]
    return rows(CheckIn.objects.visible_to(member).filter(state__in=states)[:60], member)


def waiting(member: Member) -> list[Row]:
    """Those that wait for an answer."""
    return rows(CheckIn.objects.visible_to(member).filter(state__in=rules.OPEN), member)


def rows(checks, member: Member) -> list[Row]:
    """Check-ins with the others' names; four queries, however many there are."""
    found = list(checks)
    partners = Partner.objects.visible_to(member).filter(mentorship__in=[check.mentorship_id for check in found])
    people = list(partners.exclude(member=member).values_list("mentorship", "member"))
    cards = communities.cards(member, [pk for _mentorship, pk in people])
    return [Row(check, [cards[pk] for of, pk in people if of == check.mentorship_id]) for check in found]


def answers(check: CheckIn) -> dict[str, str]:
    """What its owner answered; empty before that, and when the key is gone."""
    return json.loads(check.answers) if check.answers else {}
