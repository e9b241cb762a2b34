"""What is filled in around mentorships."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.mentorships.enums import AskedOf, Shape
from querbeet.mentorships.models import agreement, enquiry, farewell
from querbeet.mentorships.models.openness import MOST_PLACES
from querbeet.mentorships.rules import drafts
from querbeet.skills.models.exchange import Listing
from querbeet.skills.models.vocabulary import Skill


class Lines(forms.CharField):
    """Some lines of text."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class EnquiryForm(forms.Form):
    """What somebody wants to know before they answer."""

    text = Lines(label=_("What would you like to know?"), max_length=enquiry.LONGEST)
    to = forms.ChoiceField(
        label=_("Who can tell you?"),
        choices=AskedOf.choices,
        initial=AskedOf.OTHERS,
        widget=forms.RadioSelect,
        help_text=_("The other person sees that you ask, and what. The coordinators alone see what you ask them."),
    )


class ReplyForm(forms.Form):
    """A reply to such a question."""

    text = Lines(label=_("Your reply"), max_length=enquiry.LONGEST)


class RestForm(forms.Form):
    """A break."""

    until = forms.DateField(
        label=_("Ask me again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if you do not know. Nobody else sees it."),
    )


class AgreementForm(forms.Form):
    """What people agree on."""

    goals = Lines(label=_("What we would like to reach"), required=False, max_length=agreement.LONGEST)
    rhythm = Lines(label=_("How often and how long"), required=False, max_length=agreement.LONGEST, rows=3)
    channels = Lines(label=_("Where we meet and write"), required=False, max_length=agreement.LONGEST, rows=3)
    boundaries = Lines(label=_("What is off limits"), required=False, max_length=agreement.LONGEST, rows=3)
    confidence = Lines(label=_("What stays between us"), required=False, max_length=agreement.LONGEST, rows=3)
    ending = Lines(label=_("How we end it"), required=False, max_length=agreement.LONGEST, rows=3)
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def begin(cls, data: Any, newest: agreement.Agreement | None) -> "AgreementForm":
        """The form with the newest version in it, or with a draft."""
        words = {part: getattr(newest, part) for part in agreement.PARTS} if newest else drafts.draft()
        return cls(data, initial={**words, "read": newest.version if newest else 0})

    def told(self) -> dict[str, Any]:
        """The parts, and the version that they were written from."""
        data = dict(self.cleaned_data)
        return {"read": data.pop("read"), "parts": data}


class FarewellForm(forms.Form):
    """What one takes along."""

    text = Lines(label=_("What I take along"), required=False, max_length=farewell.LONGEST, rows=6)


class ThanksForm(forms.Form):
    """A thank-you."""

    text = Lines(label=_("Thank you for"), required=False, max_length=farewell.LONGEST)


class PlacesForm(forms.Form):
    """Whom one takes along outside of programmes."""

    places = forms.IntegerField(
        label=_("How many people at a time?"),
        min_value=0,
        max_value=MOST_PLACES,
        initial=1,
        help_text=_("With 0 nobody can ask you; what runs goes on."),
    )
    flash = forms.BooleanField(label=_("I can be asked for a single talk too"), required=False, initial=True)
    skills = forms.MultipleChoiceField(label=_("In what?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offers: Iterable[Listing], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offers = {offer.skill.key: offer.skill for offer in offers}
        choices = [(key, skill.name) for key, skill in self.offers.items()]
        self.fields["skills"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[Skill]:
        """The skills that were ticked."""
        return [self.offers[key] for key in self.cleaned_data["skills"]]


class ShapeForm(forms.Form):
    """What somebody is asked for."""

    shape = forms.ChoiceField(label=_("What would suit you?"), widget=forms.RadioSelect, initial=Shape.ONE_TO_ONE)

    def __init__(self, *args: Any, shapes: Iterable[Shape], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(shape.value, shape.label) for shape in shapes]
        self.fields["shape"].choices = choices  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """Three or more people whom a coordinator puts to each other."""

    shape = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(shape.value, shape.label) for shape in (Shape.CO_MENTORS, Shape.CIRCLE)],
        initial=Shape.CO_MENTORS,
        widget=forms.RadioSelect,
    )
    mentors = forms.MultipleChoiceField(label=_("Mentors"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.MultipleChoiceField(label=_("Mentees, or the circle"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, mentors: Iterable[Member], others: Iterable[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in (*mentors, *others)}
        for name, members in (("mentors", mentors), ("others", others)):
            choices = [(str(one.pk), one.display_name) for one in members]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """The form as `actions.proposals.gather` takes it."""
        data = self.cleaned_data
        picked = {name: [self.people[pk] for pk in data[name]] for name in ("mentors", "others")}
        return {"shape": Shape(data["shape"]), **picked}
