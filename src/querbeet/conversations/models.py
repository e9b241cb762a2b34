"""Threads between members, and what they write there."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.models.bounds import since_block
from querbeet.core.models import Fate, Record
from querbeet.core.vault import SealedText


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, member) -> "ThreadQuerySet":
        """Those one takes part in."""
        return self.filter(community=member.community_id, members__contains=[member.pk])


class Thread(Record):
    """A conversation of two or more. It bears no title: it is named by who takes part, as the reader may see them.

    `members` are ids; whoever left stays among them and is a former member to the others, as is whoever is blocked.
    `about` is the id of what it belongs to, if anything (a mentorship, a circle).
    """

    PERSONAL = {"members": Fate.DETACH, "about": Fate.DETACH, "about_label": Fate.DETACH, "closed_at": Fate.DETACH}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    members = ArrayField(models.UUIDField())  # sorted, so that the same people make the same list
    about = models.UUIDField(null=True, blank=True)
    about_label = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # to be read, no longer to be written in

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_label", "about"], condition=~Q(about=None), name="one_thread_a_thing"
            ),
            models.UniqueConstraint(
                fields=["community", "members"], condition=Q(about=None), name="one_thread_for_the_same_people"
            ),
        ]
        indexes = [GinIndex(fields=["members"], name="threads_of_member")]

    def __str__(self) -> str:
        return str(self.id)

    def others(self, member) -> list:
        """The ids of everybody but this member."""
        return [pk for pk in self.members if pk != member.pk]


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, member) -> "SeatQuerySet":
        """One's own."""
        return self.filter(member=member.pk)


class Seat(Record):
    """Since when a member takes part (`created_at`): what was written before is not theirs to read."""

    PERSONAL = {"thread": Fate.ERASE, "member": Fate.ERASE}

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="seats")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="one_seat_each")]

    def __str__(self) -> str:
        return str(self.id)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, member) -> "MessageQuerySet":
        """What was written since one takes part. Of somebody who is blocked, either way, only what came before that.

        So a block looks like leaving: what was said stays, nothing new arrives.
        """
        here = Q(thread__community=member.community_id, thread__members__contains=[member.pk])
        since = Seat.objects.filter(thread=OuterRef("thread"), member=member.pk, created_at__lte=OuterRef("created_at"))
        return self.filter(here, Exists(since), ~since_block(member))


class Message(Record):
    """What one member wrote. Its author is a reference: name and pronouns are looked up when it is read."""

    PERSONAL = {
        "author": Fate.DETACH,
        "body": Fate.DETACH,
        "thread": Fate.DETACH,
        "edited_at": Fate.DETACH,
        "removed_at": Fate.DETACH,
    }

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    author = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    # Sealed with the conversation's own key, not with its author's: what was said to others stays theirs to read when
    # its author goes, unless it was taken back.
    body = SealedText(owner="thread_id", max_length=4000)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["thread", "-created_at"], name="messages_of_thread")]

    def __str__(self) -> str:
        return str(self.id)
