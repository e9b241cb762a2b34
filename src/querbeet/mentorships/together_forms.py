"""What people write together. A field `version` tells what they had before their eyes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.mentorships.models.together import LINE, TEXT


class Words(forms.CharField):
    """Text whose lines and spaces stay as they were typed."""

    def __init__(self, *, rows: int = 5, **options: object) -> None:
        options.setdefault("max_length", TEXT)
        super().__init__(strip=False, widget=forms.Textarea({"rows": rows}), **options)  # type: ignore[arg-type]


class GoalForm(forms.Form):
    """A new goal with its first steps."""

    title = forms.CharField(label=_("Where do you want to get?"), max_length=LINE)
    steps = Words(
        label=_("First small steps"),
        required=False,
        rows=4,
        help_text=_("One in each line. The smaller, the better; more can be added at any time."),
    )

    def lines(self) -> list[str]:
        """The steps, one each."""
        return [line.strip() for line in self.cleaned_data["steps"].splitlines() if line.strip()]


class TitleForm(forms.Form):
    """A goal in other words."""

    text = forms.CharField(label=_("Where do you want to get?"), max_length=LINE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(forms.Form):
    """One more step."""

    text = forms.CharField(label=_("Another small step"), max_length=LINE)


class ObstacleForm(forms.Form):
    """What is in the way."""

    text = Words(label=_("What is in the way, or what went wrong?"), rows=4)
    setback = forms.BooleanField(label=_("It is a setback: something did not work out"), required=False)
    tried = Words(label=_("What have you tried already?"), rows=3, required=False)
    next_step = forms.CharField(
        label=_("One next step"),
        max_length=LINE,
        required=False,
        help_text=_("The smallest thing that could help. It may be: ask somebody."),
    )


class ObstacleWordsForm(ObstacleForm):
    """The same in other words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    setback = None  # type: ignore[assignment]


class TipForm(forms.Form):
    """What might help."""

    text = Words(label=_("What might help?"), rows=3)


class OfferForm(forms.Form):
    """The words for the shelf."""

    words = Words(
        label=_("Words for everybody"),
        help_text=_("Write it so that nobody can be recognised: no names, no places, no dates."),
    )


class NoteForm(forms.Form):
    """A new shared note."""

    text = Words(label=_("A note for all of you"))


class ChangedNoteForm(forms.Form):
    """A note that was there."""

    text = Words(label=_("Note"), rows=10)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OwnNoteForm(forms.Form):
    """One's own note."""

    text = Words(label=_("Only for you"), rows=12, max_length=2 * TEXT, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
