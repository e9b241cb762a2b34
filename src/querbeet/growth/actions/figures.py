"""The one figure of a community, reckoned once a month for everybody alike."""

from uuid import UUID

from django.db import transaction

from querbeet.core import clock
from querbeet.growth.models.lineage import Figure
from querbeet.growth.models.path import Path
from querbeet.growth.rules import figures, path
from querbeet.mentorships.enums import Side, State
from querbeet.mentorships.models.mentorship import Partner


@transaction.atomic
def reckon() -> int:
    """Reckon for every community what share of its former mentees passes it on; how many communities.

    Runs for the purpose `checks.CLOCK`.
    """
    now = clock.now()
    ended = Partner.objects.filter(side=Side.MENTEE, mentorship__state=State.CLOSED, mentorship__began_at__isnull=False)
    of: dict[UUID, set[UUID]] = {}
    for community, member in ended.values_list("community", "member"):
        of.setdefault(community, set()).add(member)
    passing = set(Path.objects.filter(state__in=path.PASSING_ON).values_list("member", flat=True))
    for community, members in of.items():
        percent = figures.share(len(members & passing), len(members))
        Figure.objects.update_or_create(community_id=community, defaults={"percent": percent, "reckoned_at": now})
    return len(of)
