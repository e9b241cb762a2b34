"""A meeting, who takes part, the times to choose from, and what each answered."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from querbeet.communities.models.member import Member
from querbeet.core.models import Age, Fate, Record
from querbeet.core.vault import SealedText
from querbeet.meetings.enums import Length, Said, State
from querbeet.mentorships.models.mentorship import TALKING


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, member) -> "MeetingQuerySet":
        """Those one takes part in, as long as somebody else is there in one's eyes; a draft is its beginner's alone."""
        seats = Seat.objects.filter(meeting=OuterRef("pk"))
        others = seats.exclude(member=member.pk).filter(member__in=Member.objects.visible_to(member))
        mine = self.filter(Exists(seats.filter(member=member.pk)), Exists(others), community=member.community_id)
        return mine.filter(~Q(state=State.DRAFT) | Q(asked_by=member.pk))

    def under_way(self) -> "MeetingQuerySet":
        """Those of groups, and of mentorships in which people may talk now: not while one rests, not after its end."""
        return self.filter(Q(mentorship=None) | Q(mentorship__state__in=TALKING))


class Meeting(Record):
    """People of a mentorship, or of a group that a package above knows by the id in `group`, meet.

    While times are asked for, `expires_at` ends the wait; once one is agreed, `settles_at` does.
    """

    PERSONAL = {
        "mentorship": Fate.ERASE,
        "group": Fate.ERASE,
        "asked_by": Fate.ERASE,
        "minutes": Fate.ERASE,
        "state": Fate.ERASE,
        "shared": Fate.ERASE,
        "starts_at": Fate.ERASE,
        "ends_at": Fate.ERASE,
        "expires_at": Fate.ERASE,
        "settles_at": Fate.ERASE,
        "reminded_at": Fate.ERASE,
        "changed_at": Fate.ERASE,
        "revision": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"community"})
    AGE = Age(since="changed_at", days=365)

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    mentorship = models.ForeignKey(
        "mentorships.Mentorship", models.CASCADE, null=True, blank=True, related_name="meetings"
    )
    group = models.UUIDField(null=True, blank=True)
    asked_by = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(choices=Length.choices, default=Length.HOUR)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    shared = models.BooleanField(default=True)  # the times suited everybody's week; else they are a compromise
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    settles_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    revision = models.PositiveSmallIntegerField(default=0)  # how often the agreed time changed, for calendars

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(mentorship=None) ^ Q(group=None), name="meeting_of_one_thing"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CONFIRMED, State.HELD, State.MISSED])
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at"), settles_at__isnull=False),
                name="agreed_meeting_has_times",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="meetings_that_wait"),
            models.Index(fields=["state", "ends_at"], name="meetings_by_end"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def people(self) -> list[Member]:
        """Everybody who takes part. Needs `seats__member` loaded."""
        return [seat.member for seat in self.seats.all()]


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, member) -> "SeatQuerySet":
        """One's own, and those of people one may see in meetings one may see."""
        there = Q(member__in=Member.objects.visible_to(member))
        return self.filter(there, meeting__in=Meeting.objects.visible_to(member))


class Seat(Record):
    """Somebody takes part. While a time is agreed, `during` holds it: the database lets nobody be at two meetings.

    `uid` names the meeting in this person's calendar alone, so that two calendars cannot be laid side by side.
    """

    PERSONAL = {"meeting": Fate.ERASE, "member": Fate.ERASE, "uid": Fate.ERASE, "during": Fate.ERASE}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    during = DateTimeRangeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_seat_a_meeting"),
            ExclusionConstraint(
                name="nobody_meets_twice_at_once",
                expressions=[("member", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, member) -> "SlotQuerySet":
        """Those of meetings one may see; what was not sent is the beginner's alone, as the draft is."""
        return self.filter(meeting__in=Meeting.objects.visible_to(member))


class Slot(Record):
    """A time to choose from."""

    PERSONAL = {"meeting": Fate.ERASE, "starts_at": Fate.ERASE}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["meeting", "starts_at"], name="one_slot_a_time")]

    def __str__(self) -> str:
        return str(self.id)


class OwnQuerySet(models.QuerySet):
    def visible_to(self, member):
        """One's own alone."""
        return self.filter(member=member.pk)


class Reply(Record):
    """Which of the times suit one person. The others never read it."""

    PERSONAL = {"meeting": Fate.ERASE, "member": Fate.ERASE, "slots": Fate.ERASE}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    slots = ArrayField(models.UUIDField(), default=list)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="one_reply_a_meeting")]

    def __str__(self) -> str:
        return str(self.id)


class Word(Record):
    """What one person says about whether a meeting took place. The others never read it."""

    PERSONAL = {"meeting": Fate.ERASE, "member": Fate.ERASE, "said": Fate.ERASE}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="words")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    said = models.CharField(max_length=8, choices=Said.choices)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="one_word_a_meeting")]

    def __str__(self) -> str:
        return str(self.id)


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, member) -> "PlaceQuerySet":
        """Those of meetings one may see, by people one may see."""
        there = Member.objects.visible_to(member)
        return self.filter(told_by__in=there, meeting__in=Meeting.objects.visible_to(member))


class Place(Record):
    """Where a meeting takes place: words, or somebody's own link for video. Sealed; it belongs to whoever told it."""

    PERSONAL = {"meeting": Fate.ERASE, "told_by": Fate.ERASE, "words": Fate.ERASE, "link": Fate.ERASE}

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="place")
    told_by = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")
    words = SealedText(owner="told_by_id", max_length=500)
    link = SealedText(owner="told_by_id", max_length=500)

    objects = PlaceQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class Search(Record):
    """Somebody looked for times. Kept for a week, to be counted: each answer tells a little about the others' weeks."""

    PERSONAL = {"member": Fate.ERASE}
    AGE = Age("created_at", days=7)

    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="+")

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
