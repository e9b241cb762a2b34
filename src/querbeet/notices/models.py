"""What a member is told, and whether they want mail about it."""

from django.db import models
from django.db.models import Q

from querbeet.core.models import Age, Fate, Record
from querbeet.notices.enums import Rhythm


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, member) -> "NoticeQuerySet":
        """One's own, newest first."""
        return self.filter(member=member.pk)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(Record):
    """There is news of one kind about one thing. Its words are made when it is read, from what may be seen then.

    `about` is the id of a thing above, whatever table it is in: the kind knows. `occasion` tells apart several news of
    one kind about the same thing ("day 30").
    """

    PERSONAL = {
        "member": Fate.ERASE,
        "kind": Fate.ERASE,
        "about": Fate.ERASE,
        "occasion": Fate.ERASE,
        "told_at": Fate.ERASE,
        "read_at": Fate.ERASE,
        "mailed_at": Fate.ERASE,
    }
    AGE = Age(since="told_at", days=180)

    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    about = models.UUIDField()
    occasion = models.CharField(max_length=20, blank=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["member", "kind", "about", "occasion"], name="told_once")]
        indexes = [models.Index(fields=["member"], condition=Q(read_at=None), name="notices_unread")]

    def __str__(self) -> str:
        return str(self.id)


class ChannelQuerySet(models.QuerySet["Channel"]):
    def visible_to(self, member) -> "ChannelQuerySet":
        """One's own."""
        return self.filter(member=member.pk)


class Channel(Record):
    """A member wants mail about some kinds of news. Who wants none has no row: nothing links member and account then.

    `kinds` names each kind that was chosen, {"conversations.written": "digest"}; whatever is missing in it is told on
    the site alone, so that a kind which comes with an update never writes to anybody by itself. `look_at` is the next
    moment at which there may be something to send.
    """

    PERSONAL = {
        "member": Fate.ERASE,
        "account": Fate.ERASE,
        "site": Fate.ERASE,
        "kinds": Fate.ERASE,
        "rhythm": Fate.ERASE,
        "quiet_from": Fate.ERASE,
        "quiet_until": Fate.ERASE,
        "digested_at": Fate.ERASE,
        "sent_at": Fate.ERASE,
        "look_at": Fate.ERASE,
        "failures": Fate.ERASE,
    }

    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="+")
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    site = models.CharField(max_length=255)  # where this person signs in: "https://garden.example"
    kinds = models.JSONField(default=dict)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.DAILY)
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)  # hour of the member's day
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    digested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = ChannelQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
