"""Check-ins, the pulse that comes of them, and how a mentoring is doing from outside."""

from django.db import models

from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText
from querbeet.growth.enums import CheckState
from querbeet.mentorships.models.mentorship import Mentorship


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, member) -> "CheckInQuerySet":
        """One's own alone, in mentorings that one may see."""
        return self.filter(member=member.pk, mentorship__in=Mentorship.objects.visible_to(member))


class CheckIn(Record):
    """One person is asked alone how their mentoring goes. The answers are sealed, and read by nobody else."""

    PERSONAL = {
        "mentorship": Fate.ERASE,
        "member": Fate.ERASE,
        "day": Fate.ERASE,
        "state": Fate.ERASE,
        "due_at": Fate.ERASE,
        "ends_at": Fate.ERASE,
        "answered_at": Fate.ERASE,
        "answers": Fate.ERASE,
    }

    mentorship = models.ForeignKey("mentorships.Mentorship", models.CASCADE, related_name="checks")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    day = models.PositiveSmallIntegerField()  # since the mentoring began
    state = models.CharField(max_length=8, choices=CheckState.choices, default=CheckState.PLANNED)
    due_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answers = SealedText(owner="member_id", max_length=400)  # JSON: the code of each answer

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "member", "day"], name="one_check_a_day")]
        indexes = [models.Index(fields=["state", "due_at"], name="checks_that_wait")]

    def __str__(self) -> str:
        return str(self.id)


class OfMentorshipQuerySet(models.QuerySet):
    def visible_to(self, member):
        """For coordinators, of mentorings that they may see."""
        here = self.filter(mentorship__in=Mentorship.objects.visible_to(member))
        return here if member.coordinates else here.none()


class Pulse(Record):
    """Could a mentoring use a hand, by what was answered about one day? Of all answers together, and of nobody's alone.

    It is shown when the time to answer is over, whoever answered when; so its appearing tells nothing about anybody.
    """

    PERSONAL = {"mentorship": Fate.DETACH, "day": Fate.DETACH, "low": Fate.DETACH, "shown_at": Fate.DETACH}

    mentorship = models.ForeignKey("mentorships.Mentorship", models.CASCADE, related_name="pulses")
    day = models.PositiveSmallIntegerField()
    low = models.BooleanField(default=False)
    shown_at = models.DateTimeField()

    objects = OfMentorshipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "day"], name="one_pulse_a_day")]

    def __str__(self) -> str:
        return str(self.id)


class Health(Record):
    """How a mentoring is doing, reckoned every night from dates alone."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "silent": Fate.DETACH,
        "without_meeting": Fate.DETACH,
        "low": Fate.DETACH,
        "asked_at": Fate.DETACH,
        "change_offered_at": Fate.DETACH,
        "reckoned_at": Fate.DETACH,
    }

    mentorship = models.OneToOneField("mentorships.Mentorship", models.CASCADE, related_name="health")
    silent = models.PositiveSmallIntegerField(default=0)  # 0, 14, 21 or 28 days
    without_meeting = models.BooleanField(default=False)
    low = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    change_offered_at = models.DateTimeField(null=True, blank=True)
    reckoned_at = models.DateTimeField()

    objects = OfMentorshipQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
