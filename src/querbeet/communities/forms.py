"""What people fill in about themselves and their community: parsed and cleaned, nothing written."""

import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from querbeet.communities import locales, pronouns, queries
from querbeet.communities.actions.profiles import Told
from querbeet.communities.enums import Audience, Kind, Role
from querbeet.communities.models.community import Agreement, Community
from querbeet.communities.models.member import Facet, Member
from querbeet.communities.models.picture import AUDIENCES, Picture
from querbeet.core.pictures import MOST_BYTES, WORDS
from querbeet.people import rules as passphrases

MOST_TAGS = 20
LONGEST_TAG = 40
_languages = lazy(locales.language_choices, list)
_time_zones = lazy(locales.time_zone_choices, list)


def plain(text: str) -> str:
    """Text without control signs, among them those that turn the direction of what follows."""
    return "".join(sign for sign in text if sign in "\n\u200c\u200d" or unicodedata.category(sign) not in ("Cc", "Cf"))


class PlainField(forms.CharField):
    """Text that cannot meddle with the page around it."""

    def to_python(self, value: Any) -> str:
        return plain(str(super().to_python(value) or "").replace("\r\n", "\n"))


class AudienceField(forms.ChoiceField):
    """Who sees something. There is always an answer; without one it is the most careful."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Who sees this"), choices=Audience.choices, required=False, **kwargs)

    def clean(self, value: Any) -> Audience:
        return Audience(super().clean(value) or Audience.ONLY_ME)


class NameForm(forms.Form):
    """What others call a member."""

    name = PlainField(label=_("What should others call you?"), max_length=60)
    pronouns = PlainField(label=_("Pronouns"), max_length=200, required=False)
    use_my_name = forms.BooleanField(label=_("Use my name instead of pronouns"), required=False)
    ask_me = forms.BooleanField(label=_("Please ask me"), required=False)
    pronouns_audience = AudienceField(initial=Audience.COMMUNITY)

    def __init__(self, *args: Any, member: Member, facets: list[Facet], **kwargs: Any) -> None:
        self.by_kind: dict[str, list[Facet]] = {kind: [] for kind in Kind.values}
        for facet in facets:
            self.by_kind[facet.kind].append(facet)
        kwargs["initial"] = {"name": member.display_name, **self._told()}
        super().__init__(*args, **kwargs)

    def clean_pronouns(self) -> str:
        text = self.cleaned_data["pronouns"]
        if len(pronouns.parsed(text)) > pronouns.MOST:
            raise forms.ValidationError(_("Six sets are the most. Leave some out, please."))
        return text

    def told(self) -> dict[Kind, Told]:
        """What the form says, by kind."""
        data = self.cleaned_data
        sets = pronouns.parsed(data["pronouns"], use_my_name=data["use_my_name"], ask_me=data["ask_me"])
        return {Kind.PRONOUNS: Told(sets, data["pronouns_audience"])}

    def _told(self) -> dict[str, Any]:
        answers = self._values(Kind.PRONOUNS)
        signs = (pronouns.USE_MY_NAME, pronouns.ASK_ME)
        return {
            "pronouns": ", ".join(answer for answer in answers if answer not in signs),
            "use_my_name": pronouns.USE_MY_NAME in answers,
            "ask_me": pronouns.ASK_ME in answers,
        } | self._audience("pronouns_audience", Kind.PRONOUNS)

    def _values(self, kind: Kind) -> list[str]:
        return [facet.value for facet in self.by_kind[kind]]

    def _audience(self, name: str, kind: Kind) -> dict[str, Any]:
        return {name: self.by_kind[kind][0].audience} if self.by_kind[kind] else {}


class ProfileForm(NameForm):
    """Everything a member tells about themself, each with its audience."""

    about = PlainField(label=_("About me"), max_length=2000, required=False, widget=forms.Textarea({"rows": 6}))
    about_audience = AudienceField(initial=Audience.COMMUNITY)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=_languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages_audience = AudienceField(initial=Audience.COMMUNITY)
    region = PlainField(label=_("Region"), max_length=80, required=False)
    region_audience = AudienceField(initial=Audience.MATCHING)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    time_zone_audience = AudienceField(initial=Audience.MATCHING)
    tags = PlainField(label=_("How I describe myself"), max_length=900, required=False)
    tags_audience = AudienceField(initial=Audience.ONLY_ME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [("", _("not said")), *_time_zones()]  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        tags = [" ".join(tag.split()) for tag in self.cleaned_data["tags"].replace("\n", ",").split(",")]
        tags = list(dict.fromkeys(tag for tag in tags if tag))
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(_("Twenty words are the most. Leave some out, please."))
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise forms.ValidationError(_("One of these is very long. Forty signs each are the most."))
        return tags

    def told(self) -> dict[Kind, Told]:
        data = self.cleaned_data

        def one(name: str) -> Told:
            return Told([data[name]], data[f"{name}_audience"])

        return super().told() | {
            Kind.ABOUT: one("about"),
            Kind.LANGUAGE: Told(data["languages"], data["languages_audience"]),
            Kind.REGION: one("region"),
            Kind.TIME_ZONE: one("time_zone"),
            Kind.TAG: Told(data["tags"], data["tags_audience"]),
        }

    def _told(self) -> dict[str, Any]:
        return super()._told() | {
            "about": "\n\n".join(self._values(Kind.ABOUT)),
            "languages": self._values(Kind.LANGUAGE),
            "region": ", ".join(self._values(Kind.REGION)),
            "time_zone": "".join(self._values(Kind.TIME_ZONE)[:1]),
            "tags": ", ".join(self._values(Kind.TAG)),
            **self._audience("about_audience", Kind.ABOUT),
            **self._audience("languages_audience", Kind.LANGUAGE),
            **self._audience("region_audience", Kind.REGION),
            **self._audience("time_zone_audience", Kind.TIME_ZONE),
        }


@dataclass(frozen=True)
class AudienceRow:
    """One thing a member told, as they wrote it, and its field."""

    facet: Facet
    text: str
    field: forms.BoundField


class AudiencesForm(forms.Form):
    """An audience for each of a member's facets."""

    def __init__(self, *args: Any, facets: list[Facet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facets = facets
        for facet in facets:
            self.fields[str(facet.pk)] = AudienceField(initial=facet.audience)

    def rows(self) -> list[AudienceRow]:
        return [AudienceRow(facet, queries.shown(facet), self[str(facet.pk)]) for facet in self.facets]

    def audiences(self) -> dict[UUID, str]:
        return {facet.pk: self.cleaned_data[str(facet.pk)] for facet in self.facets}


class PictureForm(forms.Form):
    """A picture, and who sees it. `kept`: the one that is there; then the file may be left out."""

    file = forms.FileField(label=_("Picture"), required=False)
    audience = AudienceField(initial=Audience.MATCHES)

    def __init__(self, *args: Any, kept: Picture | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.fields["file"].widget.attrs["accept"] = "image/*"
        self.fields["audience"].choices = [(one.value, one.label) for one in AUDIENCES]  # type: ignore[attr-defined]
        if kept is not None:
            self.fields["audience"].initial = kept.audience

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None and self.kept is None:
            raise forms.ValidationError(_("Choose a picture first."))
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(str(WORDS["bytes"]))
        return file


class CodeForm(forms.Form):
    """A code that somebody was given."""

    code = PlainField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class AgreeForm(forms.Form):
    """Agreeing to one version of the agreement."""

    version = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I agree and will keep to it."))
    adult = forms.BooleanField()

    def __init__(self, *args: Any, agreement: Agreement, community: Community, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": agreement.version}
        super().__init__(*args, **kwargs)
        self.fields["adult"].label = _("I am %(age)s or older.") % {"age": community.min_age}


class EntryForm(AgreeForm):
    """Coming in with a code; somebody without an account chooses a passphrase too."""

    code = PlainField(max_length=60, widget=forms.HiddenInput)
    passphrase = forms.CharField(
        label=_("A passphrase"),
        strip=False,
        max_length=passphrases.LONGEST,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, code: str, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].initial = code
        if has_account:
            del self.fields["passphrase"]

    def clean_passphrase(self) -> str:
        passphrase = self.cleaned_data["passphrase"]
        try:
            passphrases.check_passphrase(passphrase)
        except passphrases.WeakPassphrase as refused:
            raise forms.ValidationError(str(refused)) from None
        return passphrase


class CommunityForm(forms.Form):
    """What a community says about itself."""

    name = PlainField(label=_("Name"), max_length=80)
    purpose = PlainField(
        label=_("What you are here for"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you use"), choices=_languages, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones)


class AgreementForm(forms.Form):
    """A new version of the agreement, in each language of the interface."""

    de = PlainField(label=_("In German"), max_length=8000, widget=forms.Textarea({"rows": 12, "lang": "de"}))
    en = PlainField(label=_("In English"), max_length=8000, widget=forms.Textarea({"rows": 12, "lang": "en"}))


class InvitationForm(forms.Form):
    """An invitation for one person."""

    note = PlainField(label=_("A note for you"), max_length=80, required=False)
    days = forms.TypedChoiceField(
        label=_("How long it is good for"),
        coerce=int,
        initial=14,
        choices=[(3, _("3 days")), (14, _("2 weeks")), (60, _("2 months"))],
    )
    roles = forms.MultipleChoiceField(
        label=_("Comes in as"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
