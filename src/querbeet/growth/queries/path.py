"""Where a member is on their way, what may come next, and who could be asked."""

from dataclasses import dataclass
from datetime import datetime

from querbeet.communities import queries as communities
from querbeet.communities.models.member import Member
from querbeet.core import vault
from querbeet.growth.enums import CompanyState, PathEvent, PathState
from querbeet.growth.models.path import Company, Declined, Guide, Path, SelfCheck
from querbeet.growth.rules import health
from querbeet.growth.rules import path as rules
from querbeet.mentorships.enums import Side, State
from querbeet.mentorships.models.mentorship import HELD, KEPT, Partner


@dataclass(frozen=True)
class Shown:
    """A member's way for its page."""

    state: PathState
    steps: list[dict[str, str]]
    events: list[PathEvent]
    ask: bool  # is the next step mentioned now, or not before `asks_at`?
    asks_at: datetime | None
    companies: "list[With]"
    guide: Guide | None
    can_guide: bool
    can_ask: bool
    can_join_rounds: bool
    load: int
    carries_much: bool
    been: bool  # has a mentoring of theirs come to its end?


@dataclass(frozen=True)
class With:
    """Looking over a shoulder, as one of the two sees it."""

    company: Company
    other: communities.Card
    learning: bool
    declined: bool


def start(member: Member) -> PathState:
    """Where a way begins that has not been stepped on yet: whoever mentored already is a mentor."""
    mentors = Partner.objects.filter(member=member, side=Side.MENTOR, mentorship__state__in=KEPT).exists()
    return PathState.MENTOR if mentors else PathState.MENTEE


def state(member: Member) -> PathState:
    """Where a member is."""
    path = Path.objects.visible_to(member).first()
    return PathState(path.state) if path else start(member)


def shown(member: Member, now: datetime) -> Shown:
    """Everything the page of a way needs."""
    path = Path.objects.visible_to(member).first()
    here = PathState(path.state) if path else start(member)
    companies = together(member)
    own = [
        one for one in companies if one.learning and one.company.state in (CompanyState.ASKED, CompanyState.TOGETHER)
    ]
    taken = load(member)
    return Shown(
        state=here,
        steps=_steps(here),
        events=[PathEvent(event) for event in rules.PATH.events(here) if event != PathEvent.INVITE],
        ask=_asks(path, now),
        asks_at=path.asks_at if path else None,
        companies=companies,
        guide=Guide.objects.filter(member=member).first(),
        can_guide=rules.can_guide(here),
        can_ask=rules.can_ask(here, len(own)),
        can_join_rounds=rules.can_join_rounds(here),
        load=taken,
        carries_much=health.carries_much(taken),
        been=Partner.objects.filter(member=member, left_at=None, mentorship__state=State.CLOSED).exists(),
    )


def _asks(path: Path | None, now: datetime) -> bool:
    """An invitation is open at once; after "not now" the next step is not mentioned before its time."""
    return path is None or path.asks_at is None or path.asks_at <= now or path.since + rules.INVITED >= path.asks_at


def _steps(here: PathState) -> list[dict[str, str]]:
    place = rules.ORDER.index(here)
    marks = ["done"] * place + ["current"] + ["next"] * (len(rules.ORDER) - place - 1)
    return [{"label": str(PathState(one).label), "state": mark} for one, mark in zip(rules.ORDER, marks, strict=True)]


def together(member: Member) -> list[With]:
    """With whom a member looks over a shoulder, or is asked to; what is over is left out."""
    open_ = [CompanyState.ASKED, CompanyState.TOGETHER]
    found = list(Company.objects.visible_to(member).filter(state__in=open_))
    declined = set(Declined.objects.visible_to(member).filter(company__in=found).values_list("company", flat=True))
    cards = communities.cards(member, [pk for one in found for pk in (one.learner_id, one.guide_id)])
    return [
        With(
            company=one,
            other=cards[one.guide_id if one.learner_id == member.pk else one.learner_id],
            learning=one.learner_id == member.pk,
            declined=one.pk in declined,
        )
        for one in found
    ]


def guides(member: Member) -> list[tuple[Guide, communities.Card]]:
    """Who lets others look over their shoulder, by name; oneself left out."""
    found = list(Guide.objects.visible_to(member).exclude(member=member))
    vault.gather(found)
    cards = communities.cards(member, [guide.member_id for guide in found])
    pairs = [(guide, cards[guide.member_id]) for guide in found]
    return sorted(pairs, key=lambda pair: (pair[1].name.casefold(), str(pair[0].pk)))


def load(member: Member) -> int:
    """How many mentorings a member carries as a mentor now. For that member alone."""
    mine = Partner.objects.filter(member=member, side=Side.MENTOR, left_at=None, mentorship__state__in=HELD)
    return mine.count()


def thoughts(member: Member) -> SelfCheck:
    """A member's own thoughts about the next step; unsaved where there are none."""
    return SelfCheck.objects.visible_to(member).first() or SelfCheck(member=member)
