"""What each of them answered, alone."""

from django.db import models

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.mentorships.enums import Question, Reply
from querbeet.mentorships.models.mentorship import Mentorship


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, member: Member) -> "AnswerQuerySet":
        """One's own. Coordinators, who must be able to plan, see what was answered to an offer, and nothing else."""
        if not member.coordinates:
            return self.filter(member=member.pk)
        planned = self.filter(question=Question.OFFER, mentorship__in=Mentorship.objects.visible_to(member))
        return self.filter(member=member.pk) | planned


class Answer(Record):
    """What one person answered to one question. The others never read it, nor that it is there."""

    PERSONAL = {
        "mentorship": Fate.ERASE,
        "member": Fate.ERASE,
        "question": Fate.ERASE,
        "reply": Fate.ERASE,
        "answered_at": Fate.ERASE,
        "until": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"nudges"})

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="answers")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    question = models.CharField(max_length=8, choices=Question.choices)
    reply = models.CharField(max_length=12, choices=Reply.choices, default=Reply.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # how long a break is to last
    nudges = models.PositiveSmallIntegerField(default=0)  # how often its owner was reminded

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "member", "question"], name="answer_once_each")]

    def __str__(self) -> str:
        return str(self.id)
