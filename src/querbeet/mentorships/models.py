"""Two members are proposed to each other; each answers alone."""

from django.db import models
from django.db.models import F, Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.mentorships.enums import Reply, Side, State


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, member) -> "ProposalQuerySet":
        """One's own, as long as the other is there in one's eyes; coordinators see those of their community."""
        present = Member.objects.visible_to(member)
        here = self.filter(mentee__in=present, mentor__in=present, programme__community=member.community_id)
        return here if member.coordinates else here.filter(Q(mentee=member.pk) | Q(mentor=member.pk))


class Proposal(Record):
    """A mentor and a mentee who may become a mentorship, with the reasons that both may read.

    What either of them answered is in `Answer`, a row of their own. A proposal ends in a yes of both or with its
    clock, so that nobody can tell a no from silence.
    """

    PERSONAL = {
        "mentee": Fate.ERASE,
        "mentor": Fate.ERASE,
        "reasons": Fate.ERASE,
        "state": Fate.ERASE,
        "source": Fate.ERASE,
        "expires_at": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"programme"})

    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    mentor = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)  # [{"label": ..., "mentee": ..., "mentor": ...}]
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    source = models.UUIDField()  # the matching run it came from
    expires_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="nobody_mentors_themself"),
            models.UniqueConstraint(
                fields=["programme", "mentee", "mentor"],
                condition=~Q(state=State.LAPSED),
                name="one_open_proposal_a_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def side_of(self, member) -> Side:
        """Who this member is in the proposal."""
        return Side.MENTEE if self.mentee_id == member.pk else Side.MENTOR

    def other(self, member) -> Member:
        """The other one."""
        return self.mentor if self.side_of(member) == Side.MENTEE else self.mentee


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, member) -> "AnswerQuerySet":
        """One's own, and for coordinators those of their community, who must be able to plan."""
        here = self.filter(proposal__programme__community=member.community_id)
        return here if member.coordinates else here.filter(member=member.pk)


class Answer(Record):
    """What one of the two answered. The other never reads it."""

    PERSONAL = {"proposal": Fate.ERASE, "member": Fate.ERASE, "reply": Fate.ERASE}

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    reply = models.CharField(max_length=8, choices=Reply.choices)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="answer_once")]

    def __str__(self) -> str:
        return str(self.id)
