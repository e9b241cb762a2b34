"""What members offer and wish for: one table, so that finding people is one search."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from querbeet.communities.enums import Audience
from querbeet.communities.models import audiences
from querbeet.core.models import Fate, Record
from querbeet.skills.enums import Format, Level, Side
from querbeet.skills.models.vocabulary import Skill

MOST_HOURS = 80


class ListingQuerySet(models.QuerySet):
    def visible_to(self, member) -> "ListingQuerySet":
        """One's own, and what members one may see show to an audience one belongs to."""
        return self.filter(audiences.shown_to(member))

    def reaching(self, member) -> "ListingQuerySet":
        """The same of members one may not see: only for queries that join `Member.objects.visible_to(member)`."""
        return self.filter(audiences.reaching(member))

    def for_matching(self, coordinator) -> "ListingQuerySet":
        """What a matching run may use. Needs the purpose 'matching'; never shown to anybody."""
        return self.filter(audiences.usable_for_matching(coordinator)) if coordinator.coordinates else self.none()


class Listing(Record):
    """A member offers a skill, or wishes for it."""

    PERSONAL = {
        "member": Fate.ERASE,
        "side": Fate.ERASE,
        "skill": Fate.ERASE,
        "level": Fate.ERASE,
        "format": Fate.ERASE,
        "languages": Fate.ERASE,
        "hours_a_month": Fate.ERASE,
        "note": Fate.ERASE,
        "words": Fate.ERASE,
        "audience": Fate.ERASE,
    }
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey("communities.Member", models.CASCADE, related_name="listings")
    side = models.CharField(max_length=5, choices=Side.choices)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="listings")
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    format = models.CharField(max_length=6, choices=Format.choices, default=Format.BOTH)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    note = models.TextField(blank=True, max_length=500)
    words = models.GeneratedField(
        expression=Func(F("note"), function="skills_note_document"), output_field=SearchVectorField(), db_persist=True
    )
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ONLY_ME)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "skill", "side"], name="list_a_skill_once")]
        indexes = [
            models.Index(fields=["community", "skill"], name="listings_of_skill"),
            models.Index(fields=["community"], condition=~Q(note=""), name="listings_with_note"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def level_name(self) -> str:
        return str(Level(self.level).label) if self.level else ""


class OfferManager(models.Manager.from_queryset(ListingQuerySet)):  # type: ignore[misc]
    """Offers alone."""

    side = Side.OFFER

    def get_queryset(self) -> ListingQuerySet:
        return super().get_queryset().filter(side=self.side)

    def create(self, **fields: Any) -> Listing:
        return super().create(side=self.side, **fields)


class WishManager(OfferManager):
    """Wishes alone."""

    side = Side.WISH


class Offer(Listing):
    """Something a member can share."""

    objects = OfferManager()  # type: ignore[misc]

    class Meta:
        proxy = True


class Wish(Listing):
    """Something a member would like to learn or be helped with."""

    objects = WishManager()  # type: ignore[misc]

    class Meta:
        proxy = True
