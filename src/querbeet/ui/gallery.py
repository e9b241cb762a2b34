"""Sample content for the gallery of components."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from querbeet.ui import week

MARKS = ("leaf", "seed", "sprout", "ring", "bed", "path")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("Any name you like. Others may have the same.")
    )
    about = forms.CharField(label=gettext_lazy("About you"), required=False, widget=forms.Textarea)
    secret = forms.CharField(label=gettext_lazy("Passphrase"), widget=forms.PasswordInput, min_length=10)
    minutes = forms.IntegerField(label=gettext_lazy("Hours a month"), min_value=1, max_value=40, required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=[
            ("1", gettext_lazy("First steps")),
            ("2", gettext_lazy("Some practice")),
            ("3", gettext_lazy("At home in it")),
        ],
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where"),
        widget=forms.RadioSelect,
        choices=[("on", gettext_lazy("Online")), ("at", gettext_lazy("In person")), ("both", gettext_lazy("Both"))],
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("de", "Deutsch"), ("en", "English"), ("tr", "Türkçe"), ("ar", "العربية"), ("pl", "Polski")],
    )
    sheet = forms.FileField(
        label=gettext_lazy("Spreadsheet"), required=False, help_text=gettext_lazy("CSV or XLSX, up to 10 MB.")
    )
    agreed = forms.BooleanField(label=gettext_lazy("I have read the agreement and want to keep it"))
    when = week.WeekField(required=False)


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
        "week": week.build(chosen={"mon-18", "mon-21", "wed-18", "sat-9", "sat-12"}),
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 3)),
        "marks": MARKS,
        "trail": [
            {"label": _("Mentoring"), "href": "#"},
            {"label": _("Spring round"), "href": "#"},
            {"label": _("Matches")},
        ],
        "tabs": [
            {"label": _("Suggested"), "href": "#", "current": True, "count": 24},
            {"label": _("Without a match"), "href": "#", "count": 3},
            {"label": _("Rules"), "href": "#"},
        ],
        "steps": [
            {"label": _("Name and purpose"), "state": "done", "href": "#"},
            {"label": _("People"), "state": "done", "href": "#"},
            {"label": _("Rules"), "state": "current"},
            {"label": _("Matches"), "state": "next"},
        ],
        "facts": [
            {"label": _("Begins"), "value": "1. 3. 2027"},
            {"label": _("Mentors"), "value": "64"},
            {"label": _("Places each"), "value": "3"},
        ],
        "bars": [
            {"label": _("Career and applications"), "value": 42},
            {"label": _("Crafts"), "value": 23, "tone": "good"},
            {"label": _("Languages"), "value": 11, "tone": "second"},
        ],
        "compared": [
            {"label": _("Everyone matched"), "first": 94, "second": 98, "unit": " %"},
            {"label": _("Median fit"), "first": 71, "second": 68, "unit": " %"},
        ],
        "skills": [
            {"label": _("Sewing"), "note": _("at home in it")},
            {"label": _("Writing applications"), "href": "#"},
            _("Bread baking"),
        ],
        "pairs": [
            {"mentee": "Ayşe", "mentor": "Robin", "fit": 92, "why": _("same profession, two grades above")},
            {"mentee": "Jona", "mentor": "Frédérique", "fit": 78, "why": _("common language, evenings")},
            {"mentee": "Kim", "mentor": "Robin", "fit": 64, "why": _("same region")},
        ],
    }
