"""A member: the persona of one person in one community, and what it tells about itself to whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.enums import Audience, Kind, Role, Status
from querbeet.communities.models import bounds
from querbeet.communities.models.bounds import Block
from querbeet.communities.models.community import Agreement, Community
from querbeet.core.ids import public_key
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, member: "Member") -> "MemberQuerySet":
        """Members of the same community whom `member` may know of: arrived, active, no block in either direction.

        Someone taking a break stays visible to their current matches; everybody else sees them as gone.
        """
        return self.filter(community=member.community_id).filter(Q(pk=member.pk) | self._present_for(member))

    def _present_for(self, member: "Member") -> Q:
        mine = bounds.of(member)
        there = Q(status=Status.ACTIVE) | Q(status=Status.PAUSED, pk__in=mine.matches)
        return ~Q(pk__in=mine.apart) & there & Q(onboarded_at__isnull=False)

    def suspended_for(self, steward: "Member") -> "MemberQuerySet":
        """Members whom stewards shut out, for stewards, who may let them in again."""
        shut_out = self.filter(community=steward.community_id, status=Status.SUSPENDED)
        return shut_out if steward.stewards else self.none()

    def blocked_by(self, member: "Member") -> "MemberQuerySet":
        """Whom `member` blocked, as far as they are still there; needs the purpose 'blocks'."""
        mine = Block.objects.filter(blocker=member.pk, blocked=OuterRef("pk"))
        theirs = Block.objects.filter(blocker=OuterRef("pk"), blocked=member.pk)
        return self.filter(Exists(mine), ~Exists(theirs), status=Status.ACTIVE, onboarded_at__isnull=False)


class Member(Record):
    """A persona. It does not know its account: the link is a row of its own that only the owner can read."""

    PERSONAL = {
        "key": Fate.ERASE,
        "display_name": Fate.ERASE,
        "status": Fate.ERASE,
        "status_since": Fate.ERASE,
        "earlier_status": Fate.ERASE,
        "roles": Fate.ERASE,
        "onboarded_at": Fate.ERASE,
        "adult_confirmed_at": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey(Community, models.CASCADE, related_name="members")
    key = models.CharField(max_length=16, unique=True, default=public_key, editable=False)
    display_name = models.CharField(max_length=60, blank=True)  # empty until the person says what to call them
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_since = models.DateTimeField(auto_now_add=True)
    earlier_status = models.CharField(
        max_length=10, choices=Status.choices, blank=True
    )  # what a lifted suspension restores
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list, blank=True)
    onboarded_at = models.DateTimeField(null=True, blank=True)
    adult_confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["community", "status"], name="members_of_community")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def coordinates(self) -> bool:
        return Role.COORDINATOR in self.roles

    @property
    def stewards(self) -> bool:
        return Role.STEWARD in self.roles


class PersonaQuerySet(models.QuerySet["Persona"]):
    def visible_to(self, member: Member) -> "PersonaQuerySet":
        """One's own link alone."""
        return self.filter(member=member.pk)


class Persona(Record):
    """Whose persona a member is. Readable by that account alone."""

    PERSONAL = {"account": Fate.ERASE, "member": Fate.ERASE}

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="personas")
    member = models.OneToOneField(Member, models.CASCADE, related_name="persona")

    objects = PersonaQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class FacetQuerySet(models.QuerySet["Facet"]):
    def for_matching(self, coordinator: Member) -> "FacetQuerySet":
        """What a matching run may use: all but "only me". Needs the purpose 'matching'; never shown to anybody."""
        present = Member.objects.visible_to(coordinator).filter(pk=OuterRef("member"))
        usable = self.filter(Exists(present)).exclude(audience=Audience.ONLY_ME)
        return usable if coordinator.coordinates else self.none()

    def reaching_audiences(self, member: Member, audiences: "frozenset[Audience]") -> "FacetQuerySet":
        """What `member` shows to somebody who belongs to these audiences."""
        return self.filter(member=member.pk, audience__in=audiences)

    def visible_to(self, member: Member) -> "FacetQuerySet":
        """Facets of visible members whose audience includes `member`."""
        visible = Member.objects.visible_to(member).filter(pk=OuterRef("member"))
        return self.filter(Q(member=member.pk) | Exists(visible) & self.reaching(member))

    @staticmethod
    def reaching(viewer: Member) -> Q:
        """The audiences of each row's member that `viewer` belongs to."""
        mine = bounds.of(viewer)
        return (
            Q(audience=Audience.COMMUNITY)
            | Q(audience=Audience.MATCHES, member__in=mine.matches)
            | Q(audience=Audience.CIRCLES, member__in=mine.circles)
        )


class Facet(Record):
    """One thing a member says about themself, with its own audience. Sealed: the database cannot list who is what."""

    PERSONAL = {
        "member": Fate.ERASE,
        "kind": Fate.ERASE,
        "value": Fate.ERASE,
        "audience": Fate.ERASE,
        "position": Fate.ERASE,
    }

    member = models.ForeignKey(Member, models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = SealedText(owner="member_id", max_length=2000)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ONLY_ME)
    position = models.PositiveSmallIntegerField(default=0)

    objects = FacetQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "position"], name="one_facet_a_place", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class AcceptanceQuerySet(models.QuerySet["Acceptance"]):
    def visible_to(self, member: Member) -> "AcceptanceQuerySet":
        """One's own acceptances; nobody sees who has not agreed yet."""
        return self.filter(member=member.pk)


class Acceptance(Record):
    """A member accepted one version of the agreement."""

    PERSONAL = {"member": Fate.ERASE, "agreement": Fate.ERASE}

    member = models.ForeignKey(Member, models.CASCADE, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="acceptances")

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "agreement"], name="accept_once")]

    def __str__(self) -> str:
        return str(self.id)
