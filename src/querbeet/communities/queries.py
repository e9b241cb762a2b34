"""Reads about communities and members."""

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.people.models import Account


def personas(account: Account) -> list[Member]:
    """All personas of an account that can still be entered, oldest first, with their community."""
    mine = Member.objects.filter(persona__account=account, status__in=(Status.ACTIVE, Status.PAUSED))
    return list(mine.select_related("community").order_by("created_at"))


def persona(account: Account, chosen: str | None) -> Member | None:
    """The chosen persona, if it is one of the account's, else the first."""
    mine = personas(account)
    return next((member for member in mine if str(member.pk) == chosen), mine[0] if mine else None)
