"""How the fields of a Django form are drawn."""

import re

import pytest
from django import forms
from django.utils import translation

from querbeet.ui import gallery, week
from querbeet.ui.tests.drawing import draw, first_tag, text


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def field(name: str, data: dict | None = None, attributes: str = "", form_class=gallery.SampleForm) -> str:
    form = form_class(data)
    if data is not None:
        form.is_valid()
    return draw(f'<c-field :field="field" {attributes} />', field=form[name])


def test_a_label_belongs_to_its_input():
    html = field("name")
    assert first_tag(html, "label") == '<label class="field-label" for="id_name">'
    assert 'id="id_name"' in first_tag(html, "input")


def test_a_needed_field_says_so_in_words_and_an_optional_one_does_not():
    assert "(needed)" in text(field("name"))
    assert "(needed)" not in text(field("about"))


def test_where_every_field_is_needed_the_word_can_be_left_out():
    assert "(needed)" not in text(field("name", attributes="unmarked"))


def test_the_hint_is_tied_to_the_input():
    html = field("name")
    assert 'aria-describedby="id_name_helptext"' in first_tag(html, "input")
    assert '<div class="field-hint" id="id_name_helptext">' in html


def test_a_hint_of_the_page_is_tied_too():
    html = field("about", attributes='hint="A few words"')
    assert 'aria-describedby="id_about_helptext"' in first_tag(html, "textarea")
    assert "A few words" in text(html)


def test_an_error_is_tied_to_the_input_and_what_was_typed_stays():
    html = field("name", {"name": "x" * 3, "secret": ""})
    assert 'value="xxx"' in first_tag(html, "input")
    html = field("minutes", {"minutes": "many"})
    tag = first_tag(html, "input")
    assert ['value="many"' in tag, 'aria-invalid="true"' in tag, 'aria-describedby="id_minutes_error"' in tag] == [
        True
    ] * 3
    assert "Enter a whole number." in text(html)


def test_the_browser_does_not_check_before_we_do():
    form = gallery.SampleForm()
    assert " novalidate" in first_tag(draw('<c-form :form="form"></c-form>', form=form), "form")


def test_a_form_with_a_file_is_sent_in_parts():
    tag = first_tag(draw('<c-form :form="form"></c-form>', form=gallery.SampleForm()), "form")
    assert 'enctype="multipart/form-data"' in tag


def test_a_form_that_asks_carries_no_token():
    assert "csrf" not in draw('<c-form method="get"></c-form>')


@pytest.mark.parametrize(("name", "kind"), [("place", "radio"), ("languages", "checkbox")])
def test_choices_are_a_fieldset_with_a_legend_and_one_label_each(name, kind):
    html = field(name)
    form = gallery.SampleForm()
    assert html.startswith('<fieldset class="field"')
    assert html.count(f'type="{kind}"') == html.count('<label class="choice"') == len(form.fields[name].choices)


def test_ticked_choices_stay_ticked():
    html = field("languages", {"languages": ["tr"]})
    assert re.findall(r'value="(\w+)"[^>]*checked', html) == ["tr"]


def test_an_error_of_a_group_is_tied_to_the_group():
    html = field("place", {"place": ""})
    assert 'aria-describedby="id_place_error"' in first_tag(html, "fieldset")


def test_a_single_box_has_its_label_behind_it():
    assert field("agreed").startswith('<div class="field"><label class="choice"><input type="checkbox"')


def test_a_hidden_field_is_only_an_input():
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert draw('<c-fields :form="form" />', form=Hidden(initial={"token": "1"})) == (
        '<input type="hidden" name="token" value="1" id="id_token">'
    )


def test_a_secret_can_be_shown_and_is_never_written_back():
    html = field("secret", {"secret": "short"})
    assert 'data-reveal="id_secret"' in html
    assert "short" not in html


def test_the_summary_links_to_each_field_that_needs_a_look():
    form = gallery.SampleForm({"name": "", "place": "", "level": "1", "agreed": "on", "secret": "long enough it is"})
    form.is_valid()
    html = draw('<c-form-errors :form="form" />', form=form)
    assert re.findall(r'href="(#[\w-]+)"', html) == ["#id_name", "#id_place_0"]
    assert "nothing was saved yet" in text(html)


def test_a_form_without_errors_has_no_summary():
    assert draw('<c-form-errors :form="form" />', form=gallery.SampleForm()) == ""


def test_the_summary_tells_errors_of_the_whole_form_and_of_hidden_fields():
    class Odd(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

        def clean(self):
            raise forms.ValidationError("These two do not fit together.")

    form = Odd({})
    form.is_valid()
    items = re.findall(r"<li>(.*?)</li>", draw('<c-form-errors :form="form" />', form=form))
    assert items == ["These two do not fit together.", "This field is required."]


def test_the_week_is_a_grid_of_named_boxes():
    html = field("when", {"when": ["mon-18", "sun-6"]})
    assert html.count('type="checkbox"') == 42
    assert re.findall(r'value="([\w-]+)"[^>]*checked', html) == ["mon-18", "sun-6"]
    assert 'aria-label="Monday 18–21"' in html


def test_the_summary_jumps_to_the_first_box_of_the_week():
    class Needs(forms.Form):
        when = week.WeekField()

    form = Needs({})
    form.is_valid()
    html = draw('<c-form-errors :form="form" /><c-field :field="form.when" />', form=form)
    target = re.search(r'href="#([\w-]+)"', html)[1]
    assert html.count(f'id="{target}"') == 1


def test_a_copy_button_needs_scripts_and_the_text_does_not():
    html = draw('<c-copy text="abc" />')
    assert "only-js" in first_tag(html, "button")
    assert "<code" in html
