"""The life of a mentorship and of each answer in it, as tables, and the dates that every step sets."""

from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.mentorships.enums import Answered, Changing, Event, Freezing, Reply, Shape, State, Thawing, Turning

INDEX = "mentorships:index"
PAGE = "mentorships:mentorship"
WAITS = timedelta(days=7)  # how long an offer is open
NUDGES = (timedelta(days=3), timedelta(days=6))  # when those who have not answered are reminded
IN_LINE = timedelta(days=90)  # how long one waits for one's turn
TALKS = timedelta(days=14)  # how long a first talk may take, answer included
FLASH = timedelta(days=30)  # how long a single talk may take to come about
GOODBYE = timedelta(days=14)  # how long an ending lasts
CHANGE_WAITS = timedelta(days=7)  # how long the offer of a change is open


class NoLongerOpen(Refused):
    """What was to be answered is over."""

    def __init__(self) -> None:
        super().__init__(_("This suggestion is no longer open."))


class HasDates(Protocol):
    shape: str
    exploring_at: datetime | None
    began_at: datetime | None


MENTORSHIP = Lifecycle(
    "mentorship",
    start=State.PROPOSED,
    stages=(
        Stage(State.PROPOSED, "coordinator", INDEX, Clock(at="expires_at", event=Event.TIME)),
        Stage(State.OFFERED, "everybody in it", INDEX, Clock(at="expires_at", event=Event.TIME)),
        Stage(State.EXPLORING, "everybody in it", PAGE, Clock(at="decide_by", event=Event.TIME)),
        Stage(State.ACTIVE, "everybody in it", PAGE, Clock(wait=timedelta(days=60))),
        Stage(State.ON_HOLD, "whoever rests", PAGE, Clock(wait=timedelta(days=30))),
        Stage(State.ENDING, "everybody in it", PAGE, Clock(at="closes_at", event=Event.TIME)),
        Stage(State.CLOSED, screen=PAGE, end=True),
        Stage(State.LAPSED, screen=INDEX, end=True),
    ),
    steps=(
        (State.PROPOSED, Event.OFFER, State.OFFERED),
        (State.PROPOSED, Event.WITHDRAW, State.LAPSED),
        (State.PROPOSED, Event.PART, State.LAPSED),
        (State.PROPOSED, Event.TIME, State.LAPSED),
        (State.OFFERED, Event.ALL_YES, State.EXPLORING),
        (State.OFFERED, Event.BEGIN, State.ACTIVE),
        (State.OFFERED, Event.WITHDRAW, State.LAPSED),
        (State.OFFERED, Event.PART, State.LAPSED),
        (State.OFFERED, Event.TIME, State.LAPSED),
        (State.EXPLORING, Event.ALL_FIT, State.ACTIVE),
        (State.EXPLORING, Event.HOLD, State.ON_HOLD),
        (State.EXPLORING, Event.STOP, State.LAPSED),
        (State.EXPLORING, Event.PART, State.CLOSED),
        (State.EXPLORING, Event.TIME, State.LAPSED),
        (State.ACTIVE, Event.HOLD, State.ON_HOLD),
        (State.ACTIVE, Event.END, State.ENDING),
        (State.ACTIVE, Event.TIME, State.ENDING),
        (State.ACTIVE, Event.PART, State.CLOSED),
        (State.ON_HOLD, Event.RESUME, State.ACTIVE),
        (State.ON_HOLD, Event.RESUME_TALKS, State.EXPLORING),
        (State.ON_HOLD, Event.END, State.ENDING),
        (State.ON_HOLD, Event.STOP, State.LAPSED),
        (State.ON_HOLD, Event.PART, State.CLOSED),
        (State.ENDING, Event.HOLD, State.ON_HOLD),
        (State.ENDING, Event.CLOSE, State.CLOSED),
        (State.ENDING, Event.PART, State.CLOSED),
        (State.ENDING, Event.TIME, State.CLOSED),
    ),
)

_UNTIL_IT_ENDS = Clock(at="expires_at", event=Answered.TIME)
_AFTER_THE_TALK = Clock(at="decide_by", event=Answered.TIME)
_IMPRESSIONS = ((Answered.YES, Reply.YES), (Answered.NO, Reply.NO), (Answered.TIME, Reply.EXPIRED))
_ANSWERS = (*_IMPRESSIONS, (Answered.NOT_NOW, Reply.NOT_NOW), (Answered.ASK_MORE, Reply.ASKED_MORE))
_TALKED = (Reply.WAITING, Reply.YES, Reply.NO)
_OPEN = (*_TALKED, Reply.ASKED_MORE, Reply.NOT_NOW)

# Each has an answer of their own, which may be changed until all said yes or the time is over. Then it is forgotten.
ANSWER = Lifecycle(
    "answer",
    start=Reply.WAITING,
    stages=(
        *(Stage(state, "the one who is asked", INDEX, _UNTIL_IT_ENDS) for state in _OPEN),
        Stage(Reply.AGREED, screen=PAGE, end=True),
        Stage(Reply.EXPIRED, screen=INDEX, end=True),
    ),
    steps=(
        *((state, event, reply) for state in _OPEN for event, reply in _ANSWERS),
        (Reply.YES, Answered.ALL_YES, Reply.AGREED),
    ),
)

FIT = Lifecycle(
    "after the first talk",
    start=Reply.WAITING,
    stages=(
        *(Stage(state, "the one who is asked", PAGE, _AFTER_THE_TALK) for state in _TALKED),
        Stage(Reply.AGREED, screen=PAGE, end=True),
        Stage(Reply.EXPIRED, screen=PAGE, end=True),
    ),
    steps=(
        *((state, event, reply) for state in _TALKED for event, reply in _IMPRESSIONS),
        (Reply.YES, Answered.ALL_YES, Reply.AGREED),
    ),
)

FREEZE = Lifecycle(
    "freeze",
    start=Freezing.FROZEN,
    stages=(
        Stage(Freezing.FROZEN, "steward", INDEX, Clock(wait=timedelta(days=7))),
        Stage(Freezing.LIFTED, screen=INDEX, end=True),
    ),
    steps=((Freezing.FROZEN, Thawing.UNFREEZE, Freezing.LIFTED),),
)


CHANGE = Lifecycle(
    "change",
    start=Changing.OFFERED,
    stages=(
        Stage(Changing.OFFERED, "everybody in it", PAGE, Clock(at="ends_at", event=Turning.TIME)),
        Stage(Changing.AGREED, screen="growth:board", end=True),
        Stage(Changing.LAPSED, screen="growth:board", end=True),
    ),
    steps=(
        (Changing.OFFERED, Turning.ALL_YES, Changing.AGREED),
        (Changing.OFFERED, Turning.TIME, Changing.LAPSED),
    ),
)

CHANGED = Lifecycle(
    "answer to a change",
    start=Reply.WAITING,
    stages=(
        *(
            Stage(state, "the one who is asked", PAGE, Clock(wait=CHANGE_WAITS, event=Answered.TIME))
            for state in _TALKED
        ),
        Stage(Reply.AGREED, screen=PAGE, end=True),
        Stage(Reply.EXPIRED, screen=PAGE, end=True),
    ),
    steps=FIT.steps,
)


def after(state: str, event: str) -> State:
    """The state after an event. Raises `NoLongerOpen` for an offer that is over, else `core.lifecycle.NoWay`."""
    if not MENTORSHIP.can(state, event) and state in (State.LAPSED, State.CLOSED):
        raise NoLongerOpen
    return State(MENTORSHIP.after(state, event))


def dates(mentorship: HasDates, following: State, now: datetime) -> dict[str, datetime | None]:
    """The dates that arriving in a state sets."""
    table: dict[State, dict[str, datetime | None]] = {
        State.PROPOSED: {"expires_at": now + IN_LINE},
        State.OFFERED: {"offered_at": now, "expires_at": now + WAITS},
        State.EXPLORING: {"exploring_at": mentorship.exploring_at or now, "decide_by": now + TALKS, "held_at": None},
        State.ACTIVE: {
            "began_at": mentorship.began_at or now,
            "held_at": None,
            "closes_at": now + FLASH if mentorship.shape == Shape.FLASH else None,
        },
        State.ON_HOLD: {"held_at": now, "closes_at": None},
        State.ENDING: {"ending_at": now, "closes_at": now + GOODBYE, "held_at": None},
        State.CLOSED: {"ended_at": now},
        State.LAPSED: {"ended_at": now},
    }
    return table[following]


def has_first_talk(shape: str) -> bool:
    """Do people of this shape meet once before they decide? A single talk and a circle begin at once."""
    return shape not in (Shape.FLASH, Shape.CIRCLE)
