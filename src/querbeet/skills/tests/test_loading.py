"""Loading the vocabulary that comes along."""

import pytest

from querbeet.audit.models import Entry
from querbeet.skills import files
from querbeet.skills.actions import vocabulary
from querbeet.skills.models.vocabulary import Area, Edition, Skill, Wording

pytestmark = pytest.mark.django_db


def test_loading_brings_every_area_and_skill_of_the_files():
    assert vocabulary.load() is True
    written = files.read()
    assert [area.key for area in Area.objects.all()] == [area.key for area in written]
    assert set(Skill.objects.values_list("key", flat=True)) == {s.key for area in written for s in area.skills}
    assert Wording.objects.count() == 2 * Skill.objects.count()


def test_loading_again_does_nothing():
    vocabulary.load()
    before = set(Skill.objects.values_list("pk", "key")), Entry.objects.count()
    assert vocabulary.load() is False
    assert (set(Skill.objects.values_list("pk", "key")), Entry.objects.count()) == before


def test_a_changed_edition_changes_texts_and_links_and_keeps_ids():
    vocabulary.load()
    sewing = Skill.objects.get(key="compression-tops")
    links = set(Skill.broader.through.objects.values_list("from_skill", "to_skill"))
    Edition.objects.update(fingerprint="older")
    Skill.objects.filter(pk=sewing.pk).update(names={"en": "Something else"})
    Wording.objects.filter(skill=sewing).update(name="Something else")
    assert vocabulary.load() is True
    again = Skill.objects.get(key="compression-tops")
    assert (again.pk, again.names) == (sewing.pk, sewing.names)
    assert set(again.wordings.values_list("name", flat=True)) == set(sewing.names.values())
    assert set(Skill.broader.through.objects.values_list("from_skill", "to_skill")) == links


def test_related_skills_know_of_each_other():
    vocabulary.load()
    tops = Skill.objects.get(key="better-sleep")
    assert all(tops in other.related.all() for other in tops.related.all())
    assert "daily-structure" in set(tops.related.values_list("key", flat=True))
