"""Mentorships that stewards have frozen, or coordinators. To those in it, it is on hold like any other."""

from django.db import models

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.mentorships.enums import Freezing
from querbeet.mentorships.models.mentorship import Mentorship


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def visible_to(self, member: Member) -> "FreezeQuerySet":
        """For stewards and coordinators of the community, except those who are in it themselves."""
        here = self.filter(community=member.community_id)
        if not (member.stewards or member.coordinates):
            return self.none()
        return here.exclude(mentorship__partners__member=member.pk)


class Freeze(Record):
    """Stewards keep people of a mentorship apart for now. Nobody in it learns that."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "by": Fate.DETACH,
        "state": Fate.DETACH,
        "lifted_at": Fate.DETACH,
    }

    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="freezes")
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=Freezing.choices, default=Freezing.FROZEN)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=models.Q(state=Freezing.FROZEN), name="frozen_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
