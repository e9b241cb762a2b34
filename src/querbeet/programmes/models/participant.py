"""Who takes part: members who signed up, and imported people without an account."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.ids import public_key
from querbeet.core.models import Age, Fate, Record
from querbeet.core.vault import SealedJSON, SealedText
from querbeet.programmes.enums import EnrolmentState, Origin, Side
from querbeet.programmes.models.programme import Programme

ENDED = [state.value for state in EnrolmentState.ended()]


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
        """Who has not stepped out, been declined or finished."""
        return self.exclude(state__in=EnrolmentState.ended())

    def in_pool(self) -> "ParticipantQuerySet":
        """Whom matching may take: they are in the pool, so a place of theirs is free."""
        return self.filter(state=EnrolmentState.POOL)


class Participant(Record):
    """The enrolment of one person on one side of a programme. A member's name is read from the member, never kept here.

    `reference` tells people apart: the identification of the spreadsheet, or a random key.
    `since`: when it came into its state, `taken`: how many places are in use; both are written by transitions alone.
    `asked` and `said`: what coordinators wanted to know more about, and the answer.
    `contact` and `answers` are sealed with the key of the programme: imported people have none of their own.
    `vetted_until`: the last day on which everything that was checked is still valid.
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
        "state": Fate.ERASE,
        "since": Fate.ERASE,
        "reminded_at": Fate.ERASE,
        "taken": Fate.ERASE,
        "asked": Fate.ERASE,
        "said": Fate.ERASE,
        "vetted_until": Fate.ERASE,
        "invited_at": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"programme", "batch"})
    AGE = Age(since="since", days=365, where={"member": None, "state__in": ENDED})  # who has no account cannot leave

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="participants")
    side = models.CharField(max_length=8, choices=Side.choices)
    reference = models.CharField(max_length=200, default=public_key)
    name = models.CharField(max_length=200, blank=True)
    contact = SealedText(owner="programme_id", blank=True, max_length=254)
    answers = SealedJSON(owner="programme_id", default=dict, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    member = models.ForeignKey("communities.Member", models.CASCADE, null=True, blank=True, related_name="enrolments")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    batch = models.ForeignKey("ImportBatch", models.SET_NULL, null=True, blank=True, related_name="participants")
    state = models.CharField(max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.SUBMITTED)
    since = models.DateTimeField(default=clock.now, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    taken = models.PositiveSmallIntegerField(default=0)
    asked = SealedText(owner="member_id", blank=True, max_length=2000)
    said = SealedText(owner="member_id", blank=True, max_length=4000)
    vetted_until = models.DateField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "reference"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "side",
                Lower("reference"),
                condition=~Q(state__in=ENDED),
                name="one_participant_a_reference",
            ),
            models.UniqueConstraint(
                fields=["programme", "side", "member"], condition=~Q(state__in=ENDED), name="enrol_once_a_side"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def shown_name(self) -> str:
        """The name to print: a member's current one. Needs `member` loaded."""
        return self.member.display_name if self.member else self.name or self.reference

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def places(self) -> int:
        """How many partners they have at most. Needs `programme` loaded."""
        return self.programme.each(self.side) if self.capacity is None else self.capacity

    @property
    def free_places(self) -> int:
        """How many more partners they can have. Needs `programme` loaded."""
        return max(0, self.places - self.taken)
