"""How news may reach a member."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from querbeet.notices import rules
from querbeet.notices.enums import How, Rhythm
from querbeet.notices.models import Channel


def _hours() -> list[tuple[str, str]]:
    return [("", gettext("none")), *((str(hour), time_format(time(hour), "H:i")) for hour in range(24))]


class PreferencesForm(forms.Form):
    """One choice a kind of news, one for all, how often, and the hours without mail."""

    everything = forms.ChoiceField(
        label=_("All of it at once"), required=False, choices=[("", _("as chosen below")), *How.choices]
    )
    rhythm = forms.ChoiceField(
        label=_("Mail that gathers what is new"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    quiet_from = forms.ChoiceField(label=_("No mail from"), required=False, choices=_hours)
    quiet_until = forms.ChoiceField(label=_("until"), required=False, choices=_hours)

    def __init__(self, data: Mapping[str, Any] | None = None, *, channel: Channel | None = None) -> None:
        chosen = channel.kinds if channel else {}
        initial: dict[str, Any] = {"rhythm": channel.rhythm if channel else Rhythm.DAILY}
        if channel and channel.quiet_from is not None:
            initial |= {"quiet_from": str(channel.quiet_from), "quiet_until": str(channel.quiet_until)}
        super().__init__(data, initial=initial)
        self.known = rules.everything()
        for kind in self.known:
            how = forms.ChoiceField(label=str(kind.label), choices=How.choices, initial=chosen.get(kind.name, How.SITE))
            self.fields[kind.name] = how

    def kinds_fields(self) -> list[forms.BoundField]:
        """The fields of the kinds, for the page."""
        return [self[kind.name] for kind in self.known]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("quiet_from")) != bool(cleaned.get("quiet_until")):
            self.add_error("quiet_until", gettext("Quiet hours need a beginning and an end, or neither."))
        return cleaned

    def chosen(self) -> dict[str, str]:
        """How each kind is to be told."""
        everything = self.cleaned_data["everything"]
        return {kind.name: everything or self.cleaned_data[kind.name] for kind in self.known}

    def quiet(self) -> tuple[int, int] | None:
        """The hours without mail."""
        start, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return (int(start), int(end)) if start else None
