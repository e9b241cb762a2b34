"""Finding skills and people: stems, synonyms, umlauts, typing errors, and what lies below and above."""

import pytest

from querbeet.communities.tests import factories as people_of
from querbeet.core import clock, viewing
from querbeet.skills.actions import vocabulary
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.queries import people, wording
from querbeet.skills.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer():
    return people_of.member("Viewer")


def found(text, viewer) -> list[str]:
    with viewing.as_member(viewer):
        matches = wording.matching(text, viewer)
    names = {skill.pk: skill.names["en"] for skill in Skill.objects.all()}
    return [names[match.skill] for match in matches]


def near(text, viewer) -> list[str]:
    with viewing.as_member(viewer):
        matches = wording.near(text, viewer)
    names = {skill.pk: skill.names["en"] for skill in Skill.objects.all()}
    return [names[match.skill] for match in matches]


def names(viewer, **asked) -> list[str]:
    with viewing.as_member(viewer):
        return [person.card.name for person in people.find(people.Asked(**asked), viewer, clock.now()).people]


@pytest.mark.parametrize(
    "text", ["Bewerbung", "bewerbungen", "Bewerbungs", "application", "applications", "apply", "appli"]
)
def test_words_are_found_in_both_languages_whatever_their_ending(viewer, text):
    make.skill("Applying", de="Bewerbungen schreiben", synonyms={"en": ["job application"]})
    make.skill("Cooking", de="Kochen")
    assert found(text, viewer) == ["Applying"]


@pytest.mark.parametrize("text", ["größe", "groesse", "grosse", "GRÖSSE", "Größen"])
def test_umlauts_are_found_however_they_are_typed(viewer, text):
    make.skill("Sizes", de="Größe ändern")
    assert found(text, viewer) == ["Sizes"]


def test_a_compound_is_found_by_each_of_its_parts(viewer):
    make.skill("Bike repair", de="Fahrradreparatur")
    assert found("Fahrrad", viewer) == ["Bike repair"]
    assert found("Reparatur", viewer) == ["Bike repair"]


@pytest.mark.parametrize("text", ["nehen", "nähn", "sewng", "sweing"])
def test_a_typing_error_comes_close(viewer, text):
    make.skill("Sewing", de="Nähen")
    make.skill("Pottery", de="Töpfern")
    with viewing.for_purpose("operate"):
        vocabulary.learn_words()
    assert near(text, viewer) == ["Sewing"]


def test_what_lies_below_comes_after_what_was_meant_and_before_what_lies_above(viewer):
    crafts = make.skill("Handicrafts", de="Handarbeit")
    sewing = make.skill("Sewing", de="Nähen", broader=crafts)
    make.skill("Compression tops", de="Westen", broader=sewing)
    assert found("sewing", viewer) == ["Sewing", "Compression tops", "Handicrafts"]


def test_a_name_comes_before_a_synonym_and_a_synonym_before_a_description(viewer):
    make.skill("Tailoring", descriptions={"en": "Sewing that fits."})
    make.skill("Needlework", synonyms={"en": ["sewing"]})
    make.skill("Sewing")
    assert found("sewing", viewer) == ["Sewing", "Needlework", "Tailoring"]


@pytest.mark.parametrize("text", ["", "  ", "!!!", "&|!:*", "' OR 1=1 --", "%", "\\", "a" * 5000, "\0", "der die das"])
def test_nothing_that_is_typed_breaks_a_search(viewer, text):
    assert found(text, viewer) == near(text, viewer) == []
    assert names(viewer, text=text) in ([], ["Viewer"])
