"""Who takes people along outside of programmes, in which skills, and how many."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.core.models import Fate, Record
from querbeet.skills.models.vocabulary import Skill

MOST_PLACES = 20


class OpenPlaceQuerySet(models.QuerySet["OpenPlace"]):
    def visible_to(self, member: Member) -> "OpenPlaceQuerySet":
        """One's own, and those of active members whom one may see, unless they rest."""
        present = Member.objects.visible_to(member).filter(pk=OuterRef("member"), status=Status.ACTIVE)
        return self.filter(Q(member=member.pk) | Exists(present) & Q(resting=False, places__gt=0))


class OpenPlace(Record):
    """A member takes others along without a programme: as many as there are places at a time."""

    PERSONAL = {"member": Fate.ERASE, "places": Fate.ERASE, "resting": Fate.ERASE, "flash": Fate.ERASE}
    IMPERSONAL = frozenset({"community"})

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.OneToOneField("communities.Member", models.CASCADE, related_name="open_place")
    places = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(MOST_PLACES)])
    resting = models.BooleanField(default=False)
    flash = models.BooleanField(default=True)  # may be asked for a single talk too

    objects = OpenPlaceQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(places__lte=MOST_PLACES), name="places_one_can_fill")]

    def __str__(self) -> str:
        return str(self.id)


class OpenSkillQuerySet(models.QuerySet["OpenSkill"]):
    def visible_to(self, member: Member) -> "OpenSkillQuerySet":
        """Those of places that one may see."""
        return self.filter(place__in=OpenPlace.objects.visible_to(member))


class OpenSkill(Record):
    """A skill in which somebody takes others along."""

    PERSONAL = {"place": Fate.ERASE, "skill": Fate.ERASE}

    place = models.ForeignKey(OpenPlace, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")

    objects = OpenSkillQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "skill"], name="open_skill_once")]

    def __str__(self) -> str:
        return str(self.id)
