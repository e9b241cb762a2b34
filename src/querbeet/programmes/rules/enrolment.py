"""The life of an enrolment, as one table, and what each step needs."""

from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext as _

from querbeet.core.errors import Refused
from querbeet.core.lifecycle import Clock, Lifecycle, Stage
from querbeet.programmes.enums import EnrolmentEvent as E
from querbeet.programmes.enums import EnrolmentState as S
from querbeet.programmes.enums import Group

STAFF, OWN = "programmes:people", "programmes:detail"
ANSWER_WITHIN = timedelta(days=30)
WEEK, TWO_WEEKS, MONTH = (Clock(timedelta(days=days)) for days in (7, 14, 30))
ACTIVE = (S.SUBMITTED, S.INFO, S.SCREENING, S.TRAINING, S.READY, S.POOL, S.FULL, S.PAUSED, S.RENEWAL)
ARRIVING = (S.SUBMITTED, S.INFO, S.SCREENING, S.TRAINING, S.READY)
CHECKED = (S.READY, S.POOL, S.FULL, S.PAUSED)

GROUPS: dict[Group, tuple[S, ...]] = {
    Group.YOURS: (S.SUBMITTED, S.SCREENING, S.READY, S.RENEWAL),
    Group.THEIRS: (S.INFO, S.TRAINING, S.PAUSED),
    Group.POOL: (S.POOL,),
    Group.FULL: (S.FULL,),
    Group.HELD: (S.SUSPENDED,),
    Group.OVER: (S.LEFT, S.DECLINED, S.FINISHED),
}
DECISIONS = (E.SCREEN, E.TRAIN, E.PREPARE, E.ADMIT, E.SUSPEND, E.REINSTATE, E.DECLINE)
"""What coordinators decide for one or for many at once."""
GRAVE = (E.SUSPEND, E.DECLINE)
"""Decisions that are asked about once more."""


class NoPlace(Refused):
    """All places are taken, or the person is not to be had at the moment. It names no cause."""


class NotYet(Refused):
    """The state does not allow this step."""


class TurnedDown(Refused):
    """Whoever was not taken in this programme does not sign up for the same side again."""


ENROLMENT = Lifecycle(
    "enrolment",
    start=S.SUBMITTED,
    stages=(
        Stage(S.SUBMITTED, "coordinator", STAFF, WEEK),
        Stage(S.INFO, "member", OWN, Clock(ANSWER_WITHIN, event=E.LAPSE)),
        Stage(S.SCREENING, "coordinator", STAFF, TWO_WEEKS),
        Stage(S.TRAINING, "member", OWN, TWO_WEEKS),
        Stage(S.READY, "coordinator", STAFF, WEEK),
        Stage(S.POOL, "coordinator", STAFF, MONTH),
        Stage(S.FULL, "member", OWN, Clock(at="vetted_until", event=E.EXPIRE)),
        Stage(S.PAUSED, "member", OWN, MONTH),
        Stage(S.RENEWAL, "coordinator", STAFF, TWO_WEEKS),
        Stage(S.SUSPENDED, "coordinator", STAFF, TWO_WEEKS),
        Stage(S.LEFT, screen=STAFF, end=True),
        Stage(S.DECLINED, screen=OWN, end=True),
        Stage(S.FINISHED, screen=OWN, end=True),
    ),
    steps=(
        (S.SUBMITTED, E.ASK, S.INFO),
        (S.SUBMITTED, E.SCREEN, S.SCREENING),
        (S.SUBMITTED, E.TRAIN, S.TRAINING),
        (S.SUBMITTED, E.ADMIT, S.POOL),
        (S.INFO, E.ANSWER, S.SUBMITTED),
        (S.INFO, E.LAPSE, S.LEFT),
        (S.SCREENING, E.ASK, S.INFO),
        (S.SCREENING, E.TRAIN, S.TRAINING),
        (S.SCREENING, E.PREPARE, S.READY),
        (S.SCREENING, E.ADMIT, S.POOL),
        (S.TRAINING, E.PREPARE, S.READY),
        (S.READY, E.ADMIT, S.POOL),
        (S.POOL, E.FILL, S.FULL),
        (S.FULL, E.FREE, S.POOL),
        (S.POOL, E.PAUSE, S.PAUSED),
        (S.FULL, E.PAUSE, S.PAUSED),
        (S.PAUSED, E.RESUME, S.POOL),
        *((state, E.EXPIRE, S.RENEWAL) for state in CHECKED),
        (S.RENEWAL, E.RENEW, S.POOL),
        *((state, E.DECLINE, S.DECLINED) for state in ARRIVING),
        *((state, E.SUSPEND, S.SUSPENDED) for state in ACTIVE),
        (S.SUSPENDED, E.REINSTATE, S.SUBMITTED),
        *((state, E.LEAVE, S.LEFT) for state in ACTIVE),
        (S.SUSPENDED, E.LEAVE, S.DECLINED),  # stepping out and signing up again does not lift a hold
        *((state, E.FINISH, S.FINISHED) for state in (*ACTIVE, S.SUSPENDED)),
    ),
)


def can(state: str, event: str) -> bool:
    """Does this event lead anywhere from this state?"""
    return ENROLMENT.can(state, event)


def after(state: str, event: str) -> S:
    """The state after an event. Raises `NotYet`."""
    if not ENROLMENT.can(state, event):
        raise NotYet(_("This cannot be done while somebody is “%(state)s”.") % {"state": S(state).label})
    return S(ENROLMENT.after(state, event))


def decisions(state: str) -> list[E]:
    """What coordinators can decide while somebody is in this state, in order."""
    return [event for event in DECISIONS if ENROLMENT.can(state, event)]


def first_step(*, screening: bool, training: bool) -> E | None:
    """What happens at once to whoever signs up; None where coordinators look at it first."""
    if screening:
        return None
    return E.TRAIN if training else E.ADMIT


def check_training_first(state: str, *, training: bool) -> None:
    """Raises `NotYet` where somebody would come into the pool past the training."""
    if training and state in (S.SUBMITTED, S.SCREENING):
        raise NotYet(_("First comes the training."))


def check_sign_up(earlier: Collection[str]) -> None:
    """`earlier`: the states of all enrolments of this person on this side. Raises `TurnedDown`."""
    if S.DECLINED in earlier:
        raise TurnedDown(_("There is no place for you here this time. If you want to talk about it, write to us."))


def can_take(state: str, taken: int, places: int) -> bool:
    """Can one more place be taken?"""
    return state == S.POOL and taken < places


def check_take(state: str, taken: int, places: int) -> None:
    """Raises `NoPlace`."""
    if not can_take(state, taken, places):
        raise NoPlace(_("There is no free place at the moment."))
