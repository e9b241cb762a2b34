"""A call for help: who asks, whom it is about, who may read it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from querbeet.core.models import Age, Fate, Record
from querbeet.core.vault import SealedText
from querbeet.safety.enums import State, Wish

LONGEST = 4000


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, member) -> "ReportQuerySet":
        """One's own; and for stewards or coordinators those they were chosen to read. Never whom it is about."""
        own = Q(reporter=member.pk)
        if not (member.stewards or member.coordinates):
            return self.filter(own)
        return self.filter(own | Q(readers__contains=[member.pk]), community=member.community_id)

    def open(self) -> "ReportQuerySet":
        return self.exclude(state=State.CLOSED)


class Report(Record):
    """Somebody asks the stewards for help. The person it is about never learns of it by anything here."""

    PERSONAL = {
        "reporter": Fate.ERASE,
        "about": Fate.DETACH,
        "thing_label": Fate.ERASE,
        "thing_id": Fate.ERASE,
        "words": Fate.ERASE,
        "wish": Fate.ERASE,
        "named": Fate.ERASE,
        "readers": Fate.DETACH,
        "left_out": Fate.DETACH,
        "taken_by": Fate.DETACH,
        "state": Fate.ERASE,
        "since": Fate.ERASE,
        "reminded_at": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"community"})
    AGE = Age(since="since", days=3 * 365, where={"state": State.CLOSED})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    reporter = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    about = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    thing_label = models.CharField(max_length=80, blank=True)
    thing_id = models.UUIDField(null=True)
    words = SealedText(owner="reporter_id", max_length=LONGEST)
    wish = models.CharField(max_length=8, choices=Wish.choices, default=Wish.ANSWER)
    named = models.BooleanField(default=True)  # whether readers learn who asks
    readers = ArrayField(models.UUIDField(), default=list)
    left_out = ArrayField(models.UUIDField(), default=list)  # who must never read it, also when others are looked for
    taken_by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    since = models.DateTimeField()
    reminded_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "since"], name="reports_waiting")]

    def __str__(self) -> str:
        return str(self.id)


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, member) -> "WordQuerySet":
        return self.filter(report__in=Report.objects.visible_to(member))


class Word(Record):
    """What was said later, by whoever asked or by a reader."""

    PERSONAL = {"report": Fate.ERASE, "author": Fate.ERASE, "text": Fate.ERASE}

    report = models.ForeignKey(Report, models.CASCADE, related_name="said")
    author = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    text = SealedText(owner="author_id", max_length=LONGEST)

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.id)


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, member) -> "LineQuerySet":
        return self.filter(community=member.community_id)


class Line(Record):
    """A place outside of the community that helps: a telephone number or an address, kept by coordinators."""

    IMPERSONAL = frozenset({"community", "name", "reach", "note"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    reach = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.id)
