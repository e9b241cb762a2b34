"""Runs of matching: what was asked, which pairs came out, who stayed without."""

from typing import Self

from django.db import models
from django.urls import reverse

from querbeet.core.models import Age, Fate, Record
from querbeet.matching.enums import Mark, RunState, Why
from querbeet.programmes.enums import Objective, Side
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme


class RunQuerySet(models.QuerySet):
    """Rows of programmes of one's community, for coordinators alone."""

    def visible_to(self, member) -> Self:
        here = self.filter(programme__in=Programme.objects.visible_to(member))
        return here if member.coordinates else self.none()


class Run(Record):
    """One run. `rules` is the rule set it was made with, as TOML, without the pairs that are kept apart."""

    PERSONAL = {"by": Fate.DETACH}
    IMPERSONAL = frozenset(
        {
            "programme",
            "number",
            "state",
            "objective",
            "seed",
            "rules",
            "figures",
            "progress",
            "refusal",
            "finished_at",
            "started_at",
            "published_at",
        }
    )
    AGE = Age(since="created_at", days=365)

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    objective = models.CharField(max_length=10, choices=Objective.choices)
    seed = models.PositiveIntegerField(default=0)
    rules = models.TextField(blank=True)
    figures = models.JSONField(default=dict)  # counts and points; see `queries.Figures`
    progress = models.CharField(max_length=40, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_run_a_number")]

    def __str__(self) -> str:
        return str(self.id)

    def get_absolute_url(self) -> str:
        return reverse("matching:run", args=[self.programme_id, self.pk])

    @property
    def finished(self) -> bool:
        return self.state in (RunState.DONE, RunState.PUBLISHED)

    @property
    def under_way(self) -> bool:
        return self.state in (RunState.WAITING, RunState.WORKING)


class OfRunQuerySet(models.QuerySet):
    def visible_to(self, member) -> Self:
        """Coordinators only, and only people who are there in their eyes."""
        people = Participant.objects.visible_to(member)
        here = self.filter(run__in=Run.objects.visible_to(member))
        return self._among(here, people) if member.coordinates else self.none()

    def _among(self, rows, people):
        raise NotImplementedError


class PairQuerySet(OfRunQuerySet):
    def _among(self, rows, people):
        return rows.filter(mentee__in=people, mentor__in=people)


class Pair(Record):
    """Two people that a run put together: their fit in points, and the points of each wish."""

    PERSONAL = {
        "mentee": Fate.ERASE,
        "mentor": Fate.ERASE,
        "fit": Fate.ERASE,
        "worth": Fate.ERASE,
        "pinned": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"run"})

    run = models.ForeignKey(Run, models.CASCADE, related_name="pairs")
    mentee = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    mentor = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    fit = models.FloatField()
    worth = models.JSONField(default=list)
    pinned = models.BooleanField(default=False)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "mentee", "mentor"], name="pair_once_a_run")]

    def __str__(self) -> str:
        return str(self.id)


class Reserve(Record):
    """Two people of a run who would come next: the lower the rank, the earlier, for each mentee from 1 on.

    They are asked when what the mentee was offered has come to nothing and the mentor has room.
    """

    PERSONAL = {
        "mentee": Fate.ERASE,
        "mentor": Fate.ERASE,
        "fit": Fate.ERASE,
        "worth": Fate.ERASE,
        "rank": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"run"})

    run = models.ForeignKey(Run, models.CASCADE, related_name="reserves")
    mentee = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    mentor = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    fit = models.FloatField()
    worth = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField()

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "-fit", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "mentee", "mentor"], name="reserve_once_a_run")]

    def __str__(self) -> str:
        return str(self.id)


class LeftQuerySet(OfRunQuerySet):
    def _among(self, rows, people):
        return rows.filter(participant__in=people)


class Left(Record):
    """Somebody whom a run left without a match, and why."""

    PERSONAL = {
        "participant": Fate.ERASE,
        "why": Fate.ERASE,
        "rule": Fate.ERASE,
        "count": Fate.ERASE,
        "side": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"run"})

    run = models.ForeignKey(Run, models.CASCADE, related_name="left")
    participant = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    why = models.CharField(max_length=10, choices=Why.choices)
    rule = models.PositiveSmallIntegerField(null=True, blank=True)
    count = models.PositiveIntegerField(default=0)

    objects = LeftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "participant"], name="left_once_a_run")]

    def __str__(self) -> str:
        return str(self.id)


class MarkingQuerySet(RunQuerySet):
    def visible_to(self, member) -> Self:
        people = Participant.objects.visible_to(member)
        return super().visible_to(member).filter(mentee__in=people, mentor__in=people)


class Marking(Record):
    """A pair that coordinators want always, or never, in the runs of a programme."""

    PERSONAL = {"mentee": Fate.ERASE, "mentor": Fate.ERASE, "mark": Fate.ERASE, "by": Fate.DETACH}
    IMPERSONAL = frozenset({"programme"})

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="markings")
    mentee = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    mentor = models.ForeignKey("programmes.Participant", models.CASCADE, related_name="+")
    mark = models.CharField(max_length=10, choices=Mark.choices)
    by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, related_name="+")

    objects = MarkingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "mentee", "mentor"], name="one_mark_a_pair")]

    def __str__(self) -> str:
        return str(self.id)
