"""What people type and choose about skills: parsed and cleaned, nothing written."""

import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from querbeet.communities import queries as communities
from querbeet.communities.enums import Audience, Kind
from querbeet.communities.models.member import Facet, Member
from querbeet.skills import rules
from querbeet.skills.actions.exchange import Details
from querbeet.skills.enums import Format, Level, Side
from querbeet.skills.models.exchange import MOST_HOURS, Listing
from querbeet.skills.models.vocabulary import Area, Skill
from querbeet.skills.queries import vocabulary
from querbeet.skills.queries.people import Asked
from querbeet.ui.week import WeekField

LANGUAGES = tuple(dict.fromkeys(code.partition("-")[0] for code, _name in settings.LANGUAGES))
MOST_SYNONYMS = 8
_all_languages = lazy(communities.language_choices, list)


class PlainField(forms.CharField):
    """Text without signs that meddle with the page around it."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").replace("\r\n", "\n")
        return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf"))


class WordsForm(forms.Form):
    """Words to search skills by."""

    q = PlainField(required=False, max_length=100)

    def asked(self) -> dict[str, str]:
        """What was asked as far as it makes sense, for the session."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PeopleForm(WordsForm):
    """Words and filters to find people by."""

    side = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", _("offers or wishes")),
            (Side.OFFER, _("people who offer it")),
            (Side.WISH, _("people who wish")),
        ],
    )
    language = forms.ChoiceField(label=_("In which language"), required=False)
    format = forms.ChoiceField(
        label=_("Where"),
        required=False,
        choices=[("", _("anywhere")), (Format.ONLINE, _("online")), (Format.PLACE, _("in person"))],
    )
    level = forms.ChoiceField(label=_("At least"), required=False, choices=[("", _("any level")), *Level.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("any language")), *_all_languages()]  # type: ignore[attr-defined]

    def search(self) -> Asked:
        """The search for the queries."""
        asked = self.asked()
        return Asked(
            text=asked.get("q", ""),
            side=asked.get("side", ""),
            language=asked.get("language", ""),
            format=asked.get("format", ""),
            level=int(asked.get("level", 0)),
        )


class ListingForm(forms.Form):
    """What a member says about one offer or wish."""

    level = forms.TypedChoiceField(
        label=_("How well I know it"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    format = forms.ChoiceField(label=_("Where"), choices=Format.choices, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("In which languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hours_a_month = forms.IntegerField(
        label=_("Hours a month, about"), required=False, min_value=1, max_value=MOST_HOURS
    )
    note = PlainField(
        label=_("A few words about it"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    audience = forms.ChoiceField(label=_("Who sees this"), choices=Audience.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, member: Member, skill: Skill, side: str, listing: Listing | None, **kwargs: Any):
        kwargs["initial"] = self._told(listing, member, skill, side)
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("I would rather not say")), *Level.choices]  # type: ignore[attr-defined]
        spoken = [*self.initial["languages"], *_spoken(member), *member.community.languages]
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            (code, communities.language_name(code)) for code in dict.fromkeys(spoken)
        ]
        if side == Side.WISH:
            self.fields["level"].label = _("Where I stand now")

    @staticmethod
    def _told(listing: Listing | None, member: Member, skill: Skill, side: str) -> dict[str, Any]:
        if listing:
            fields = ("level", "format", "languages", "hours_a_month", "note", "audience")
            return {field: getattr(listing, field) for field in fields}
        audience = rules.default_audience(side, sensitive=skill.sensitive)
        return {"format": Format.BOTH, "languages": _spoken(member), "audience": audience}

    def details(self) -> Details:
        told = self.cleaned_data
        return Details(**{**told, "languages": tuple(told["languages"])})


class WeekForm(forms.Form):
    """A usual week."""

    times = WeekField(required=False)
    audience = forms.ChoiceField(label=_("Who sees this"), choices=Audience.choices, widget=forms.RadioSelect)


class StrengthForm(forms.Form):
    """A strength in one's own words."""

    text = PlainField(label=_("Something I can do well"), max_length=80)
    audience = forms.ChoiceField(
        label=_("Who sees this"), choices=Audience.choices, initial=Audience.COMMUNITY, widget=forms.RadioSelect
    )


class EndorsementForm(forms.Form):
    """Confirming a strength."""

    note = PlainField(
        label=_("What makes you say so"), required=False, max_length=200, widget=forms.Textarea({"rows": 3})
    )


class ProposalForm(forms.Form):
    """A skill in words: for the member who proposes it, in their language; for stewards, in all."""

    area = forms.ModelChoiceField(
        label=_("Area"), queryset=Area.objects.none(), to_field_name="key", empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, skill: Skill | None = None, everything: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self._written(skill) if skill else {})
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.all()  # type: ignore[attr-defined]
        self.fields["area"].label_from_instance = lambda area: area.name  # type: ignore[attr-defined]
        reader = (get_language() or LANGUAGES[0]).partition("-")[0]
        for code in sorted(LANGUAGES, key=lambda code: code != reader):
            self._add(code, needed=code == reader and not everything, words=everything or code == reader)
        if everything:
            self.fields["sensitive"] = forms.BooleanField(
                label=_("It may tell something private about a person"),
                help_text=_("Then offers and wishes for it start with a narrower audience."),
                required=False,
            )

    def _add(self, code: str, *, needed: bool, words: bool) -> None:
        name = {"language": communities.language_name(code)}
        self.fields[f"name_{code}"] = PlainField(label=_("Name (%(language)s)") % name, max_length=60, required=needed)
        if words:
            self.fields[f"description_{code}"] = PlainField(
                label=_("What it is, in one sentence (%(language)s)") % name, max_length=160, required=False
            )
            self.fields[f"synonyms_{code}"] = PlainField(
                label=_("Other words people search by (%(language)s)") % name,
                help_text=_("With commas between them."),
                max_length=300,
                required=False,
            )

    @staticmethod
    def _written(skill: Skill) -> dict[str, Any]:
        told: dict[str, Any] = {"area": skill.area.key, "sensitive": skill.sensitive}
        for code in LANGUAGES:
            told[f"name_{code}"] = skill.names.get(code, "")
            told[f"description_{code}"] = skill.descriptions.get(code, "")
            told[f"synonyms_{code}"] = ", ".join(skill.synonyms.get(code, []))
        return told

    def texts(self) -> dict[str, Any]:
        """Names, descriptions and synonyms by language, and the area, for the actions."""
        told = self.cleaned_data
        return {
            "area": told["area"],
            "names": {code: told[f"name_{code}"] for code in LANGUAGES if told.get(f"name_{code}")},
            "descriptions": {
                code: told[f"description_{code}"] for code in LANGUAGES if told.get(f"description_{code}")
            },
            "synonyms": {code: found for code in LANGUAGES if (found := _list(told.get(f"synonyms_{code}", "")))},
        }


class MergeForm(forms.Form):
    """Which skill takes over."""

    into = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def chosen(self, steward: Member) -> Skill | None:
        found = vocabulary.by_keys([self.cleaned_data["into"]], steward) if self.is_valid() else []
        return found[0] if found else None


def _spoken(member: Member) -> list[str]:
    return [facet.value for facet in Facet.objects.filter(member=member, kind=Kind.LANGUAGE).order_by("position")]


def _list(text: str) -> list[str]:
    words = [" ".join(word.split()) for word in text.replace("\n", ",").split(",")]
    return list(dict.fromkeys(word for word in words if word))[:MOST_SYNONYMS]
