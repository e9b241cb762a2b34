"""Skills and the areas they belong to: shared vocabularies, and what a community adds for itself."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language

from querbeet.core.ids import public_key
from querbeet.core.models import Fate, Record
from querbeet.skills.enums import Source, State


def in_reader_language(texts: dict[str, str]) -> str:
    """A text by language: the reader's, else English, else any."""
    language = (get_language() or "de").partition("-")[0]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class Document(Func):
    """Words to search by, with the stemming of their language: names weigh most, then synonyms, then descriptions."""

    function = "skills_document"
    output_field = SearchVectorField()


class Edition(Record):
    """Which edition of a shared vocabulary is loaded, so that loading the same one again costs nothing."""

    IMPERSONAL = frozenset({"source", "fingerprint"})

    source = models.CharField(max_length=10, choices=Source.choices, unique=True)
    fingerprint = models.CharField(max_length=64)

    objects = models.Manager()

    def __str__(self) -> str:
        return self.source


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, member) -> "AreaQuerySet":
        """All: areas say nothing about anybody."""
        return self.all()


class Area(Record):
    """A field of skills, as one would browse by."""

    IMPERSONAL = frozenset({"key", "names", "descriptions", "position", "source"})

    key = models.CharField(max_length=40, unique=True)
    names = models.JSONField()  # {"de": "...", "en": "..."}, as in all texts below
    descriptions = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.OWN)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        return in_reader_language(self.names)

    @property
    def description(self) -> str:
        return in_reader_language(self.descriptions)


class SkillQuerySet(models.QuerySet["Skill"]):
    def visible_to(self, member) -> "SkillQuerySet":
        """The shared vocabularies and what one's community took in; one's own proposals, for stewards all of them."""
        here = Q(community=member.community_id)
        proposals = here if member.stewards else here & Q(proposed_by=member.pk)
        return self.filter(Q(community=None) | here & ~Q(state__in=(State.PROPOSED, State.DECLINED)) | proposals)

    def offered_to(self, member) -> "SkillQuerySet":
        """Skills that can be offered, wished for and browsed."""
        return self.filter(Q(community=None) | Q(community=member.community_id), state=State.ACCEPTED)


class Skill(Record):
    """What somebody can share. Those of a shared vocabulary have no community."""

    PERSONAL = {"proposed_by": Fate.DETACH}
    IMPERSONAL = frozenset(
        {"key", "area", "names", "descriptions", "synonyms", "sensitive", "source", "state", "merged_into", "community"}
    )

    key = models.CharField(max_length=64, unique=True, default=public_key)
    area = models.ForeignKey(Area, models.PROTECT, related_name="skills")
    names = models.JSONField()
    descriptions = models.JSONField(default=dict)
    synonyms = models.JSONField(default=dict)  # {"de": ["...", "..."], "en": [...]}
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)
    related = models.ManyToManyField("self", blank=True)
    sensitive = models.BooleanField(default=False)  # may tell something that its person keeps to themself
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.OWN)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACCEPTED)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    community = models.ForeignKey("communities.Community", models.CASCADE, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey("communities.Member", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SkillQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["community", "state"], name="skills_of_community")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) ^ Q(state=State.MERGED), name="merged_skills_name_their_successor"
            ),
            models.CheckConstraint(
                condition=Q(community=None) ^ Q(source=Source.COMMUNITY), name="own_skills_have_a_community"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        return in_reader_language(self.names)

    @property
    def description(self) -> str:
        return in_reader_language(self.descriptions)

    @property
    def also(self) -> list[str]:
        """Other words for it, in the reader's language."""
        language = (get_language() or "de").partition("-")[0]
        return list(self.synonyms.get(language, ()))

    @property
    def accepted(self) -> bool:
        return self.state == State.ACCEPTED


class WordingQuerySet(models.QuerySet["Wording"]):
    def visible_to(self, member) -> "WordingQuerySet":
        """All: only words of shared vocabularies are kept here."""
        return self.all()


class Wording(Record):
    """What a skill of a shared vocabulary is called in one language, prepared for searching.

    Its policy lets everybody read every row, so that the planner may use its text indexes; see decision 7.
    Skills of a community are searched without: there are few, and their rows are not for everybody.
    """

    IMPERSONAL = frozenset({"skill", "language", "name", "synonyms", "description", "plain", "search"})

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=12)
    name = models.TextField()
    synonyms = ArrayField(models.TextField(), default=list)
    description = models.TextField(blank=True)
    plain = models.GeneratedField(
        expression=Func(F("name"), F("synonyms"), function="skills_plain"),
        output_field=models.TextField(),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=Document(F("language"), F("name"), F("synonyms"), F("description")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["skill", "language"], name="one_wording_a_language")]
        indexes = [
            GinIndex(fields=["search"], name="wordings_by_word"),
            GinIndex(OpClass(F("plain"), name="gin_trgm_ops"), name="wordings_by_sound"),
        ]

    def __str__(self) -> str:
        return self.name


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, member) -> "WordQuerySet":
        """All: only words of shared vocabularies are kept here."""
        return self.all()


class Word(Record):
    """A word of the shared vocabularies, for telling what somebody meant to type."""

    IMPERSONAL = frozenset({"text"})

    text = models.TextField(unique=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(OpClass(F("text"), name="gin_trgm_ops"), name="words_by_sound")]

    def __str__(self) -> str:
        return self.text
