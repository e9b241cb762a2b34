"""A mentorship and those who take part in it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from querbeet.communities.models.member import Member
from querbeet.core.models import Age, Fate, Record
from querbeet.mentorships.enums import Shape, Side, State

# What has taken place stays with those who took part in it, even when somebody has left.
KEPT = (State.ACTIVE, State.ON_HOLD, State.ENDING, State.CLOSED)
# What takes up a place.
HELD = (State.EXPLORING, State.ACTIVE, State.ON_HOLD, State.ENDING)
OPEN = (State.PROPOSED, State.OFFERED)
OVER = (State.CLOSED, State.LAPSED)
# In which people may talk and write to each other. On hold is quiet, for whatever reason.
TALKING = (State.EXPLORING, State.ACTIVE, State.ENDING)


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def visible_to(self, member: Member) -> "MentorshipQuerySet":
        """One's own, as long as the others are there in one's eyes or it has taken place; for coordinators those of
        their community, as long as everybody is there.

        What nobody was asked yet is seen by whoever asked for it alone, also when its time is over.
        """
        absent = Partner.objects.filter(mentorship=OuterRef("pk"), left_at=None).exclude(
            member__in=Member.objects.visible_to(member)
        )
        mine = Q(Exists(Partner.objects.filter(mentorship=OuterRef("pk"), member=member.pk)))
        mine &= Q(offered_at__isnull=False) | Q(asked_by=member.pk)
        mine &= Q(state__in=KEPT) | ~Q(Exists(absent))
        here = self.filter(community=member.community_id)
        return here.filter(mine | ~Q(Exists(absent))) if member.coordinates else here.filter(mine)

    def of(self, member: Member) -> "MentorshipQuerySet":
        """Those in which this member takes part now."""
        return self.filter(Exists(Partner.objects.filter(mentorship=OuterRef("pk"), member=member.pk, left_at=None)))

    def shared_by(self, one: Member, other: Member) -> "MentorshipQuerySet":
        """Those in which both take part now."""
        return self.of(one).of(other)


class Mentorship(Record):
    """People who may learn from each other, from the first suggestion to the end. `rules.lifecycle` is its life.

    Every date is set by the step that it belongs to. What each of them answered is in `Answer`, a row of their own, so
    that nobody can tell a no from silence. Without a programme somebody asked directly.
    """

    PERSONAL = {
        "state": Fate.DETACH,
        "shape": Fate.DETACH,
        "reasons": Fate.ERASE,
        "source": Fate.DETACH,
        "asked_by": Fate.DETACH,
        "rank": Fate.DETACH,
        "offered_at": Fate.DETACH,
        "expires_at": Fate.DETACH,
        "exploring_at": Fate.DETACH,
        "decide_by": Fate.DETACH,
        "began_at": Fate.DETACH,
        "held_at": Fate.DETACH,
        "ending_at": Fate.DETACH,
        "closes_at": Fate.DETACH,
        "ended_at": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"community", "programme"})
    AGE = Age(since="ended_at", days=3 * 365)

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="mentorships")
    programme = models.ForeignKey(
        "programmes.Programme", models.CASCADE, null=True, blank=True, related_name="mentorships"
    )
    shape = models.CharField(max_length=12, choices=Shape.choices, default=Shape.ONE_TO_ONE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reasons = models.JSONField(default=list)  # [{"label": ..., "mentee": ..., "mentor": ...}]
    source = models.UUIDField(null=True, blank=True)  # the matching run it came from
    asked_by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)  # the next one in line has the lowest
    offered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    exploring_at = models.DateTimeField(null=True, blank=True)
    decide_by = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    ending_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["community", "state"], name="mentorships_of_community")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=(State.PROPOSED, State.OFFERED)) | Q(expires_at__isnull=False),
                name="an_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.EXPLORING) | Q(exploring_at__isnull=False, decide_by__isnull=False),
                name="getting_to_know_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACTIVE) | Q(began_at__isnull=False), name="what_is_under_way_began"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ENDING) | Q(ending_at__isnull=False, closes_at__isnull=False),
                name="an_ending_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.CLOSED, State.LAPSED), ended_at__isnull=False)
                | ~Q(state__in=(State.CLOSED, State.LAPSED)) & Q(ended_at=None),
                name="what_is_over_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        return reverse("mentorships:mentorship", args=[self.pk])

    @property
    def people(self) -> list[Member]:
        """Everybody who ever took part. Needs `partners__member` loaded."""
        return [partner.member for partner in self.partners.all()]

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def talking(self) -> bool:
        """May people write and meet in it now?"""
        return self.state in TALKING


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, member: Member) -> "PartnerQuerySet":
        """Those of mentorships that one may see. Their names come from `communities.queries.cards`."""
        return self.filter(mentorship__in=Mentorship.objects.visible_to(member))

    def there(self) -> "PartnerQuerySet":
        """Those who have not left it."""
        return self.filter(left_at=None)


class Partner(Record):
    """A member takes part in a mentorship, on one side. Of those who left it the row stays, without a name."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "member": Fate.ERASE,
        "side": Fate.DETACH,
        "left_at": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="partners")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="partnerships")
    side = models.CharField(max_length=8, choices=Side.choices)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["side", "created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "member"], name="take_part_once")]
        indexes = [models.Index(fields=["member", "mentorship"], name="partnerships_of_member")]

    def __str__(self) -> str:
        return str(self.id)
