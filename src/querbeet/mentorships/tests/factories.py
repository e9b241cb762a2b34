"""Mentorships for tests, in any state, laid out as the database owner, past every rule.

`mentorship("active", mentee, mentor)`; without people a community with two is made.
"""

from datetime import datetime, timedelta

from querbeet.communities.enums import TieKind
from querbeet.communities.models.bounds import Tie
from querbeet.communities.models.member import Member
from querbeet.communities.tests import factories as communities
from querbeet.core import clock
from querbeet.mentorships.enums import Question, Reply, Shape, Side, State
from querbeet.mentorships.models.answer import Answer
from querbeet.mentorships.models.mentorship import HELD, Mentorship, Partner
from querbeet.mentorships.models.openness import OpenPlace
from querbeet.mentorships.rules import lifecycle

WAYS = {
    State.PROPOSED: (),
    State.OFFERED: (State.OFFERED,),
    State.LAPSED: (State.OFFERED, State.LAPSED),
    State.EXPLORING: (State.OFFERED, State.EXPLORING),
    State.ACTIVE: (State.OFFERED, State.EXPLORING, State.ACTIVE),
    State.ON_HOLD: (State.OFFERED, State.EXPLORING, State.ACTIVE, State.ON_HOLD),
    State.ENDING: (State.OFFERED, State.EXPLORING, State.ACTIVE, State.ENDING),
    State.CLOSED: (State.OFFERED, State.EXPLORING, State.ACTIVE, State.ENDING, State.CLOSED),
}


def pair(**fields) -> tuple[Member, Member]:
    """A mentee and a mentor of one community."""
    here = communities.community(**fields)
    return communities.member("Ash", community=here), communities.member("Dara", community=here)


def mentorship(
    state: State | str = State.ACTIVE,
    mentee: Member | None = None,
    mentor: Member | None = None,
    *,
    shape: Shape = Shape.ONE_TO_ONE,
    others: dict[Member, Side] | None = None,
    now: datetime | None = None,
    **fields,
) -> Mentorship:
    """A mentorship in this state, with the dates, answers and ties that led there. `others`: further people."""
    if mentee is None or mentor is None:
        mentee, mentor = pair()
    sides = {mentee: Side.MENTEE, mentor: Side.MENTOR, **(others or {})}
    if shape in (Shape.CIRCLE, Shape.STORY):
        sides = {one: Side.PEER if side == Side.MENTEE or shape == Shape.STORY else side for one, side in sides.items()}
    now = now or clock.now()
    made = Mentorship(community=mentee.community, shape=shape, **{"expires_at": now + lifecycle.IN_LINE, **fields})
    for step in WAYS[State(state)]:
        made.state = step
        for name, value in lifecycle.dates(made, step, now).items():
            setattr(made, name, fields.get(name, value))
    made.state = State(state)
    made.save(force_insert=True)
    for member, side in sides.items():
        Partner.objects.create(mentorship=made, member=member, side=side, community=made.community)
    _answers(made, list(sides), now)
    if made.state in HELD:
        _ties(made, list(sides))
    return made


def _answers(made: Mentorship, members: list[Member], now: datetime) -> None:
    replies = {
        State.PROPOSED: {},
        State.OFFERED: {Question.OFFER: Reply.WAITING},
        State.LAPSED: {Question.OFFER: Reply.EXPIRED},
        State.EXPLORING: {Question.OFFER: Reply.AGREED, Question.FIT: Reply.WAITING},
    }.get(State(made.state), {Question.OFFER: Reply.AGREED, Question.FIT: Reply.AGREED})
    for member in members:
        for question, reply in replies.items():
            at = None if reply == Reply.WAITING else now
            Answer.objects.create(mentorship=made, member=member, question=question, reply=reply, answered_at=at)


def _ties(made: Mentorship, members: list[Member]) -> None:
    for index, one in enumerate(members):
        for other in members[index + 1 :]:
            Tie.objects.create(member=one, other=other, kind=TieKind.MATCH, source=made.pk)


def open_place(member: Member, *skills, **fields) -> OpenPlace:
    """A member who takes others along in these skills."""
    made = OpenPlace.objects.create(member=member, community=member.community, **fields)
    for skill in skills:
        made.skills.create(skill=skill)
    return made


def later(days: float) -> datetime:
    """A moment so many days from now."""
    return clock.now() + timedelta(days=days)
