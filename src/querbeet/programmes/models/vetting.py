"""What a programme has checked before people are matched, and with what result; never the document itself."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from querbeet.core.models import Fate, Record
from querbeet.programmes.enums import Asked, VettingKind
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import OfProgrammeQuerySet, Programme


class VettingStep(Record):
    """One thing that is checked: of whom, and for how many months a result holds (None: for good)."""

    IMPERSONAL = frozenset({"programme", "position", "kind", "label", "asked", "valid_months"})

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="vetting_steps")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=VettingKind.choices, default=VettingKind.TALK)
    label = models.CharField(max_length=80, blank=True)
    asked = models.CharField(max_length=8, choices=Asked.choices, default=Asked.MENTOR)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def name(self) -> str:
        """What to call it: the coordinators' own words, or the kind."""
        return self.label or str(VettingKind(self.kind).label)


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, member) -> "CheckQuerySet":
        """One's own; for coordinators those of everybody whom they see in their programmes."""
        mine = Q(participant__member=member.pk)
        if not member.coordinates:
            return self.filter(mine)
        people = Participant.objects.visible_to(member).filter(pk=OuterRef("participant"))
        return self.filter(mine | Exists(people))


class Check(Record):
    """The result of one step for one person. A new one takes the place of the last; `second`: who confirmed it."""

    PERSONAL = {
        "participant": Fate.ERASE,
        "step": Fate.ERASE,
        "passed": Fate.ERASE,
        "checked_on": Fate.ERASE,
        "expires_on": Fate.ERASE,
        "by": Fate.DETACH,
        "second": Fate.DETACH,
    }

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="checks")
    step = models.ForeignKey(VettingStep, models.CASCADE, related_name="checks")
    passed = models.BooleanField()
    checked_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    second = models.ForeignKey("communities.Member", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("by")), name="two_people_are_two"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("checked_on")), name="check_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
