import os
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from querbeet.core import phrases, translations

HEAD = """msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(
        tmp_path / "garden" / "locale" / "de" / "LC_MESSAGES" / "django.po",
        'msgid "Mentor"\nmsgstr "Mentor*in, 2*3, * Punkt"\n\n'
        'msgid "Everyone"\nmsgstr "Jede*r"\n\n'
        'msgid "%(n)s mentor"\nmsgid_plural "%(n)s mentors"\n'
        'msgstr[0] "%(n)s Mentor*in"\nmsgstr[1] "%(n)s Mentor*innen"\n',
    )
    write(
        tmp_path / "garden" / "locale" / "de_Neutral" / "LC_MESSAGES" / "django.po",
        'msgid "Everyone"\nmsgstr "Alle"\n',
    )
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text)


@pytest.fixture
def says(root: Path, settings):
    """What Django says in a language, from the catalogs under `root`."""
    translations.compile_all(root)
    settings.LOCALE_PATHS = [str(root / "garden" / "locale")]

    def say(code: str, sentence: str, plural: str = "", number: int = 2) -> str:
        with translation.override(code):
            return ngettext(sentence, plural, number) if plural else gettext(sentence)

    return say


def test_a_star_between_letters_becomes_a_colon_and_no_other_star_does(says):
    assert says("de", "Mentor") == "Mentor*in, 2*3, * Punkt"
    assert says("de-colon", "Mentor") == "Mentor:in, 2*3, * Punkt"


def test_plurals_take_the_style_too(says):
    assert [says(code, "%(n)s mentor", "%(n)s mentors") for code in ("de", "de-colon")] == [
        "%(n)s Mentor*innen",
        "%(n)s Mentor:innen",
    ]


def test_neutral_wording_replaces_where_it_exists_and_copies_where_not(says):
    assert says("de-neutral", "Everyone") == "Alle"
    assert says("de-neutral", "Mentor") == "Mentor*in, 2*3, * Punkt"


def test_catalogs_are_stale_until_built_and_again_after_a_change(root):
    assert translations.stale(root)
    translations.compile_all(root)
    assert not translations.stale(root)
    source = root / "garden" / "locale" / "de" / "LC_MESSAGES" / "django.po"
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + 60))
    assert translations.stale(root)


def test_every_style_is_german_to_a_browser_and_to_dates():
    assert [translations.language_of(code) for code in ("de", "de-colon", "en")] == ["de", "de", "en"]
    with translation.override("de-colon"):
        assert gettext("January") == "Januar"


def test_only_german_has_styles():
    assert [translations.in_style("de", style) for style in ("star", "colon", "neutral")] == [
        "de",
        "de-colon",
        "de-neutral",
    ]
    assert translations.in_style("en", "colon") == "en"


def test_sentences_are_found_in_code_and_templates(tmp_path):
    package = tmp_path / "garden"
    (package / "templates" / "garden").mkdir(parents=True)
    (package / "tests").mkdir()
    (package / "views.py").write_text('x = _("One")\ny = ngettext("a %(n)s", "b %(n)s", 2)\n')
    (package / "tests" / "test_views.py").write_text('_("Not me")\n')
    (package / "templates" / "garden" / "a.html").write_text(
        "{% load i18n %}<c-button title=\"{% translate 'Two' %}\" />"
        "{% blocktranslate with a=b %}Three {{ a }}{% endblocktranslate %}"
    )
    assert {message.id for message in phrases.collect(package) if message.id} == {
        "Two",
        "Three %(a)s",
        "One",
        ("a %(n)s", "b %(n)s"),
    }


def test_an_update_keeps_translations_and_drops_sentences_that_are_gone(tmp_path):
    package = tmp_path / "garden"
    package.mkdir()
    (package / "views.py").write_text('x = _("One")\ny = _("Two")\n')
    write(
        package / "locale" / "de" / "LC_MESSAGES" / "django.po",
        'msgid "One"\nmsgstr "Eins"\n\nmsgid "Old"\nmsgstr "Alt"\n',
    )
    assert phrases.update(package) == 1
    catalog = translations.read(package / "locale" / "de" / "LC_MESSAGES" / "django.po")
    assert {message.id: message.string for message in catalog if message.id} == {"One": "Eins", "Two": ""}


@pytest.mark.parametrize(
    ("code", "catalog", "why"),
    [
        ('_("One")', "", "has no German"),
        ('_("One")', 'msgid "One"\nmsgstr ""\n', "has no German"),
        ('_("One")', '#, fuzzy\nmsgid "One"\nmsgstr "Eins"\n', "is marked fuzzy, which is not shown"),
        ("", 'msgid "One"\nmsgstr "Eins"\n', "is translated but no longer used"),
    ],
)
def test_each_gap_is_named(tmp_path, code, catalog, why):
    package = tmp_path / "garden"
    package.mkdir()
    (package / "views.py").write_text(code + "\n")
    write(package / "locale" / "de" / "LC_MESSAGES" / "django.po", catalog)
    assert phrases.gaps(tmp_path) == [phrases.Gap("garden", "One", why)]


def test_a_placeholder_that_was_mistyped_is_a_gap(tmp_path):
    package = tmp_path / "garden"
    package.mkdir()
    (package / "views.py").write_text('_("%(n)s left")\n')
    write(package / "locale" / "de" / "LC_MESSAGES" / "django.po", 'msgid "%(n)s left"\nmsgstr "noch %(m)s"\n')
    assert [gap.sentence for gap in phrases.gaps(tmp_path)] == ["%(n)s left"]


def test_a_full_catalog_has_no_gap(tmp_path):
    package = tmp_path / "garden"
    package.mkdir()
    (package / "views.py").write_text('_("%(n)s left")\n')
    write(package / "locale" / "de" / "LC_MESSAGES" / "django.po", 'msgid "%(n)s left"\nmsgstr "noch %(n)s"\n')
    assert phrases.gaps(tmp_path) == []
