"""What coordinators choose for a run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.programmes.enums import Objective


class RunForm(forms.Form):
    objective = forms.ChoiceField(label=_("What counts most"), choices=Objective.choices, widget=forms.RadioSelect)
    seed = forms.IntegerField(
        label=_("Lot number"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("Decides between equally good answers. The same number gives the same answer."),
    )

    def clean_seed(self) -> int:
        return self.cleaned_data["seed"] or 0
