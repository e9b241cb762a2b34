"""When a member usually has time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from querbeet.communities.enums import Audience
from querbeet.communities.models import audiences
from querbeet.core.models import Fate, Record


class WeekQuerySet(models.QuerySet["Week"]):
    def visible_to(self, member) -> "WeekQuerySet":
        """One's own, and what members one may see show to an audience one belongs to."""
        return self.filter(audiences.shown_to(member))

    def for_matching(self, coordinator) -> "WeekQuerySet":
        """What a matching run may use. Needs the purpose 'matching'; never shown to anybody."""
        return self.filter(audiences.usable_for_matching(coordinator)) if coordinator.coordinates else self.none()


class Week(Record):
    """A usual week in the member's own time zone; `times` are codes of `querbeet.ui.week`."""

    PERSONAL = {"member": Fate.ERASE, "times": Fate.ERASE, "audience": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="week")
    times = ArrayField(models.CharField(max_length=6), default=list)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.MATCHING)

    objects = WeekQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
