"""ESCO packages as they come, and as they should not."""

import csv
import uuid
from pathlib import Path

import pytest

from querbeet.communities.tests import factories as people_of
from querbeet.core import viewing
from querbeet.skills import esco_files
from querbeet.skills.actions import esco
from querbeet.skills.models.vocabulary import Area, Edition, Skill, Wording
from querbeet.skills.queries import wording
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db
SKILL_HEADERS = [
    "conceptType",
    "conceptUri",
    "skillType",
    "reuseLevel",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "modifiedDate",
    "scopeNote",
    "definition",
    "inScheme",
    "description",
]
BASE = "http://data.europa.eu/esco/skill/"


def uri(number: int) -> str:
    return BASE + str(uuid.UUID(int=number))


def key(number: int) -> str:
    return f"esco-{uuid.UUID(int=number)}"


def write(path: Path, headers: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)


def concept(number: int, name: str, **more: str) -> dict[str, str]:
    told = {"conceptType": "KnowledgeSkillCompetence", "conceptUri": uri(number), "preferredLabel": name}
    return told | {"status": "released"} | more


@pytest.fixture
def folder(tmp_path):
    """Three skills in two languages, one above the other two."""
    english = [
        concept(1, "work leather", altLabels="leatherwork\nwork with leather", description="Cut and  sew leather."),
        concept(2, "stitch leather"),
        concept(3, "repair shoes"),
        concept(4, "old thing", status="obsolete"),
    ]
    german = [concept(1, "Leder verarbeiten", altLabels="Lederarbeit"), concept(2, "Leder nähen")]
    write(tmp_path / "skills_en.csv", SKILL_HEADERS, english)
    write(tmp_path / "skills_de.csv", SKILL_HEADERS, german)
    write(tmp_path / "skillGroups_en.csv", SKILL_HEADERS, [concept(9, "crafts", conceptUri=BASE + "S6.1")])
    links = [
        {"conceptUri": uri(2), "broaderUri": uri(1)},
        {"conceptUri": uri(1), "broaderUri": BASE + "S6.1"},
    ]
    write(tmp_path / "broaderRelationsSkillPillar_en.csv", ["conceptType", "conceptUri", "broaderUri"], links)
    related = [{"originalSkillUri": uri(1), "relationType": "optional", "relatedSkillUri": uri(3)}]
    headers = ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"]
    write(tmp_path / "skillSkillRelations_en.csv", headers, related)
    return tmp_path


def everything():
    skills = sorted(Skill.objects.values_list("pk", "key"))
    words = sorted(Wording.objects.values_list("skill__key", "language", "name"))
    links = sorted(Skill.broader.through.objects.values_list("from_skill__key", "to_skill__key"))
    beside = sorted(Skill.related.through.objects.values_list("from_skill__key", "to_skill__key"))
    return skills, words, links, beside


def test_a_package_is_read_with_its_languages_synonyms_and_links(folder):
    imported = esco.import_folder(folder)
    assert (imported.skills, imported.links, imported.problems) == (4, 3, [])
    leather = Skill.objects.get(key=key(1))
    assert leather.names == {"en": "work leather", "de": "Leder verarbeiten"}
    assert leather.synonyms == {"en": ["leatherwork", "work with leather"], "de": ["Lederarbeit"]}
    assert leather.descriptions == {"en": "Cut and sew leather.", "de": ""}
    assert {s.key for s in leather.narrower.all()} == {key(2)}
    assert {s.key for s in leather.broader.all()} == {"esco-s6-1"}
    assert {s.key for s in leather.related.all()} == {key(3)}
    assert [area.key for area in Area.objects.all()] == ["esco"]


def test_twice_is_the_same_as_once(folder):
    esco.import_folder(folder)
    before = everything()
    assert esco.import_folder(folder).already_there is True
    Edition.objects.update(fingerprint="older")
    assert esco.import_folder(folder).skills == 4
    assert everything() == before


def test_a_newer_package_changes_words_and_links_and_keeps_what_members_wrote(folder):
    esco.import_folder(folder)
    offer = make.offer(people_of.member(), Skill.objects.get(key=key(2)))
    write(folder / "skills_de.csv", SKILL_HEADERS, [concept(2, "Leder von Hand nähen")])
    write(folder / "broaderRelationsSkillPillar_en.csv", ["conceptUri", "broaderUri"], [])
    esco.import_folder(folder)
    offer.refresh_from_db()
    assert offer.skill.names["de"] == "Leder von Hand nähen"
    assert everything()[2] == []


def test_bad_rows_are_named_by_file_row_and_column_and_good_ones_taken_in(folder):
    rows = [
        concept(1, "work leather"),
        concept(1, "work leather again"),
        concept(5, "   "),
        concept(6, "x" * 301),
        concept(7, "nowhere", conceptUri="leather"),
    ]
    write(folder / "skills_en.csv", SKILL_HEADERS, rows)
    imported = esco.import_folder(folder)
    told = [(problem.file, problem.row, problem.column) for problem in imported.problems]
    assert told == [
        ("skills_en.csv", 3, "conceptUri"),
        ("skills_en.csv", 4, "preferredLabel"),
        ("skills_en.csv", 5, "preferredLabel"),
        ("skills_en.csv", 6, "conceptUri"),
        ("skillSkillRelations_en.csv", 2, "relatedSkillUri"),
    ]
    assert imported.problems[0].sentence == (
        "skills_en.csv, row 3, column “conceptUri”: This concept was in a row above already."
    )
    assert set(Skill.objects.values_list("key", flat=True)) == {key(1), key(2), "esco-s6-1"}


def test_a_folder_without_a_package_changes_nothing(tmp_path):
    with pytest.raises(esco_files.NotESCO) as refused:
        esco.import_folder(tmp_path)
    assert str(refused.value) == (
        "There is no ESCO package in this folder: one of skills_en.csv, skills_de.csv is needed."
    )
    assert Skill.objects.count() == 0


def test_a_missing_column_is_named(folder):
    write(folder / "skills_en.csv", ["conceptUri", "label"], [])
    with pytest.raises(esco_files.NotESCO) as refused:
        esco.import_folder(folder)
    assert str(refused.value) == "skills_en.csv has no column “preferredLabel”."


def test_imported_skills_are_found(folder):
    esco.import_folder(folder)
    viewer = people_of.member()
    with viewing.as_member(viewer):
        best = wording.matching("Lederarbeit", viewer)[0].skill
    assert Skill.objects.get(pk=best).key == key(1)


def test_rows_shorter_than_their_headers_and_empty_rows_are_no_problem(folder):
    text = "conceptUri,preferredLabel,altLabels\n" + f"{uri(1)},work leather\n,,\n"
    (folder / "skills_en.csv").write_text("\ufeff" + text, encoding="utf-8")
    assert [problem.file for problem in esco.import_folder(folder).problems] == ["skillSkillRelations_en.csv"]
