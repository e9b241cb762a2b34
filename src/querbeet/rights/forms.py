"""What a person fills in to get a copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.rights import rules

HERE, ALL = "here", "all"


class CopyForm(forms.Form):
    """Of what, and locked with which passphrase."""

    what = forms.ChoiceField(
        label=_("What should be in it?"),
        choices=[(HERE, _("This community and my account")), (ALL, _("Everything, with all my personas"))],
        widget=forms.RadioSelect,
        initial=HERE,
    )
    passphrase = forms.CharField(
        label=_("A passphrase for this file"),
        strip=False,
        min_length=rules.SHORTEST,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
