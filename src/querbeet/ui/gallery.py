"""Sample content for the gallery of components."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import pgettext, pgettext_lazy

from querbeet.ui import week

MARKS = ("leaf", "seed", "sprout", "ring", "bed", "path")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=pgettext_lazy("gallery", "Name"),
        help_text=pgettext_lazy("gallery", "Any name you like. Others may have the same."),
    )
    about = forms.CharField(label=pgettext_lazy("gallery", "About you"), required=False, widget=forms.Textarea)
    secret = forms.CharField(label=pgettext_lazy("gallery", "Passphrase"), widget=forms.PasswordInput, min_length=10)
    minutes = forms.IntegerField(
        label=pgettext_lazy("gallery", "Hours a month"), min_value=1, max_value=40, required=False
    )
    since = forms.DateField(
        label=pgettext_lazy("gallery", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Level"),
        choices=[
            ("1", pgettext_lazy("gallery", "First steps")),
            ("2", pgettext_lazy("gallery", "Some practice")),
            ("3", pgettext_lazy("gallery", "At home in it")),
        ],
    )
    place = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Where"),
        widget=forms.RadioSelect,
        choices=[
            ("on", pgettext_lazy("gallery", "Online")),
            ("at", pgettext_lazy("gallery", "In person")),
            ("both", pgettext_lazy("gallery", "Both")),
        ],
    )
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("gallery", "Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("de", "Deutsch"), ("en", "English"), ("tr", "Türkçe"), ("ar", "العربية"), ("pl", "Polski")],
    )
    sheet = forms.FileField(
        label=pgettext_lazy("gallery", "Spreadsheet"),
        required=False,
        help_text=pgettext_lazy("gallery", "CSV or XLSX, up to 10 MB."),
    )
    agreed = forms.BooleanField(label=pgettext_lazy("gallery", "I have read the agreement and want to keep it"))
    when = week.WeekField(required=False)


class ShortForm(forms.Form):
    """Drawn as a whole."""

    note = forms.CharField(label=pgettext_lazy("gallery", "A note for you"), required=False)
    round = forms.CharField(widget=forms.HiddenInput, initial="spring")


def _filled() -> SampleForm:
    form = SampleForm(
        {"name": "Mika", "about": "", "secret": "short", "place": "on", "when": ["mon-18", "wed-18"], "level": "2"}
    )
    form.is_valid()
    return form


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything the gallery shows, in the reader's language."""
    return {
        "form": SampleForm(initial={"when": ["tue-18", "tue-21", "sat-9"]}),
        "broken": _filled(),
        "short": ShortForm(),
        "week": week.build(chosen={"mon-18", "mon-21", "wed-18", "sat-9", "sat-12"}),
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 3)),
        "marks": MARKS,
        **_ways(),
        **_figures(),
    }


def _ways() -> dict[str, Any]:
    return {
        "trail": [
            {"label": pgettext("gallery", "Mentoring"), "href": "#"},
            {"label": pgettext("gallery", "Spring round"), "href": "#"},
            {"label": pgettext("gallery", "Matches")},
        ],
        "tabs": [
            {"label": pgettext("gallery", "Suggested"), "href": "#", "current": True, "count": 24},
            {"label": pgettext("gallery", "Without a match"), "href": "#", "count": 3},
            {"label": pgettext("gallery", "Rules"), "href": "#"},
        ],
        "steps": [
            {"label": pgettext("gallery", "Name and purpose"), "state": "done", "href": "#"},
            {"label": pgettext("gallery", "People"), "state": "done", "href": "#"},
            {"label": pgettext("gallery", "Rules"), "state": "current"},
            {"label": pgettext("gallery", "Matches"), "state": "next"},
        ],
        "facts": [
            {"label": pgettext("gallery", "Begins"), "value": "1. 3. 2027"},
            {"label": pgettext("gallery", "Mentors"), "value": "64"},
            {"label": pgettext("gallery", "Places each"), "value": "3"},
        ],
    }


def _figures() -> dict[str, Any]:
    return {
        "bars": [
            {"label": pgettext("gallery", "Career and applications"), "value": 42},
            {"label": pgettext("gallery", "Crafts"), "value": 23, "tone": "good"},
            {"label": pgettext("gallery", "Languages"), "value": 11, "tone": "second"},
        ],
        "compared": [
            {"label": pgettext("gallery", "Everyone matched"), "first": 94, "second": 98, "unit": " %"},
            {"label": pgettext("gallery", "Median fit"), "first": 71, "second": 68, "unit": " %"},
        ],
        "skills": [
            {"label": pgettext("gallery", "Sewing"), "note": pgettext("gallery", "at home in it")},
            {"label": pgettext("gallery", "Writing applications"), "href": "#"},
            pgettext("gallery", "Bread baking"),
        ],
        "pairs": [
            {
                "mentee": "Ayşe",
                "mentor": "Robin",
                "fit": 92,
                "why": pgettext("gallery", "same profession, two grades above"),
            },
            {
                "mentee": "Jona",
                "mentor": "Frédérique",
                "fit": 78,
                "why": pgettext("gallery", "common language, evenings"),
            },
            {"mentee": "Kim", "mentor": "Robin", "fit": 64, "why": pgettext("gallery", "same region")},
        ],
    }
