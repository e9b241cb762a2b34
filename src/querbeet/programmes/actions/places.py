"""Places of people in a programme: taken when a mentorship begins, given back when it ends.

Called inside the transaction in which the mentorship itself moves, so that it happens exactly as often. The other
person's enrolment is not theirs to see; the database shows it for this purpose alone.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import clock, viewing
from querbeet.programmes.actions.enrolments import MOVED, moved
from querbeet.programmes.enums import EnrolmentEvent as Event
from querbeet.programmes.enums import EnrolmentState as State
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import enrolment as rules


@transaction.atomic
def fill(*, programme: Programme, member: Member, side: str, by: Member | None) -> None:
    """One more place of a member is taken; with the last one they are full. Raises `NoPlace`, and nothing changes.

    The row is held until the transaction ends: of ten who want the last place at once, one gets it.
    """
    row = _mine(programme, member, side)
    if row is None:
        raise rules.NoPlace(_("There is no free place at the moment."))
    rules.check_take(row.state, row.taken, row.places)
    row.taken += 1
    _keep(row, Event.FILL if not row.free_places else None)
    audit.record("take place", by=by, community=row.programme.community_id, target=row)


@transaction.atomic
def free(*, programme: Programme, member: Member, side: str, by: Member | None) -> None:
    """A place is given back. Whoever has stepped out or is on a break stays so."""
    row = _mine(programme, member, side)
    if row is not None and row.taken:
        row.taken -= 1
        _keep(row, Event.FREE if row.state == State.FULL and row.free_places else None)
        audit.record("give back place", by=by, community=row.programme.community_id, target=row)


def _mine(programme: Programme, member: Member, side: str) -> Participant | None:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("programme").taking_part()
    with viewing.purpose("places"):
        return rows.filter(programme=programme, member=member, side=side).first()


def _keep(row: Participant, event: Event | None) -> None:
    if event is not None:
        moved(row, event, clock.now())
    with viewing.purpose("places"):
        row.save(update_fields=[*MOVED, "taken"])
