"""What is filled in when somebody asks for help or answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.safety.enums import Wish
from querbeet.safety.models import LONGEST


class WordsField(forms.CharField):
    """Some lines of free text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}), **kwargs)


class ReportForm(forms.Form):
    """A call for help. `staff`: who would read it."""

    words = WordsField(
        label=_("What happened, or what worries you?"),
        help_text=_("As much or as little as you like. One line is enough."),
    )
    wish = forms.ChoiceField(label=_("What would you like?"), widget=forms.RadioSelect, initial=Wish.ANSWER)
    unnamed = forms.BooleanField(
        label=_("Do not show my name"),
        help_text=_("They can still answer you here. What you write may tell who you are."),
        required=False,
    )
    leave_out = forms.MultipleChoiceField(
        label=_("Who should not read it?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, staff: list[Member], stoppable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wishes = [choice for choice in Wish.choices if stoppable or choice[0] != Wish.FREEZE]
        self.fields["wish"].choices = wishes  # type: ignore[attr-defined]
        self.fields["leave_out"].choices = [(str(one.pk), one.display_name) for one in staff]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What the form says, as `actions.report` takes it."""
        data = self.cleaned_data
        return {
            "words": data["words"],
            "wish": Wish(data["wish"]),
            "named": not data["unnamed"],
            "left_out": [UUID(one) for one in data["leave_out"]],
        }


class TextForm(forms.Form):
    """An answer, or something to add."""

    text = WordsField(label=_("Your words"))


class LineForm(forms.Form):
    """A place that helps."""

    name = forms.CharField(label=_("Who helps?"), max_length=80)
    reach = forms.CharField(label=_("Telephone number or address"), max_length=120)
    note = forms.CharField(label=_("When, for whom, in which languages"), max_length=200, required=False)
