"""Circles in which mentors support each other."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, member) -> "RoundQuerySet":
        """Those of one's community whose host is there in one's eyes, or in which one sits."""
        host = Q(host__in=Member.objects.visible_to(member))
        sits = Exists(RoundSeat.objects.filter(round=OuterRef("pk"), member=member.pk))
        return self.filter(community=member.community_id).filter(host | sits)


class Round(Record):
    """A circle of mentors, held by somebody who is there for mentors. It meets by its own id in `meetings`."""

    PERSONAL = {"host": Fate.DETACH}
    IMPERSONAL = frozenset({"community", "name", "seats_each"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    host = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60)
    seats_each = models.PositiveSmallIntegerField(default=6)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.id)


class RoundSeatQuerySet(models.QuerySet["RoundSeat"]):
    def visible_to(self, member) -> "RoundSeatQuerySet":
        """Of members whom one may see, in circles that one may see."""
        return self.filter(round__in=Round.objects.visible_to(member), member__in=Member.objects.visible_to(member))


class RoundSeat(Record):
    """A mentor sits in a circle."""

    PERSONAL = {"round": Fate.ERASE, "member": Fate.ERASE}

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")

    objects = RoundSeatQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="one_seat_a_round")]

    def __str__(self) -> str:
        return str(self.id)
