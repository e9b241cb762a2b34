import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from querbeet.ui import sentences
from querbeet.ui.templatetags import ui


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (0, "0 hours", "0 Stunden"),
        (15, "¼ hour", "¼ Stunde"),
        (60, "1 hour", "1 Stunde"),
        (90, "1½ hours", "1½ Stunden"),
        (97, "1½ hours", "1½ Stunden"),
        (113, "2 hours", "2 Stunden"),
        (-45, "−¾ hour", "−¾ Stunde"),
        (75_000, "1,250 hours", "1.250 Stunden"),
    ],
)
def test_minutes_are_told_as_quarters_of_an_hour(minutes, english, german):
    with translation.override("en"):
        assert ui.hours(minutes) == english
    with translation.override("de"):
        assert ui.hours(minutes) == german


def test_numbers_are_written_as_the_reader_does():
    with translation.override("de"):
        assert [ui.figure(1234.5), ui.figure(None), ui.percent(0.74), ui.percent(None)] == [
            "1.234,5",
            "–",
            "74\xa0%",
            "–",
        ]
    with translation.override("de-colon"):
        assert ui.figure(1234.5) == "1.234,5"
    with translation.override("en"):
        assert [ui.figure(1234.5), ui.percent(0.74)] == ["1,234.5", "74%"]


def test_a_list_is_told_with_and():
    with translation.override("en"):
        assert ui.listing(["bread", "<i>", mark_safe("<b>x</b>")]) == "bread, &lt;i&gt;, and <b>x</b>"
    with translation.override("de"):
        assert ui.listing(["Brot", "Rad", "Recht"]) == "Brot, Rad und Recht"


def test_attributes_leave_out_what_is_false_or_none():
    assert ui.attributes({"a": True, "b": False, "c": None, "d": 0}, hx_get="/x") == ' a d="0" hx-get="/x"'


def test_a_bar_stays_between_nothing_and_full():
    assert [ui.percent_of(5, 10), ui.percent_of(20, 10), ui.percent_of(-1, 10), ui.percent_of(3, 0)] == [
        "50.00",
        "100.00",
        "0.00",
        "3.00",
    ]


def test_the_initial_of_a_name_without_letters_is_a_dot():
    assert [ui.initial("élan"), ui.initial("☆"), ui.initial("")] == ["É", "·", "·"]


def test_every_language_is_named_in_itself_and_styles_are_no_languages(settings):
    settings.LANGUAGES = [("de", "German"), ("en", "English"), ("de-colon", "German, colon")]
    with translation.override("de-colon"):
        assert ui.languages() == [
            {"code": "de", "name": "Deutsch", "current": True},
            {"code": "en", "name": "English", "current": False},
        ]
        assert ui.page_language() == "de"


def test_modules_carry_the_nonce_of_the_request_only_where_there_is_one(settings):
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    assert ui.modules("leave", "abc") == '<script type="module" src="/static/ui/js/leave.js" nonce="abc"></script>'
    assert ui.modules("leave") == '<script type="module" src="/static/ui/js/leave.js"></script>'


def test_parts_are_joined_without_the_empty_ones():
    assert ui.joined(" · ", "Mika", "", None, "<b>") == "Mika · &lt;b&gt;"


def test_the_form_errors_of_django_are_told_in_plain_german():
    from django.forms import CharField, ValidationError

    with translation.override("de"), pytest.raises(ValidationError) as refused:
        CharField().clean("")
    with translation.override("de"):  # the sentence is looked up when it is read
        assert refused.value.messages == ["Das brauchen wir noch."]
    assert sentences.FORMS[0] == "This field is required."
