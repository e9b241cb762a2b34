"""A community, what its members agree to, and how one gets in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from querbeet.communities.enums import Role
from querbeet.core.models import Age, Fate, Record
from querbeet.core.vault import SealedText


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, member) -> "CommunityQuerySet":
        """The one a member belongs to."""
        return self.filter(pk=member.community_id)


class Community(Record):
    """The boundary of everything: every row of the domain belongs to one community."""

    IMPERSONAL = frozenset({"name", "purpose", "languages", "min_age", "time_zone"})

    name = models.CharField(max_length=80)
    purpose = models.TextField(blank=True, max_length=2000)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    min_age = models.PositiveSmallIntegerField(default=18)
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")

    objects = CommunityQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, member) -> "AgreementQuerySet":
        """All versions of one's own community."""
        return self.filter(community=member.community_id)


class Agreement(Record):
    """One version of the code of conduct; the newest is the one that counts, older ones stay readable."""

    IMPERSONAL = frozenset({"community", "version", "texts"})

    community = models.ForeignKey(Community, models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField()
    texts = models.JSONField()  # {"de": "...", "en": "..."}

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["community", "version"], name="one_agreement_a_version")]

    def __str__(self) -> str:
        return f"v{self.version}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, member) -> "InvitationQuerySet":
        """Coordinators see the invitations of their community, others the ones they wrote."""
        own = self.filter(community=member.community_id)
        return own if member.coordinates else own.filter(created_by=member)


class Invitation(Record):
    """A way in: single use, expiring, revocable. Only a hash of the code is kept."""

    PERSONAL = {"created_by": Fate.DETACH, "note": Fate.ERASE, "used_by": Fate.DETACH}
    IMPERSONAL = frozenset({"community", "code_hash", "roles", "expires_at", "used_at", "revoked_at"})
    AGE = Age(since="expires_at", days=90)

    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list, blank=True)
    note = SealedText(owner="created_by_id", max_length=80, blank=True)  # "from the Tuesday group"
    created_by = models.ForeignKey("Member", models.SET_NULL, null=True, related_name="+")
    used_by = models.ForeignKey("Member", models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.id)
