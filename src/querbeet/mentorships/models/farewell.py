"""Saying goodbye: what each takes along, for themself alone, and what they thank the others for."""

from django.db import models
from django.db.models import Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText
from querbeet.mentorships.models.mentorship import Mentorship

LONGEST = 2000


class FarewellQuerySet(models.QuerySet["Farewell"]):
    def visible_to(self, member: Member) -> "FarewellQuerySet":
        """One's own alone."""
        return self.filter(member=member.pk)


class Farewell(Record):
    """What one takes along from a mentorship, and whether one has said goodbye. Nobody else reads it."""

    PERSONAL = {"mentorship": Fate.ERASE, "member": Fate.ERASE, "text": Fate.ERASE, "done_at": Fate.ERASE}

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="farewells")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    text = SealedText(owner="member_id", max_length=LONGEST)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FarewellQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "member"], name="one_farewell_each")]

    def __str__(self) -> str:
        return str(self.id)


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def visible_to(self, member: Member) -> "ThanksQuerySet":
        """What one wrote, and what was written to those with whom one took part, by people who are there."""
        present = Member.objects.visible_to(member)
        received = Q(mentorship__in=Mentorship.objects.visible_to(member).of(member), by__in=present)
        return self.filter(Q(by=member.pk) | received)


class Thanks(Record):
    """A thank-you to the others of a mentorship."""

    PERSONAL = {"mentorship": Fate.ERASE, "by": Fate.ERASE, "text": Fate.ERASE}

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="thanks")
    by = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    text = SealedText(owner="by_id", max_length=LONGEST)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "by"], name="thank_once")]

    def __str__(self) -> str:
        return str(self.id)
