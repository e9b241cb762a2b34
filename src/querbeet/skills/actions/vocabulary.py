"""Loading the vocabulary that comes along, and the skills a community adds for itself."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from querbeet.audit import actions as audit
from querbeet.communities.models.member import Member
from querbeet.core import viewing
from querbeet.skills import files, rules
from querbeet.skills.enums import Source, State
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.vocabulary import Area, Edition, Skill, Wording

AREA_TEXTS = ["names", "descriptions", "position"]
SKILL_TEXTS = ["area", "names", "descriptions", "synonyms", "sensitive"]
WORDING_TEXTS = ["name", "synonyms", "description"]


def load() -> bool:
    """Bring the shared vocabulary up to the files that come along; False where nothing was to do.

    For whoever runs the server. Skills are known by their key: texts and links change, what members wrote stays.
    """
    fingerprint = files.fingerprint()
    with viewing.for_purpose("operate"):
        if Edition.objects.filter(source=Source.OWN, fingerprint=fingerprint).exists():
            return False
        areas = files.read()
        skills = _store(areas)
        _link(areas, skills)
        learn_words()
        Edition.objects.update_or_create(source=Source.OWN, defaults={"fingerprint": fingerprint})
        audit.record("vocabulary.loaded", by=None, skills=len(skills))
    return True


def learn_words() -> None:
    """Keep every word of the shared vocabularies, to tell typing errors by. Needs the purpose 'operate'."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO skills_word (id, created_at, text) SELECT gen_random_uuid(), now(), word FROM "
            "(SELECT DISTINCT regexp_split_to_table(plain, '[^[:alnum:]]+') AS word FROM skills_wording) w "
            "WHERE length(word) > 2 ON CONFLICT (text) DO NOTHING"
        )


def _store(areas: list[files.AreaFile]) -> dict[str, Skill]:
    Area.objects.bulk_create(
        [
            Area(key=area.key, names=area.names, descriptions=area.descriptions, position=place)
            for place, area in enumerate(areas)
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=AREA_TEXTS,
    )
    in_areas = {area.key: area for area in Area.objects.filter(source=Source.OWN)}
    written = {skill.key: (area.key, skill) for area in areas for skill in area.skills}
    Skill.objects.bulk_create(
        [
            Skill(
                key=key,
                area=in_areas[area],
                names=skill.names,
                descriptions=skill.descriptions,
                synonyms=skill.synonyms,
                sensitive=skill.sensitive,
            )
            for key, (area, skill) in written.items()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=SKILL_TEXTS,
    )
    skills = {skill.key: skill for skill in Skill.objects.filter(source=Source.OWN, key__in=written)}
    _word(skills.values())
    return skills


def _word(skills: Iterable[Skill]) -> None:
    Wording.objects.bulk_create(
        [
            Wording(
                skill=skill,
                language=language,
                name=name,
                synonyms=skill.synonyms.get(language, []),
                description=skill.descriptions.get(language, ""),
            )
            for skill in skills
            for language, name in skill.names.items()
        ],
        update_conflicts=True,
        unique_fields=["skill", "language"],
        update_fields=WORDING_TEXTS,
    )


def _link(areas: list[files.AreaFile], skills: dict[str, Skill]) -> None:
    """Set broader and related links anew; related ones hold in both directions."""
    broader, related = Skill.broader.through, Skill.related.through
    ids = [skill.pk for skill in skills.values()]
    broader.objects.filter(from_skill__in=ids).delete()
    related.objects.filter(from_skill__in=ids, to_skill__in=ids).delete()
    every = [skill for area in areas for skill in area.skills]
    upwards = [(skill.key, skill.broader) for skill in every if skill.broader]
    aside = {pair for skill in every for other in skill.related for pair in ((skill.key, other), (other, skill.key))}
    broader.objects.bulk_create(broader(from_skill=skills[low], to_skill=skills[high]) for low, high in upwards)
    related.objects.bulk_create(related(from_skill=skills[one], to_skill=skills[two]) for one, two in sorted(aside))


@transaction.atomic
def propose(
    *,
    member: Member,
    area: Area,
    names: dict[str, str],
    descriptions: dict[str, str] | None = None,
    synonyms: dict[str, list[str]] | None = None,
) -> Skill:
    """Propose a skill for one's community; until stewards decide, its proposer and they alone see it.

    Nobody else learns who proposed it. Raises NothingSaid or TooMany.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    waiting = Skill.objects.filter(proposed_by=member, state=State.PROPOSED).count()
    names = {language: " ".join(name.split()) for language, name in names.items() if name.strip()}
    rules.check_propose(names, waiting=waiting)
    skill = Skill.objects.create(
        area=area,
        names=names,
        descriptions={language: text for language, text in (descriptions or {}).items() if text},
        synonyms={language: words for language, words in (synonyms or {}).items() if words},
        source=Source.COMMUNITY,
        state=State.PROPOSED,
        community_id=member.community_id,
        proposed_by=member,
    )
    audit.record("skill.proposed", by=member, community=member.community_id, target=skill)
    return skill


@transaction.atomic
def accept(
    *,
    skill: Skill,
    by: Member,
    area: Area,
    names: dict[str, str],
    descriptions: dict[str, str],
    synonyms: dict[str, list[str]],
    sensitive: bool,
) -> Skill:
    """Take a proposal into the community's vocabulary, in the steward's wording. Raises NotYours or NotNow."""
    locked = _locked(skill, by)
    locked.state = rules.after(locked, "accept", by=by)
    rules.check_propose(names, waiting=0)
    locked.area, locked.names, locked.descriptions = area, names, descriptions
    locked.synonyms, locked.sensitive = synonyms, sensitive
    locked.save()
    audit.record("skill.accepted", by=by, community=by.community_id, target=locked)
    return locked


@transaction.atomic
def decline(*, skill: Skill, by: Member) -> Skill:
    """Do not take a proposal in; its proposer is told, and it can be taken in later. Raises NotYours or NotNow."""
    locked = _locked(skill, by)
    locked.state = rules.after(locked, "decline", by=by)
    locked.save(update_fields=["state"])
    audit.record("skill.declined", by=by, community=by.community_id, target=locked)
    return locked


@transaction.atomic
def merge(*, skill: Skill, into: Skill, by: Member) -> Skill:
    """Join a skill of the community with another: offers and wishes move over. Raises NotYours or NotNow.

    Where a member has both, what they wrote about the one that stays is kept.
    """
    locked = _locked(skill, by)
    locked.state = rules.after(locked, "merge", by=by)
    rules.check_merge(locked, into, by=by)
    locked.merged_into = into
    purpose = viewing.current().purpose
    viewing.change(purpose="merge")  # stewards move what they may not read
    moving = Listing.objects.filter(community=by.community_id, skill=locked)
    both = Listing.objects.filter(
        community=by.community_id, skill=into, member=OuterRef("member"), side=OuterRef("side")
    )
    moving.filter(Exists(both)).delete()
    moving.update(skill=into)
    viewing.change(purpose=purpose)
    Skill.objects.filter(merged_into=locked).update(merged_into=into)
    locked.save(update_fields=["state", "merged_into"])
    audit.record("skill.merged", by=by, community=by.community_id, target=locked)
    return locked


def _locked(skill: Skill, by: Member) -> Skill:
    rules.check_steward(by, skill)
    found = Skill.objects.select_for_update().filter(pk=skill.pk).first()
    if found is None:
        raise rules.NotThere
    return found
