"""What those in a mentorship agree on, version by version, and who has signed which."""

from django.db import models

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText
from querbeet.mentorships.models.mentorship import Mentorship

LONGEST = 1000
PARTS = ("goals", "rhythm", "channels", "boundaries", "confidence", "ending")


class OfMentorshipQuerySet(models.QuerySet):
    """What belongs to a mentorship and is for those in it alone: coordinators see states, never contents."""

    def visible_to(self, member: Member):
        return self.filter(mentorship__in=Mentorship.objects.visible_to(member).of(member))


class Agreement(Record):
    """One version. It holds when all have signed it; a change is a new version that all sign anew."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "by": Fate.DETACH,
        **dict.fromkeys(PARTS, Fate.DETACH),
    }
    IMPERSONAL = frozenset({"version"})

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    goals = SealedText(owner="by_id", max_length=LONGEST)
    rhythm = SealedText(owner="by_id", max_length=LONGEST)
    channels = SealedText(owner="by_id", max_length=LONGEST)
    boundaries = SealedText(owner="by_id", max_length=LONGEST)
    confidence = SealedText(owner="by_id", max_length=LONGEST)
    ending = SealedText(owner="by_id", max_length=LONGEST)

    objects = OfMentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "version"], name="one_version_a_number")]

    def __str__(self) -> str:
        return str(self.id)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def visible_to(self, member: Member) -> "SignatureQuerySet":
        """Those under agreements that one may read."""
        return self.filter(agreement__in=Agreement.objects.visible_to(member))


class Signature(Record):
    """A member has signed one version."""

    PERSONAL = {"agreement": Fate.DETACH, "member": Fate.ERASE}

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="sign_once")]

    def __str__(self) -> str:
        return str(self.id)
