"""The check for missing German sees sentences wherever they are written."""

from querbeet.config.cli import catalogues


def test_sentences_in_python_are_found():
    source = b'a = _("One")\nb = ngettext("%d leaf", "%d leaves", n)\nc = pgettext("garden", "Bed")\nd = "Not me"\n'
    assert list(catalogues.in_python(source)) == ["One", "%d leaf", "Bed"]


def test_sentences_in_templates_are_found():
    source = """{% load i18n %}<p title="{% translate 'A title' %}">{% blocktranslate count n=n %}{{ n }} leaf
    {% plural %}{{ n }} leaves{% endblocktranslate %} {{ _("quoted") }}
    {% translate "In" context "garden" %} plain</p>"""
    assert [" ".join(text.split()) for text in catalogues.in_template(source)] == [
        "A title",
        "%(n)s leaf",
        "quoted",
        "In",
    ]


def test_an_untranslated_sentence_fails_the_check(tmp_path, monkeypatch, capsys):
    package = tmp_path / "garden"
    (package / "locale/de/LC_MESSAGES").mkdir(parents=True)
    (package / "views.py").write_text('_("Hello")\n_("Bed")\n')
    po = package / "locale/de/LC_MESSAGES/django.po"
    po.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Bed"\nmsgstr "Beet"\n')
    monkeypatch.setattr(catalogues.translations, "ROOT", tmp_path)
    assert catalogues.check() == 1
    assert "no German for 'Hello'" in capsys.readouterr().out
    po.write_text(po.read_text() + '\nmsgid "Hello"\nmsgstr "Hallo"\n')
    assert catalogues.check() == 0
