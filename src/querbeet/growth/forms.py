"""Forms of growth."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.growth import texts
from querbeet.growth.enums import Between, Helps, Next, Spoke


class CheckForm(forms.Form):
    """Four short questions; each may be left out."""

    spoke = forms.ChoiceField(
        label=_("Have you spoken or written to each other lately?"),
        choices=Spoke.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    between = forms.ChoiceField(
        label=_("How is it between you?"), choices=Between.choices, required=False, widget=forms.RadioSelect
    )
    helps = forms.ChoiceField(
        label=_("Does it help you with what you came for?"),
        choices=Helps.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    next = forms.ChoiceField(
        label=_("What would you like now?"), choices=Next.choices, required=False, widget=forms.RadioSelect
    )


class ThoughtsForm(forms.Form):
    """Thoughts about the next step."""

    ticked = forms.MultipleChoiceField(
        label=_("What is true for you today?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("What would I need for the next step?"),
        required=False,
        max_length=2000,
        help_text=_("In your own words, for you alone."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = list(texts.THOUGHTS.items())  # type: ignore[attr-defined]


class GuideForm(forms.Form):
    """A word to those who may ask."""

    words = forms.CharField(
        label=_("A word to those who may ask"),
        required=False,
        max_length=300,
        help_text=_("When you have time, and what you like to talk about. Everybody here can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RoundForm(forms.Form):
    """A circle of mentors."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=60, help_text=_("For example “Tuesday evenings” or “First months”.")
    )


class ChangeForm(forms.Form):
    """What kind of change is offered."""

    mentor = forms.ChoiceField(label=_("What comes after a yes of both?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, mentors: Iterable[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in mentors}
        named = [(pk, _("hand over to %(name)s") % {"name": one.display_name}) for pk, one in self.people.items()]
        anew = _("a new match: whoever is next in line, or the next run")
        self.fields["mentor"].choices = [("", anew), *named]  # type: ignore[attr-defined]

    def chosen(self) -> Member | None:
        """The mentor of a hand-over."""
        return self.people.get(self.cleaned_data["mentor"])
