"""Who passed on to whom, as far as both want it to be seen; and one figure of a community."""

from django.db import models
from django.db.models import F, Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.growth.models.path import OwnQuerySet


class Consent(Record):
    """One of two wants it to be seen that one learned from the other. The other never reads it."""

    PERSONAL = {"mentorship": Fate.ERASE, "mentor": Fate.ERASE, "mentee": Fate.ERASE, "member": Fate.ERASE}

    mentorship = models.ForeignKey("mentorships.Mentorship", models.CASCADE, related_name="+")
    mentor = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    mentee = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "mentor", "mentee", "member"], name="consent_once"),
            models.CheckConstraint(condition=Q(member=F("mentor")) | Q(member=F("mentee")), name="consent_is_ones_own"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BranchQuerySet(models.QuerySet["Branch"]):
    def visible_to(self, member) -> "BranchQuerySet":
        """Those between members who are both there in one's eyes; whoever is gone leaves no gap."""
        there = Member.objects.visible_to(member)
        return self.filter(community=member.community_id, mentor__in=there, mentee__in=there)


class Branch(Record):
    """Both said yes: one learned from the other, and the community may see it."""

    PERSONAL = {"mentorship": Fate.ERASE, "mentor": Fate.ERASE, "mentee": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    mentorship = models.ForeignKey("mentorships.Mentorship", models.CASCADE, related_name="branches")
    mentor = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    mentee = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "mentor", "mentee"], name="branch_once"),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="nobody_grows_from_themself"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, member) -> "FigureQuerySet":
        """Those of one's community."""
        return self.filter(community=member.community_id)


class Figure(Record):
    """Of those who were mentees here, how many pass it on: reckoned once a month for all readers alike.

    `percent` empty: too few to say.
    """

    IMPERSONAL = frozenset({"community", "percent", "reckoned_at"})

    community = models.OneToOneField("communities.Community", models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    reckoned_at = models.DateTimeField()

    objects = FigureQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
