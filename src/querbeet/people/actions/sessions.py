"""Ending visits."""

from uuid import UUID

from querbeet.audit import actions as audit
from querbeet.people import sessions as engine
from querbeet.people.models import Account
from querbeet.people.models.session import Session


def end(*, account: Account, session: UUID) -> None:
    """End one of the account's visits; one that is gone already is fine."""
    if Session.objects.filter(account=account, pk=session).delete()[0]:
        audit.record("people.session_ended", by=account, target=account)


def end_others(*, account: Account, keep: str = "") -> int:
    """End every visit of the account but the one with the session key `keep`; returns how many ended."""
    ended = Session.objects.filter(account=account).exclude(digest=engine.digest(keep)).delete()[0]
    if ended:
        audit.record("people.sessions_ended", by=account, target=account, count=ended)
    return ended
