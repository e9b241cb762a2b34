"""Bringing the European classification of skills (ESCO) into the shared vocabulary."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import connection

from querbeet.audit import actions as audit
from querbeet.core import viewing
from querbeet.skills import esco_files
from querbeet.skills.actions import vocabulary
from querbeet.skills.enums import Source
from querbeet.skills.models.vocabulary import Area, Edition

LANGUAGES = ("en", "de")
AREA = {"de": "Weitere Fähigkeiten (ESCO)", "en": "More skills (ESCO)"}
ABOUT = {
    "de": "Aus der europäischen Klassifikation der Fähigkeiten, Kompetenzen und Berufe.",
    "en": "From the European classification of skills, competences and occupations.",
}

TABLES = """
CREATE TEMP TABLE esco_concept (key text PRIMARY KEY, names jsonb, descriptions jsonb, synonyms jsonb);
CREATE TEMP TABLE esco_link (kind text, low text, high text);
"""
SKILLS = """INSERT INTO skills_skill
    (id, created_at, key, area_id, names, descriptions, synonyms, sensitive, source, state)
    SELECT gen_random_uuid(), now(), key, %s, names, descriptions, synonyms, false, 'esco', 'accepted' FROM esco_concept
    ON CONFLICT (key) DO UPDATE SET names = excluded.names, descriptions = excluded.descriptions,
        synonyms = excluded.synonyms
    WHERE (skills_skill.names, skills_skill.descriptions, skills_skill.synonyms)
        IS DISTINCT FROM (excluded.names, excluded.descriptions, excluded.synonyms)"""
WORDINGS = """INSERT INTO skills_wording (id, created_at, skill_id, language, name, synonyms, description)
    SELECT gen_random_uuid(), now(), s.id, n.key, n.value,
        ARRAY(SELECT jsonb_array_elements_text(coalesce(e.synonyms -> n.key, '[]'))),
        coalesce(e.descriptions ->> n.key, '')
    FROM esco_concept e JOIN skills_skill s ON s.key = e.key CROSS JOIN LATERAL jsonb_each_text(e.names) n
    ON CONFLICT (skill_id, language) DO UPDATE
        SET name = excluded.name, synonyms = excluded.synonyms, description = excluded.description
    WHERE (skills_wording.name, skills_wording.synonyms, skills_wording.description)
        IS DISTINCT FROM (excluded.name, excluded.synonyms, excluded.description)"""
UNLINK = """DELETE FROM skills_skill_{table} WHERE from_skill_id IN
    (SELECT s.id FROM skills_skill s JOIN esco_concept e ON e.key = s.key)
    AND to_skill_id IN (SELECT s.id FROM skills_skill s JOIN esco_concept e ON e.key = s.key)"""
LINK = """INSERT INTO skills_skill_{table} (from_skill_id, to_skill_id)
    SELECT low.id, high.id FROM esco_link l JOIN skills_skill low ON low.key = l.low
        JOIN skills_skill high ON high.key = l.high WHERE l.kind = %s ON CONFLICT DO NOTHING"""


@dataclass(frozen=True)
class Imported:
    """What an import brought; `problems` are rows that were left out, each with a sentence."""

    skills: int = 0
    links: int = 0
    problems: list[esco_files.Problem] = field(default_factory=list)
    already_there: bool = False


def import_folder(folder: Path) -> Imported:
    """Read an ESCO package from a folder of CSV files and bring the vocabulary up to it; twice is the same as once.

    For whoever runs the server. Good rows are taken in, bad ones are named. Raises NotESCO where a file or a column is
    missing; then nothing is changed.
    """
    fingerprint = esco_files.fingerprint(folder, LANGUAGES)
    with viewing.for_purpose("operate"):
        if Edition.objects.filter(source=Source.ESCO, fingerprint=fingerprint).exists():
            return Imported(already_there=True)
        package = esco_files.read(folder, LANGUAGES)
        area, _made = Area.objects.update_or_create(
            key="esco", defaults={"names": AREA, "descriptions": ABOUT, "position": 99, "source": Source.ESCO}
        )
        _store(package, area.pk)
        vocabulary.learn_words()
        Edition.objects.update_or_create(source=Source.ESCO, defaults={"fingerprint": fingerprint})
        links = len(package.broader) + len(package.related)
        audit.record("vocabulary.imported", by=None, skills=len(package.concepts), problems=len(package.problems))
    return Imported(len(package.concepts), links, package.problems)


def _store(package: esco_files.Package, area: UUID) -> None:
    related = package.related | {(high, low) for low, high in package.related}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        with cursor.copy("COPY esco_concept FROM STDIN") as copy:
            for key, concept in package.concepts.items():
                texts = (concept.names, concept.descriptions, concept.synonyms)
                copy.write_row((key, *(json.dumps(text, ensure_ascii=False) for text in texts)))
        with cursor.copy("COPY esco_link FROM STDIN") as copy:
            for kind, links in (("broader", package.broader), ("related", related)):
                for low, high in sorted(links):
                    copy.write_row((kind, low, high))
        cursor.execute("ANALYZE esco_concept, esco_link")
        cursor.execute(SKILLS, [area])
        cursor.execute(WORDINGS)
        for table in ("broader", "related"):
            cursor.execute(UNLINK.format(table=table))
            cursor.execute(LINK.format(table=table), [table])
        cursor.execute("DROP TABLE esco_concept, esco_link")
