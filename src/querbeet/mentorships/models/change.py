"""Coordinators offer a change: the two come to a good end, and who is mentored is suggested to somebody else."""

from django.db import models
from django.db.models import Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Age, Fate, Record
from querbeet.mentorships.enums import Changing
from querbeet.mentorships.models.mentorship import Mentorship


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, member: Member) -> "ChangeQuerySet":
        """For the coordinators; the two see the question that is put to each of them, see `Answer`."""
        here = self.filter(mentorship__in=Mentorship.objects.visible_to(member))
        return here if member.coordinates else here.none()


class Change(Record):
    """A change that was offered to the people of a mentorship. A hand-over is a pair that stands in line behind it."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "by": Fate.DETACH,
        "state": Fate.DETACH,
        "ends_at": Fate.DETACH,
        "ended_at": Fate.DETACH,
    }
    AGE = Age(since="ended_at", days=365)

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="changes")
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=Changing.choices, default=Changing.OFFERED)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=Q(state=Changing.OFFERED), name="one_change_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
