"""One decision for many sign-ups at once; each goes its own way, and what happened to each is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.programmes.actions import enrolments
from querbeet.programmes.enums import EnrolmentEvent as Event
from querbeet.programmes.models.participant import Participant

VERBS: dict[Event, Callable[..., Participant]] = {
    Event.SCREEN: enrolments.screen,
    Event.TRAIN: enrolments.train,
    Event.PREPARE: enrolments.prepare,
    Event.ADMIT: enrolments.admit,
    Event.SUSPEND: enrolments.suspend,
    Event.REINSTATE: enrolments.reinstate,
    Event.DECLINE: enrolments.decline,
}


@dataclass(frozen=True)
class Outcome:
    """What became of one of them: where they are now, or the sentence why nothing changed."""

    participant: Participant
    refusal: str

    @property
    def done(self) -> bool:
        return not self.refusal


@transaction.atomic
def decide(*, enrolments: Sequence[Participant], decision: Event, by: Member) -> list[Outcome]:
    """Decide the same for all of these. A refusal for one changes nothing for the others."""
    return [_one(row, decision, by) for row in enrolments]


def _one(row: Participant, decision: Event, by: Member) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome(VERBS[decision](enrolment=row, by=by), "")
    except Refused as refusal:
        return Outcome(row, str(refusal))
