"""A mentoring programme: what it asks, and by which rules it matches."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from querbeet.communities.enums import Kind
from querbeet.core import clock
from querbeet.core.models import Fate, Record
from querbeet.programmes.enums import Asked, Objective, QuestionKind, Rhythm, Shape, Side, State

FACETS = [(kind.value, kind.label) for kind in (Kind.LANGUAGE, Kind.REGION, Kind.TAG)]


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, member) -> "ProgrammeQuerySet":
        """Coordinators see every programme of their community, others those that are no longer a draft."""
        here = self.filter(community=member.community_id)
        return here if member.coordinates else here.exclude(state=State.DRAFT)


class Programme(Record):
    """One round of mentoring in one community, or a rolling one that matches for as long as it runs.

    `since`: when it came into its state; written by the transition alone.
    """

    IMPERSONAL = frozenset(
        {
            *("community", "name", "purpose", "state", "since", "reminded_at", "rolling"),
            *("starts_on", "ends_on", "signup_until", "mentors_each", "mentees_each", "objective"),
            *("shape", "rhythm", "lasts_weeks", "screening", "training", "training_about", "two_people"),
        }
    )

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="programmes")
    name = models.CharField(max_length=80)
    purpose = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    since = models.DateTimeField(default=clock.now, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    rolling = models.BooleanField(default=False)
    signup_until = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    mentors_each = models.PositiveSmallIntegerField(default=1)
    mentees_each = models.PositiveSmallIntegerField(default=2)
    objective = models.CharField(max_length=10, choices=Objective.choices, default=Objective.FAIR)
    shape = models.CharField(max_length=10, choices=Shape.choices, default=Shape.PAIR)
    rhythm = models.CharField(max_length=9, choices=Rhythm.choices, default=Rhythm.FORTNIGHTLY)
    lasts_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    screening = models.BooleanField(default=False)
    training = models.BooleanField(default=False)
    training_about = models.TextField(blank=True, max_length=2000)
    two_people = models.BooleanField(default=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(mentors_each__gte=1, mentees_each__gte=1), name="programme_has_room_for_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def each(self, side: str) -> int:
        """How many partners somebody on this side has at most, unless they said otherwise."""
        return self.mentors_each if side == Side.MENTEE else self.mentees_each


class OfProgrammeQuerySet(models.QuerySet):
    def visible_to(self, member) -> Self:
        """What belongs to a programme is seen by whoever sees the programme."""
        return self.filter(programme__in=Programme.objects.visible_to(member))


class Question(Record):
    """One thing that a programme asks. `columns`: further names that it may have in a spreadsheet.

    `facet`: members are not asked; what they say about themselves in the community counts, as far as they let it.
    """

    IMPERSONAL = frozenset(
        {"programme", "position", "key", "label", "kind", "asked", "choices", "shown", "needed", "columns", "facet"}
    )

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    asked = models.CharField(max_length=8, choices=Asked.choices, default=Asked.BOTH)
    choices = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    shown = models.BooleanField(default=True)
    needed = models.BooleanField(default=False)
    columns = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    facet = models.CharField(max_length=12, choices=FACETS, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="one_question_a_key")]

    def __str__(self) -> str:
        return self.key


class Rule(Record):
    """A hard rule or a wish; `settings` holds what its kind needs, as `rules.ruleset` names it."""

    IMPERSONAL = frozenset({"programme", "position", "hard", "kind", "mentee", "mentor", "only_if", "settings"})

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField(default=0)
    hard = models.BooleanField()
    kind = models.CharField(max_length=10)
    mentee = models.ForeignKey(Question, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Question, models.CASCADE, related_name="+")
    only_if = models.ForeignKey(Question, models.CASCADE, related_name="+", null=True, blank=True)
    settings = models.JSONField(default=dict)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-hard", "position", "created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class KeptApartQuerySet(models.QuerySet["KeptApart"]):
    def visible_to(self, member) -> "KeptApartQuerySet":
        """The list is the coordinators' own."""
        here = self.filter(programme__community=member.community_id)
        return here if member.coordinates else here.none()


class KeptApart(Record):
    """Two people of a programme, by their identification, whom its coordinators never match, either way round."""

    PERSONAL = {"one": Fate.ERASE, "other": Fate.ERASE}
    IMPERSONAL = frozenset({"programme"})

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="kept_apart")
    one = models.CharField(max_length=200)
    other = models.CharField(max_length=200)

    objects = KeptApartQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["programme", "one", "other"], name="kept_apart_once")]

    def __str__(self) -> str:
        return str(self.id)
