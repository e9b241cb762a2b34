"""The lineage as one viewer sees it, laid out as plants. Nothing in it depends on whom the viewer cannot see."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.growth.models.lineage import Branch, Consent
from querbeet.mentorships.enums import Side
from querbeet.mentorships.models.mentorship import KEPT, Mentorship

APART, LEVEL, EDGE = 132, 104, 70  # units of the drawing
LONGEST = 15  # signs of a name in the drawing; the table has all


class NotGrown(Refused):
    """They are not mentor and mentee of a mentoring that took place."""


@dataclass(frozen=True)
class Node:
    """Somebody in the drawing."""

    x: int
    y: int
    card: communities.Card
    root: bool

    @property
    def label(self) -> str:
        name = self.card.name
        return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"

    @property
    def label_y(self) -> int:
        return self.y + 34


@dataclass(frozen=True)
class Plant:
    """One plant: from whoever began, upwards."""

    width: int
    height: int
    nodes: list[Node]
    stems: list[str]  # as the `d` of a path
    graft: list[str]  # the same for whoever learned from a second one
    rows: list[tuple[communities.Card, communities.Card]]  # who passed on to whom: the text behind the drawing


@dataclass
class _Layout:
    below: dict[UUID, list[UUID]]
    places: dict[UUID, tuple[int, int]] = field(default_factory=dict)  # column and level
    taken: int = 0

    def place(self, one: UUID, level: int, seen: set[UUID]) -> None:
        """Children first, then their mentor in the middle above of them; each person once."""
        seen.add(one)
        mine = [other for other in self.below[one] if other not in seen]
        for other in mine:
            if other not in seen:
                self.place(other, level + 1, seen)
        columns = [self.places[other][0] for other in mine if self.places[other][1] == level + 1]
        if not columns:
            self.taken += 1
        middle = sum(columns) // len(columns) if columns else (self.taken - 1) * APART
        self.places[one] = (middle, level)


def plants(viewer: Member) -> list[Plant]:
    """All plants that a viewer may see, the largest first."""
    edges = list(Branch.objects.visible_to(viewer).order_by("created_at", "pk").values_list("mentor", "mentee"))
    cards = communities.cards(viewer, {pk for edge in edges for pk in edge})
    below: dict[UUID, list[UUID]] = defaultdict(list)
    for mentor, mentee in dict.fromkeys(edges):
        below[mentor].append(mentee)
    seen: set[UUID] = set()
    grown = []
    for root in _roots(edges):
        if root not in seen:
            layout = _Layout(below)
            layout.place(root, 0, seen)
            grown.append(_draw(layout, below, cards, root))
    return sorted(grown, key=lambda plant: -len(plant.nodes))


def _roots(edges: list[tuple[UUID, UUID]]) -> list[UUID]:
    """Whoever learned from nobody comes first; then, where people taught each other in a ring, the first of them."""
    mentees = {mentee for _mentor, mentee in edges}
    everybody = list(dict.fromkeys(pk for edge in edges for pk in edge))
    return sorted(everybody, key=lambda pk: pk in mentees)


def _draw(layout: _Layout, below: dict[UUID, list[UUID]], cards: communities.Cards, root: UUID) -> Plant:
    deepest = max(level for _column, level in layout.places.values())
    height = EDGE + deepest * LEVEL + EDGE
    at = {pk: (EDGE + column, height - EDGE - level * LEVEL) for pk, (column, level) in layout.places.items()}
    stems: list[str] = []
    graft: list[str] = []
    rows = []
    for mentor in layout.places:
        for mentee in below[mentor]:
            rows.append((cards[mentor], cards[mentee]))
            if mentee not in at:
                continue  # drawn in an earlier plant; the table has it
            grows = layout.places[mentee][1] == layout.places[mentor][1] + 1
            (stems if grows and _first(below, layout, mentee) == mentor else graft).append(
                _stem(at[mentor], at[mentee])
            )
    return Plant(
        width=max(layout.taken - 1, 0) * APART + 2 * EDGE,
        height=height,
        nodes=[Node(x, y, cards[pk], pk == root) for pk, (x, y) in at.items()],
        stems=stems,
        graft=graft,
        rows=sorted(rows, key=lambda row: (row[0].name.casefold(), row[1].name.casefold())),
    )


def _first(below: dict[UUID, list[UUID]], layout: _Layout, mentee: UUID) -> UUID | None:
    """The mentor under whom somebody is drawn."""
    return next((mentor for mentor in layout.places if mentee in below[mentor]), None)


def _stem(low: tuple[int, int], high: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = low, high
    middle = (y1 + y2) // 2
    return f"M{x1} {y1} C{x1} {middle} {x2} {middle} {x2} {y2}"


def sides(mentorship: Mentorship, one: Member, other: Member) -> tuple[UUID, UUID]:
    """Which of two is the mentor and which the mentee. Raises `NotGrown`."""
    found = dict(mentorship.partners.filter(member__in=[one, other]).values_list("side", "member"))
    if mentorship.state not in KEPT or set(found) != {Side.MENTOR, Side.MENTEE}:
        raise NotGrown(_("That can be shown for a mentoring that took place. Nothing was changed."))
    return found[Side.MENTOR], found[Side.MENTEE]


@dataclass(frozen=True)
class Link:
    """Whether one's learning from, or passing on to, another is shown, as far as oneself is concerned."""

    mentorship: Mentorship
    other: communities.Card
    learned: bool
    said: bool


def own(member: Member) -> list[Link]:
    """All mentorings of a member that could be seen in the lineage, and what the member said to it."""
    mine = Mentorship.objects.visible_to(member).filter(state__in=KEPT, partners__member=member)
    found = list(mine.prefetch_related("partners").distinct())
    cards = communities.cards(member, [one.member_id for each in found for one in each.partners.all()])
    said = set(Consent.objects.visible_to(member).values_list("mentorship", "mentor", "mentee"))
    links = []
    for mentorship in found:
        here = {one.member_id: one.side for one in mentorship.partners.all()}
        for pk, side in here.items():
            if pk in cards and {side, here.get(member.pk)} == {Side.MENTOR, Side.MENTEE}:
                learned = side == Side.MENTOR
                edge = (mentorship.pk, pk, member.pk) if learned else (mentorship.pk, member.pk, pk)
                links.append(Link(mentorship, cards[pk], learned, edge in said))
    return links
