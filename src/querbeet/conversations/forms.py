"""What somebody writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.conversations import rules


class MessageForm(forms.Form):
    """A message. Its lines and spaces stay as they were typed."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=rules.LONGEST,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("There is nothing to send yet. Write something first.")},
    )
