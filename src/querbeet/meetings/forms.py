"""Forms of meetings."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.meetings.enums import Length
from querbeet.meetings.rules import lifecycle as rules

OWN_TIMES = 3


def _offer(form: forms.Form, slots) -> None:
    field = form.fields["slots"]
    field.choices = [(str(one.pk), one.when) for one in slots]  # type: ignore[attr-defined]


class BeginForm(forms.Form):
    """How long to meet."""

    minutes = forms.TypedChoiceField(
        label=_("How long?"), choices=Length.choices, coerce=int, initial=Length.HOUR, widget=forms.RadioSelect
    )


class RequestForm(forms.Form):
    """Which of the times found to ask for, and times of one's own, in one's own zone."""

    slots = forms.MultipleChoiceField(label=_("Times to ask for"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, slots, zone: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        _offer(self, slots)
        if not slots:
            del self.fields["slots"]
        for number in range(1, OWN_TIMES + 1):
            self.fields[f"own_{number}"] = forms.DateTimeField(
                label=_("A time of your own"),
                required=False,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            )

    def own_fields(self):
        """The fields for times of one's own."""
        return [self[name] for name in self.fields if name.startswith("own_")]

    def chosen(self) -> list[UUID]:
        """Ids of the times found that were chosen."""
        return [UUID(pk) for pk in self.cleaned_data.get("slots", [])]

    def own(self):
        """Times of one's own; typed as the clock on the wall shows them."""
        typed = [self.cleaned_data.get(f"own_{number}") for number in range(1, OWN_TIMES + 1)]
        return [moment.replace(tzinfo=self.zone) for moment in typed if moment]


class AnswerForm(forms.Form):
    """Which of the times suit."""

    slots = forms.MultipleChoiceField(
        label=_("These times suit me"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, slots) -> None:
        super().__init__(data, initial={"slots": [str(one.pk) for one in slots if one.mine]})
        _offer(self, slots)

    def chosen(self) -> list[UUID]:
        """Ids of the times that suit."""
        return [UUID(pk) for pk in self.cleaned_data["slots"]]


class PlaceForm(forms.Form):
    """Where to meet."""

    words = forms.CharField(
        label=_("Where?"),
        required=False,
        max_length=500,
        help_text=_("A place you both feel well at. Only you who meet can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    link = forms.CharField(
        label=_("Link to your own video room"),
        required=False,
        max_length=500,
        help_text=_("It begins with https://. Whoever runs that room may see who comes."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def clean_link(self) -> str:
        link = self.cleaned_data["link"].strip()
        if not rules.can_link(link):
            raise forms.ValidationError(_("A link begins with https:// and names a place on the web."))
        return link


class CalendarForm(PlaceForm):
    """How meetings look in one's own calendar."""

    words = None  # type: ignore[assignment]
    title = forms.CharField(
        label=_("What your calendar shows"),
        required=False,
        max_length=40,
        help_text=_("Others may see your calendar. Empty: “Appointment”."),
    )
    with_place = forms.BooleanField(
        label=_("Show the place or link in the entry"),
        required=False,
        help_text=_("Better not, if others can look into your calendar."),
    )
    field_order = ("title", "with_place", "link")
