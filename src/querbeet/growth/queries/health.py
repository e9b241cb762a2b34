"""The coordinators' board: how the mentorings of a programme are doing. States and dates, never contents."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.growth.models.checks import Health
from querbeet.growth.rules import health as rules
from querbeet.mentorships.enums import Side, State
from querbeet.mentorships.models.mentorship import Partner
from querbeet.mentorships.queries import law
from querbeet.mentorships.rules import parts
from querbeet.programmes import queries as programmes
from querbeet.programmes.models.programme import Programme

LANES: tuple[tuple[int, str | Promise], ...] = (
    (0, _("In touch")),
    (14, _("Quiet for two weeks")),
    (21, _("Quiet for three weeks")),
    (28, _("Quiet for four weeks and more")),
)


@dataclass(frozen=True)
class Card:
    """One mentoring on the board."""

    health: Health
    names: list[communities.Card]
    can_ask: bool
    can_offer: bool
    two: bool

    @property
    def title(self) -> str:
        return ", ".join(card.name for card in self.names)


@dataclass
class Lane:
    """Mentorings of which the last sign of life is as long ago."""

    silent: int
    label: str | Promise
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """Somebody who carries much."""

    card: communities.Card
    taken: int


@dataclass(frozen=True)
class Board:
    """The health of a programme."""

    lanes: list[Lane]
    loads: list[Load]
    reckoned_at: datetime | None

    @property
    def cards(self) -> list[Card]:
        return [card for lane in self.lanes for card in lane.cards]


def board(programme: Programme, viewer: Member, now: datetime) -> Board:
    """The board of a programme for a coordinator; the same few queries, however many mentorings there are."""
    seen = Health.objects.visible_to(viewer).filter(mentorship__programme=programme, mentorship__state=State.ACTIVE)
    found = list(seen.select_related("mentorship").order_by("-silent", "mentorship__began_at", "pk"))
    partners = Partner.objects.visible_to(viewer).there().filter(mentorship__in=[one.mentorship_id for one in found])
    people = list(partners.values_list("mentorship", "member", "side"))
    cards = communities.cards(viewer, [pk for _of, pk, _side in people])
    lanes = {silent: Lane(silent, label) for silent, label in LANES}
    for one in found:
        names = [cards[pk] for of, pk, _side in people if of == one.mentorship_id]
        sides = [side for of, _pk, side in people if of == one.mentorship_id]
        asks = rules.can_ask(one.asked_at, now), rules.can_ask(one.change_offered_at, now)
        lanes[one.silent].cards.append(Card(one, names, *asks, parts.can_change(State.ACTIVE, sides)))
    taken: dict = {}
    for _of, pk, side in people:
        if side == Side.MENTOR:
            taken[pk] = taken.get(pk, 0) + 1
    loads = [Load(cards[pk], number) for pk, number in taken.items() if rules.carries_much(number)]
    return Board(list(lanes.values()), loads, max((one.reckoned_at for one in found), default=None))


def successors(health: Health, viewer: Member) -> list[Member]:
    """To whom a coordinator could hand a mentee over: mentors with a free place, as the rules allow it, by name."""
    programme, partners = health.mentorship.programme, list(health.mentorship.partners.there())
    mentees = [one.member_id for one in partners if one.side == Side.MENTEE]
    if programme is None or len(mentees) != 1:
        return []
    here, allowed = {one.member_id for one in partners}, law.law(programme, viewer)
    rows = programmes.pool(programme, viewer, Side.MENTOR)  # type: ignore[arg-type]  # the same words
    found = [row.member for row in rows if row.member and row.member_id not in here]
    allowed_ = [one for one in found if allowed.lets(mentees[0], one.pk)]
    return sorted(allowed_, key=lambda one: one.display_name.casefold())
