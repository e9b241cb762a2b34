"""What members are good at in their own words, and others who say the same."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.enums import Audience
from querbeet.communities.models import audiences
from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record


class StrengthQuerySet(models.QuerySet["Strength"]):
    def visible_to(self, member) -> "StrengthQuerySet":
        """One's own, and what members one may see show to an audience one belongs to."""
        return self.filter(audiences.shown_to(member))


class Strength(Record):
    """Something a member can do well, in their own words."""

    PERSONAL = {"member": Fate.ERASE, "text": Fate.ERASE, "audience": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="strengths")
    text = models.CharField(max_length=80)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ONLY_ME)

    objects = StrengthQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["member", "text"], name="one_strength_a_text")]

    def __str__(self) -> str:
        return str(self.id)


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def visible_to(self, member) -> "EndorsementQuerySet":
        """Those of visible members for visible strengths: one's own, those one was given, and those that are shown."""
        strength = Strength.objects.visible_to(member).filter(pk=OuterRef("strength"))
        giver = Member.objects.visible_to(member).filter(pk=OuterRef("by"))
        mine = Q(by=member.pk) | Exists(strength.filter(member=member.pk))
        return self.filter(Exists(strength), Exists(giver), mine | Q(shown=True))


class Endorsement(Record):
    """Somebody confirms a strength. Others see it once its owner chose to show it."""

    PERSONAL = {
        "strength": Fate.ERASE,
        "by": Fate.ERASE,
        "note": Fate.ERASE,
        "shown": Fate.ERASE,
        "decided_at": Fate.ERASE,
    }

    strength = models.ForeignKey(Strength, models.CASCADE, related_name="endorsements")
    by = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    shown = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)  # until then its owner is asked

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["strength", "by"], name="endorse_once")]

    def __str__(self) -> str:
        return str(self.id)
