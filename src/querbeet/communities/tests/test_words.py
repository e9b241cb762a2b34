"""Words about people: pronouns as they were written, and sentences that need none."""

import re

import pytest
from django.utils import translation

from querbeet.communities import locales, pronouns
from querbeet.core import phrases, translations

GENDERED = re.compile(r"\b(he|she|his|hers?|him|himself|herself)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "options", "sets"),
    [
        ("sie/ihr, they/them", {}, ["sie/ihr", "they/them"]),
        (" xier / xiem ;\nen/em,, en/em", {}, ["xier / xiem", "en/em"]),
        ("", {"use_my_name": True}, [pronouns.USE_MY_NAME]),
        ("dey", {"ask_me": True, "use_my_name": True}, ["dey", pronouns.USE_MY_NAME, pronouns.ASK_ME]),
        ("@ask", {}, ["ask"]),
        ("", {}, []),
    ],
)
def test_sets_are_taken_as_written_in_the_order_of_their_person(text, options, sets):
    assert pronouns.parsed(text, **options) == sets


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "xier/xiem · use my name · please ask me"),
        ("de", "xier/xiem · Name statt Pronomen · bitte frag mich"),
    ],
)
def test_what_is_no_pronoun_is_said_in_the_reader_s_language(language, line):
    with translation.override(language):
        assert pronouns.line(["xier/xiem", pronouns.USE_MY_NAME, pronouns.ASK_ME]) == line


def test_nobody_who_says_nothing_gets_an_answer_put_in_their_mouth():
    assert pronouns.line([]) == ""


def sentences() -> set[str]:
    """Every sentence of the interface, as it stands in code and templates."""
    packages = [folder.parent for folder in translations.ROOT.glob("*/__init__.py")]
    return {str(message.id) for package in packages for message in phrases.collect(package) if message.id}


def gendered(words: set[str]) -> set[str]:
    """Sentences with a pronoun of somebody else; where they are examples of pronouns they stand with a stroke."""
    return {text for text in words if GENDERED.search(re.sub(r"\w+/\w+", "", text))}


def test_no_sentence_of_ours_guesses_a_pronoun():
    assert gendered(sentences()) == set()


def test_a_sentence_that_guesses_is_found():
    assert gendered({"She said yes.", "For example: she/her", "They said yes."}) == {"She said yes."}


@pytest.mark.parametrize("language", ["de", "en"])
def test_languages_stand_in_the_reader_s_alphabet(language):
    with translation.override(language):
        names = [name for _code, name in locales.language_choices()]
        assert len(names) == len(locales.LANGUAGES)
        plain = [
            name.casefold().replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("å", "a") for name in names
        ]
        assert plain == sorted(plain)
        assert (
            locales.language_name("gsg") == {"de": "Deutsche Gebärdensprache", "en": "German Sign Language"}[language]
        )
        assert locales.language_name("xx-unknown") == "Xx-unknown"


@pytest.mark.parametrize(
    ("language", "zone", "place"),
    [
        ("de", "Europe/Vienna", "Wien (Österreich)"),
        ("en", "America/New_York", "New York (United States)"),
        ("en", "Europe/Monaco", "Monaco"),
        ("de", "UTC", "UTC"),
    ],
)
def test_a_time_zone_is_a_place_with_a_name(language, zone, place):
    with translation.override(language):
        assert locales.time_zone_name(zone) == place
        assert (zone, place) in [choice for _continent, zones in locales.time_zone_choices() for choice in zones]
