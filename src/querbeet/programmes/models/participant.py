"""Who takes part: members who signed up, and imported people without an account."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from querbeet.communities.models.member import Member
from querbeet.core.ids import public_key
from querbeet.core.models import Fate, Record
from querbeet.programmes.enums import Origin, Side
from querbeet.programmes.models.programme import Programme


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, member) -> "ParticipantQuerySet":
        """One's own; for coordinators all of their community, except members who have left in their eyes."""
        mine = Q(member=member.pk)
        if not member.coordinates:
            return self.filter(mine)
        present = Member.objects.visible_to(member).filter(pk=OuterRef("member"))
        here = Q(programme__community=member.community_id)
        return self.filter(mine | here & (Q(member=None) | Exists(present)))

    def taking_part(self) -> "ParticipantQuerySet":
        return self.filter(withdrawn_at=None)


class Participant(Record):
    """One person on one side of a programme. A member's name is read from the member, never kept here.

    `reference` tells people apart: the identification of the spreadsheet, or a random key.
    """

    PERSONAL = {
        "side": Fate.ERASE,
        "reference": Fate.ERASE,
        "name": Fate.ERASE,
        "contact": Fate.ERASE,
        "answers": Fate.ERASE,
        "capacity": Fate.ERASE,
        "member": Fate.ERASE,
        "origin": Fate.ERASE,
        "withdrawn_at": Fate.ERASE,
        "invited_at": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"programme", "batch"})

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="participants")
    side = models.CharField(max_length=8, choices=Side.choices)
    reference = models.CharField(max_length=200, default=public_key)
    name = models.CharField(max_length=200, blank=True)
    contact = models.EmailField(blank=True, max_length=254)
    answers = models.JSONField(default=dict)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    member = models.ForeignKey("communities.Member", models.CASCADE, null=True, blank=True, related_name="enrolments")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    batch = models.ForeignKey("ImportBatch", models.SET_NULL, null=True, blank=True, related_name="participants")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "reference"]
        constraints = [
            models.UniqueConstraint("programme", "side", Lower("reference"), name="one_participant_a_reference"),
            models.UniqueConstraint(fields=["programme", "side", "member"], name="enrol_once_a_side"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_name(self) -> str:
        """The name to print: a member's current one. Needs `member` loaded."""
        return self.member.display_name if self.member else self.name or self.reference
