"""What coordinators and members type about programmes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from querbeet.programmes.actions.imports import NEW_QUESTION
from querbeet.programmes.enums import Asked, Field, Objective, Of, QuestionKind, RuleKind, Side, Whom, WishKind
from querbeet.programmes.models.programme import FACETS, Programme
from querbeet.programmes.models.vetting import VettingStep
from querbeet.programmes.rules import patterns, reading
from querbeet.programmes.rules.ruleset import MOST_EACH, Question, Rule, RuleSet, Wish
from querbeet.ui import week


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _offer(form: forms.BaseForm, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class ProgrammeForm(forms.ModelForm):
    class Meta:
        model = Programme
        fields = ["name", "purpose", "signup_until", "starts_on", "ends_on"]
        labels = {
            "name": _("Name"),
            "purpose": _("What it is for"),
            "signup_until": _("Sign-up until"),
            "starts_on": _("Begins on"),
            "ends_on": _("Ends on"),
        }
        help_texts = {"signup_until": _("Sign-up closes by itself after this day.")}
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            **{
                name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                for name in ("signup_until", "starts_on", "ends_on")
            },
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The end is before the beginning."))
        return data


class FrameForm(forms.ModelForm):
    """How a programme runs: who meets whom, how often, and what comes before."""

    class Meta:
        model = Programme
        fields = ["shape", "rhythm", "lasts_weeks", "rolling", "screening", "training", "training_about", "two_people"]
        labels = {
            "shape": _("Who meets whom"),
            "rhythm": _("How often people meet, as a suggestion"),
            "lasts_weeks": _("How many weeks a mentorship lasts"),
            "rolling": _("Sign-up and matching stay open all the time"),
            "screening": _("We look at every sign-up before it counts"),
            "training": _("There is a training first"),
            "training_about": _("What the training is, and where"),
            "two_people": _("Two of us look at every check"),
        }
        help_texts = {
            "lasts_weeks": _("Empty: as long as both want, or until the programme ends."),
            "rolling": _("For programmes without seasons: people come and go, and are matched as they come."),
            "screening": _("Otherwise whoever signs up can be matched at once."),
            "two_people": _("A result counts only when a second coordinator has confirmed it."),
        }
        widgets = {"shape": forms.RadioSelect, "training_about": forms.Textarea(attrs={"rows": 3})}


class NewProgrammeForm(ProgrammeForm):
    """With a whole programme or rules to begin with: one of ours, or a file."""

    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("Empty: the name of what you begin with.")
    )
    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)
    rules = forms.FileField(
        label=_("Rules from a file"),
        required=False,
        help_text=_("A .toml file, as another programme gives it out. It counts more than the choice above."),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, starts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "start", starts)
        self.fields["start"].initial = starts[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("name"):
            data["name"] = getattr(patterns.load(data.get("start", "")), "name", "")
        if not data["name"]:
            self.add_error("name", _("A programme needs a name."))
        return data


class CopyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)


class MessageForm(forms.Form):
    """The same to many, to each alone. `once` tells a message that is sent twice by mistake from two messages."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    whom = forms.ChoiceField(
        label=_("To"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom it is for. Your text is still here.")},
    )
    text = forms.CharField(
        label=_("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("There is nothing to send yet. Write something first.")},
    )

    def __init__(self, *args: Any, numbers: Mapping[Whom, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "whom", [(whom.value, f"{whom.label} ({number})") for whom, number in numbers.items()])


class MatchingForm(forms.Form):
    """How many people each, and what counts most."""

    mentors_each = forms.IntegerField(label=_("Mentors for each mentee, at most"), min_value=1, max_value=MOST_EACH)
    mentees_each = forms.IntegerField(label=_("Mentees for each mentor, at most"), min_value=1, max_value=MOST_EACH)
    objective = forms.ChoiceField(label=_("What counts most"), choices=Objective.choices, widget=forms.RadioSelect)


class RulesFileForm(forms.Form):
    rules = forms.FileField(label=_("Rules file"), widget=forms.FileInput(attrs={"accept": ".toml"}))


class UploadForm(forms.Form):
    """One or two spreadsheets at once."""

    mentees = forms.FileField(label=_("Mentees"), required=False, help_text=_("A CSV or Excel file, a row a person."))
    mentors = forms.FileField(label=_("Mentors"), required=False, help_text=_("A CSV or Excel file, a row a person."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("mentees") or data.get("mentors")):
            raise forms.ValidationError(_("Choose at least one file."))
        return data


class MappingForm(forms.Form):
    """What each column is. Fields are named by position, for headers can be anything."""

    def __init__(self, *args: Any, headers: Sequence[str], ruleset: RuleSet, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = [(reading.ANSWER + question.key, question.label) for question in ruleset.asked_of(side)]
        choices = [
            *((field.value, field.label) for field in Field),
            (str(_("Answer to")), questions),
            (NEW_QUESTION, _("a new question")),
        ]
        self.headers = list(headers)
        for index, header in enumerate(self.headers):
            self.fields[f"column-{index}"] = forms.ChoiceField(label=header, choices=choices, required=False)

    @property
    def mapping(self) -> dict[str, str]:
        return {header: self.cleaned_data[f"column-{index}"] for index, header in enumerate(self.headers)}


class QuestionForm(forms.Form):
    label = forms.CharField(label=_("Question"), max_length=120)
    kind = forms.ChoiceField(label=_("What an answer looks like"), choices=QuestionKind.choices)
    asked = forms.ChoiceField(label=_("Who is asked"), choices=Asked.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line; for a list that goes upwards, the lowest first."),
    )
    needed = forms.BooleanField(label=_("An answer is needed"), required=False)
    shown = forms.BooleanField(
        label=_("The two of a pair see each other's answer"),
        required=False,
        help_text=_("Without this it counts for matching, and no reason ever names it."),
    )
    facet = forms.ChoiceField(
        label=_("Taken from profiles"),
        required=False,
        choices=[("", _("no, ask everyone")), *FACETS],
        help_text=_("Members are not asked: what they let be used for matching counts, and nobody reads it."),
    )

    def question(self, key: str, columns: tuple[str, ...] = ()) -> Question:
        data = self.cleaned_data
        return Question(
            key=key,
            label=data["label"],
            kind=QuestionKind(data["kind"]),
            asked=Asked(data["asked"]),
            choices=lines(data["choices"]),
            shown=data["shown"] and not data["facet"],
            needed=data["needed"] and not data["facet"],
            columns=columns,
            facet=data["facet"],
        )


class PairForm(forms.Form):
    """A rule or wish between two questions, mostly the same one."""

    def __init__(self, *args: Any, ruleset: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in Side:
            choices = [(question.key, question.label) for question in ruleset.asked_of(side)]
            _offer(self, side.value, choices)
        if "only_if" in self.fields:
            yes_no = [(q.key, q.label) for q in ruleset.questions if q.kind == QuestionKind.YES_NO]
            _offer(self, "only_if", [("", _("for everyone")), *yes_no])


class RuleForm(PairForm):
    kind = forms.ChoiceField(
        label=_("Kind of rule"), choices=[choice for choice in RuleKind.choices if choice[0] != RuleKind.APART]
    )
    mentee = forms.ChoiceField(label=_("What the mentee answered to"))
    mentor = forms.ChoiceField(label=_("What the mentor answered to"))
    at_least = forms.IntegerField(label=_("At least"), required=False, min_value=-1000, max_value=1000)
    at_most = forms.IntegerField(label=_("At most"), required=False, min_value=-1000, max_value=1000)
    strict = forms.BooleanField(label=_("Whoever left it open is not matched"), required=False)

    def rule(self) -> Rule:
        data = self.cleaned_data
        names = ("mentee", "mentor", "at_least", "at_most", "strict")
        return Rule(RuleKind(data["kind"]), **{name: data[name] for name in names})


class WishForm(PairForm):
    kind = forms.ChoiceField(label=_("Kind of wish"), choices=WishKind.choices)
    mentee = forms.ChoiceField(label=_("What the mentee answered to"))
    mentor = forms.ChoiceField(label=_("What the mentor answered to"))
    points = forms.FloatField(label=_("Points"), required=False, min_value=0, max_value=1000)
    steps = forms.CharField(
        label=_("Points for each number of steps"),
        required=False,
        help_text=_("For example “1: 9, 2: 12”: the mentor one step above counts 9 points, two steps count 12."),
    )
    width = forms.IntegerField(label=_("Steps at which nothing is left"), required=False, min_value=0, max_value=1000)
    of = forms.ChoiceField(label=_("Share of"), choices=Of.choices)
    enough = forms.IntegerField(
        label=_("So many in common are enough"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("0: all of them."),
    )
    only_if = forms.ChoiceField(label=_("Counts only for people who said yes to"), required=False)

    def clean_steps(self) -> tuple[tuple[int, float], ...]:
        parts = [part for part in self.cleaned_data["steps"].replace(";", ",").split(",") if part.strip()]
        try:
            return tuple(sorted((int(step), float(points)) for step, points in (part.split(":") for part in parts)))
        except ValueError:
            raise forms.ValidationError(_("Write steps and points like this: “1: 9, 2: 12”.")) from None

    def wish(self) -> Wish:
        data = self.cleaned_data
        steps = data["kind"] == WishKind.STEPS
        return Wish(
            kind=WishKind(data["kind"]),
            mentee=data["mentee"],
            mentor=data["mentor"],
            points=0 if steps else data["points"] or 0,
            steps=data["steps"] if steps else (),
            width=data["width"] or 0,
            of=Of(data["of"]),
            enough=data["enough"] or 0,
            only_if=data["only_if"],
        )


class ApartForm(forms.Form):
    pairs = forms.CharField(
        label=_("These two never"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A pair a line: the two identifications with a comma between. Only coordinators see this list."),
    )

    def clean_pairs(self) -> tuple[tuple[str, str], ...]:
        pairs = [tuple(part.strip() for part in line.split(",")) for line in lines(self.cleaned_data["pairs"])]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise forms.ValidationError(_("Write two identifications a line, with a comma between."))
        return tuple(pairs)  # type: ignore[arg-type]


class AskForm(forms.Form):
    asked = forms.CharField(
        label=_("What would you like to know?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    said = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


class StepForm(forms.ModelForm):
    class Meta:
        model = VettingStep
        fields = ["kind", "label", "asked", "valid_months"]
        labels = {
            "kind": _("What is checked"),
            "label": _("In your words"),
            "asked": _("Of whom"),
            "valid_months": _("For how many months a result holds"),
        }
        help_texts = {"label": _("May stay empty."), "valid_months": _("Empty: for good.")}
        widgets = {"asked": forms.RadioSelect}


class CheckForm(forms.Form):
    passed = forms.ChoiceField(
        label=_("Result"), choices=[("yes", _("in order")), ("no", _("not in order"))], widget=forms.RadioSelect
    )
    checked_on = forms.DateField(
        label=_("Checked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @property
    def result(self) -> dict[str, Any]:
        return {"passed": self.cleaned_data["passed"] == "yes", "checked_on": self.cleaned_data["checked_on"]}


class EnrolmentForm(forms.Form):
    """The questions of one side; a field a question, made from the rule set."""

    def __init__(self, *args: Any, ruleset: RuleSet, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [question for question in ruleset.asked_of(side) if not question.facet]
        for question in self.questions:
            self.fields[question.key] = field_of(question)
        self.fields["capacity"] = forms.IntegerField(
            label=_("How many people at most"),
            required=False,
            min_value=1,
            max_value=MOST_EACH,
            help_text=_("Empty: as many as the programme suggests (%(each)s).") % {"each": ruleset.each(side)},
        )

    @property
    def answers(self) -> dict[str, Any]:
        found = {question.key: _stored(self.cleaned_data[question.key]) for question in self.questions}
        return {key: value for key, value in found.items() if value not in (None, "", [])}


def _stored(value: Any) -> Any:
    if value in ("yes", "no"):
        return value == "yes"
    return sorted(value) if isinstance(value, frozenset) else value


def field_of(question: Question) -> forms.Field:
    """The field that asks a question."""
    told = _("Only coordinators see this answer.") if not question.shown else _("People you are matched with see it.")
    common: dict[str, Any] = {"label": question.label, "required": question.needed, "help_text": told}
    options = [(choice, choice) for choice in question.choices]
    match question.kind:
        case QuestionKind.WEEK:
            return week.WeekField(**common)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))], widget=forms.RadioSelect, **common)
        case QuestionKind.NUMBER:
            return forms.FloatField(**common)
        case QuestionKind.MULTI if options:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
        case QuestionKind.MULTI:
            return WordsField(**common)
        case QuestionKind.CHOICE | QuestionKind.ORDERED if options:
            return forms.ChoiceField(choices=[("", _("no answer")), *options], **common)
    return forms.CharField(max_length=500, **common)


class WordsField(forms.CharField):
    """Several words of one's own, with commas between."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [part.strip() for part in super().clean(value).split(",") if part.strip()]
