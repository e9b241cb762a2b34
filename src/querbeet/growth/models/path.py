"""Where somebody is on the way to passing on, and who looks over whose shoulder."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText
from querbeet.growth.enums import CompanyState, PathState


class OwnQuerySet(models.QuerySet):
    def visible_to(self, member):
        """One's own alone."""
        return self.filter(member=member.pk)


class Path(Record):
    """A member's own way. Nobody else sees it."""

    PERSONAL = {"member": Fate.ERASE, "state": Fate.ERASE, "since": Fate.ERASE, "asks_at": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="path")
    state = models.CharField(max_length=10, choices=PathState.choices, default=PathState.MENTEE)
    since = models.DateTimeField()
    asks_at = models.DateTimeField(null=True, blank=True)  # not before that is the next step mentioned again

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class SelfCheck(Record):
    """Thoughts about the next step, for oneself alone: there is no score."""

    PERSONAL = {"member": Fate.ERASE, "ticked": Fate.ERASE, "words": Fate.ERASE, "changed_at": Fate.ERASE}

    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="+")
    ticked = SealedText(owner="member_id", max_length=200)  # keys, separated by blanks
    words = SealedText(owner="member_id", max_length=2000)
    changed_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class GuideQuerySet(models.QuerySet["Guide"]):
    def visible_to(self, member) -> "GuideQuerySet":
        """One's own, and those of active members whom one may see."""
        there = Member.objects.visible_to(member).filter(pk=OuterRef("member"), status=Status.ACTIVE)
        return self.filter(Q(member=member.pk) | Exists(there))


class Guide(Record):
    """Somebody who mentors lets others look over their shoulder."""

    PERSONAL = {"member": Fate.ERASE, "words": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="+")
    words = SealedText(owner="member_id", max_length=300)

    objects = GuideQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, member) -> "CompanyQuerySet":
        """One's own, as long as the other is there in one's eyes."""
        there = Member.objects.visible_to(member)
        return self.filter(Q(learner=member.pk, guide__in=there) | Q(guide=member.pk, learner__in=there))


class Company(Record):
    """A learner looks over a guide's shoulder: talks about mentoring, and nothing of what a mentee confides."""

    PERSONAL = {"learner": Fate.ERASE, "guide": Fate.ERASE, "state": Fate.ERASE, "ends_at": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    learner = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    guide = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=CompanyState.choices, default=CompanyState.ASKED)
    ends_at = models.DateTimeField()

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(learner=F("guide")), name="nobody_guides_themself"),
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(state__in=[CompanyState.ASKED, CompanyState.TOGETHER]),
                name="one_guide_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Declined(Record):
    """A guide said "not now". The learner never reads it: to them it looks like waiting, until the clock ends it."""

    PERSONAL = {"member": Fate.ERASE, "company": Fate.ERASE}

    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    company = models.OneToOneField(Company, models.CASCADE, related_name="declined")

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
