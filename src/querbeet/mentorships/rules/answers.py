"""Who may answer what, and when answers come to something."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from querbeet.mentorships.enums import Answered, Reply, Shape, State
from querbeet.mentorships.rules import lifecycle
from querbeet.mentorships.rules.lifecycle import NoLongerOpen

ENOUGH = 3  # with so many a circle begins, though not all said yes
EVENTS = {
    Reply.YES: Answered.YES,
    Reply.NO: Answered.NO,
    Reply.NOT_NOW: Answered.NOT_NOW,
    Reply.ASKED_MORE: Answered.ASK_MORE,
}


class HasOffer(Protocol):
    state: str
    expires_at: datetime | None


class HasTalk(Protocol):
    state: str
    decide_by: datetime | None


def can_answer(mentorship: HasOffer, now: datetime) -> bool:
    """May an offer still be answered, or an answer changed?"""
    return bool(mentorship.state == State.OFFERED and mentorship.expires_at and now < mentorship.expires_at)


def check_answer(mentorship: HasOffer, now: datetime) -> None:
    """Raises `NoLongerOpen`."""
    if not can_answer(mentorship, now):
        raise NoLongerOpen


def can_decide(mentorship: HasTalk, now: datetime) -> bool:
    """May one still say how the first talk was?"""
    return bool(mentorship.state == State.EXPLORING and mentorship.decide_by and now < mentorship.decide_by)


def check_decide(mentorship: HasTalk, now: datetime) -> None:
    """Raises `NoLongerOpen`."""
    if not can_decide(mentorship, now):
        raise NoLongerOpen


def reply_after(reply: str, event: str) -> Reply:
    """What an answer to an offer becomes. Raises `core.lifecycle.NoWay`."""
    return Reply(lifecycle.ANSWER.after(reply, event))


def all_yes(replies: Collection[str]) -> bool:
    """Have all said yes?"""
    return bool(replies) and set(replies) == {Reply.YES}


def enough(shape: str, replies: Collection[str]) -> bool:
    """Has the time of an offer ended with enough yes to go on without the others? Only circles may."""
    return shape == Shape.CIRCLE and sum(reply == Reply.YES for reply in replies) >= ENOUGH
