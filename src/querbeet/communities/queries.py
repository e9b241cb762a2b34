"""Reads about communities and members."""

from django.db.models import Exists, OuterRef, Subquery

from querbeet.communities.enums import Status
from querbeet.communities.models.community import Agreement
from querbeet.communities.models.member import Acceptance, Member
from querbeet.people.models import Account


def personas(account: Account) -> list[Member]:
    """All personas of an account that can be entered, oldest first, with their community and whether they `agreed`."""
    mine = Member.objects.filter(persona__account=account, status__in=(Status.ACTIVE, Status.PAUSED))
    return list(mine.select_related("community").annotate(agreed=_agreed()).order_by("created_at"))


def persona(account: Account, chosen: str | None) -> Member | None:
    """The chosen persona, if it is one of the account's, else the first."""
    mine = personas(account)
    return next((member for member in mine if str(member.pk) == chosen), mine[0] if mine else None)


def _agreed() -> Exists:
    newest = Agreement.objects.filter(community=OuterRef(OuterRef("community"))).order_by("-version").values("pk")[:1]
    return Exists(Acceptance.objects.filter(member=OuterRef("pk"), agreement=Subquery(newest)))
