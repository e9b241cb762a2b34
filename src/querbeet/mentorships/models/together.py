"""What people in a mentorship do together: goals with steps, obstacles with tips, notes. And the shelf of tips.

Everything shared is sealed with the key of the mentorship; a private note with its owner's.
"""

from datetime import UTC, datetime, time
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.models.bounds import since_block
from querbeet.communities.models.member import Member
from querbeet.core import clock
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText
from querbeet.mentorships.models.mentorship import Mentorship

LINE = 200  # signs of a title or a step
TEXT = 4000


class SharedQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """What belongs to mentorships in which one takes part; coordinators never see contents.

        Of somebody who is blocked, either way, only what was there before.
        """
        mine = Mentorship.objects.visible_to(member).of(member)
        return self.filter(mentorship__in=mine).exclude(since_block(member))


class Shared(Record):
    """A thing of all who take part. `version` counts its changes, so that nobody overwrites what they have not read."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="%(class)ss")
    author = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Goal(Shared):
    """Where somebody wants to get, with small steps."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "author": Fate.DETACH,
        "title": Fate.DETACH,
        "reached_at": Fate.DETACH,
        "let_go_at": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"version"})

    title = SealedText(owner="mentorship_id", max_length=LINE)
    reached_at = models.DateTimeField(null=True, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reached_at=None) | Q(let_go_at=None), name="reached_or_let_go")
        ]

    @property
    def open(self) -> bool:
        return self.reached_at is None and self.let_go_at is None


class Step(Shared):
    """One small step of a goal; its place in the path is the order in which steps were added."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "author": Fate.DETACH,
        "goal": Fate.DETACH,
        "text": Fate.DETACH,
        "done_at": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"version"})

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps")
    text = SealedText(owner="mentorship_id", max_length=LINE)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]


class Obstacle(Shared):
    """What is in the way: what was tried, and one next step. Getting past it is a thing to celebrate."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "author": Fate.DETACH,
        "goal": Fate.DETACH,
        "setback": Fate.DETACH,
        "text": Fate.DETACH,
        "tried": Fate.DETACH,
        "next_step": Fate.DETACH,
        "overcome_at": Fate.DETACH,
        "set_aside_at": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"version"})

    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="obstacles")
    setback = models.BooleanField(default=False)  # something went wrong, rather than: something stands there
    text = SealedText(owner="mentorship_id", max_length=TEXT)
    tried = SealedText(owner="mentorship_id", max_length=TEXT)
    next_step = SealedText(owner="mentorship_id", max_length=LINE)
    overcome_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(overcome_at=None) | Q(set_aside_at=None), name="overcome_or_set_aside")
        ]

    @property
    def open(self) -> bool:
        return self.overcome_at is None and self.set_aside_at is None


class Tip(Shared):
    """What might help with an obstacle. All who take part may agree to put the words in `offered` on the shelf.

    `agreed` are the ids of those who did. Once it lies there, nothing here says where.
    """

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "author": Fate.DETACH,
        "obstacle": Fate.DETACH,
        "text": Fate.DETACH,
        "offered": Fate.DETACH,
        "agreed": Fate.ERASE,
        "ready": Fate.DETACH,
        "shelved": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"version"})

    obstacle = models.ForeignKey(Obstacle, models.CASCADE, related_name="tips")
    text = SealedText(owner="mentorship_id", max_length=TEXT)
    offered = SealedText(owner="mentorship_id", max_length=TEXT)
    agreed = ArrayField(models.UUIDField(), default=list, blank=True)
    ready = models.BooleanField(default=False)  # everybody agreed; the next night it goes
    shelved = models.BooleanField(default=False)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["ready"], condition=Q(ready=True), name="tips_for_the_night")]


class ShreddingQuerySet(models.QuerySet["Shredding"]):
    def visible_to(self, member: Member) -> "ShreddingQuerySet":
        """One's own: nobody learns that another wants to be rid of them."""
        return self.filter(member=member.pk)


class Shredding(Record):
    """Somebody is done with the shared notes that were there by then: gone for them, and erased when all are."""

    PERSONAL = {"mentorship": Fate.ERASE, "member": Fate.ERASE, "at": Fate.ERASE}

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="+")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = ShreddingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "member"], name="shred_once_each")]

    def __str__(self) -> str:
        return str(self.id)


class NoteQuerySet(SharedQuerySet):
    def visible_to(self, member: Member) -> Self:
        """Those of one's mentorships that one has not shredded."""
        mine = Shredding.objects.filter(mentorship=OuterRef("mentorship"), member=member.pk)
        return super().visible_to(member).exclude(Exists(mine.filter(at__gte=OuterRef("created_at"))))


class Note(Shared):
    """A text that everybody in it may read and change."""

    PERSONAL = {
        "mentorship": Fate.DETACH,
        "author": Fate.DETACH,
        "text": Fate.DETACH,
        "changed_at": Fate.DETACH,
    }
    IMPERSONAL = frozenset({"version"})

    text = SealedText(owner="mentorship_id", max_length=TEXT)
    changed_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-changed_at", "pk"]


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, member: Member) -> "PrivateNoteQuerySet":
        """One's own."""
        return self.filter(member=member.pk)


class PrivateNote(Record):
    """What somebody writes down for themself about a mentorship. Nobody else reads it, nor that it is there."""

    PERSONAL = {"mentorship": Fate.ERASE, "member": Fate.ERASE, "text": Fate.ERASE}
    IMPERSONAL = frozenset({"version"})

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="+")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    text = SealedText(owner="member_id", max_length=2 * TEXT)
    version = models.PositiveIntegerField(default=0)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "member"], name="one_private_note_each")]

    def __str__(self) -> str:
        return str(self.id)


def this_morning() -> datetime:
    """Midnight: a row that tells no hour."""
    return datetime.combine(clock.now().date(), time(), UTC)


class ShelfTipQuerySet(models.QuerySet["ShelfTip"]):
    def visible_to(self, member: Member) -> "ShelfTipQuerySet":
        """Those of one's community that were not taken down."""
        return self.filter(community=member.community_id, taken_down_on=None)


class ShelfTip(Record):
    """A tip for everybody. It knows neither its authors nor their mentorship, and the hour it came is midnight."""

    IMPERSONAL = frozenset({"community", "text", "taken_down_on"})

    created_at = models.DateTimeField(default=this_morning, editable=False)
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    text = SealedText(owner="community_id", max_length=TEXT)
    taken_down_on = models.DateField(null=True, blank=True)

    objects = ShelfTipQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return str(self.id)
