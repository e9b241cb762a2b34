"""Pages of what a programme asks and by which rules it matches. Everything is saved through one verb."""

from dataclasses import replace
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core.errors import Refused
from querbeet.programmes import forms, queries
from querbeet.programmes.actions import programmes as actions
from querbeet.programmes.enums import RuleKind
from querbeet.programmes.models.programme import Programme
from querbeet.programmes.rules import documents, editing, words
from querbeet.programmes.rules.ruleset import RuleSet

NEW = "new"


def _open(request: MemberRequest, pk: UUID) -> tuple[Programme, RuleSet]:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    return programme, queries.ruleset(programme, by=request.member)


def _saved(request: MemberRequest, programme: Programme, ruleset: RuleSet, form: django_forms.Form) -> bool:
    """Save, or put the sentence of a refusal into the form."""
    try:
        actions.change_rules(programme=programme, ruleset=ruleset, by=request.member)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@coordinator_required
def overview(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme, ruleset = _open(request, pk)
    form = forms.MatchingForm(request.POST or None, initial=vars(ruleset))
    if request.method == "POST" and form.is_valid():
        _saved(request, programme, replace(ruleset, **form.cleaned_data), form)
    context = {
        "programme": programme,
        "form": form,
        "questions": [{"number": n, "question": one} for n, one in enumerate(ruleset.questions)],
        "rules": [{"number": n, "text": words.rule(ruleset, one)} for n, one in editing.hard(ruleset)],
        "wishes": [{"number": n, "text": words.wish(ruleset, one)} for n, one in enumerate(ruleset.wishes)],
        "apart": sum(len(rule.pairs) for rule in ruleset.rules),
        "file_form": forms.RulesFileForm(),
    }
    return render(request, "programmes/rules.html", context)


@coordinator_required
def question(request: MemberRequest, pk: UUID, number: str) -> HttpResponse:
    programme, ruleset = _open(request, pk)
    known = editing.at(ruleset.questions, number)
    initial = {**vars(known), "choices": "\n".join(known.choices)} if known else {"asked": "both", "shown": True}
    form = forms.QuestionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = known.key if known else editing.free_key(ruleset, form.cleaned_data["label"])
        made = form.question(key, known.columns if known else ())
        if _saved(request, programme, editing.with_question(ruleset, number, made), form):
            return redirect("programmes:rules", pk)
    return _form(request, programme, form, number, "programmes:question-removal", _("Question"))


@coordinator_required
def rule(request: MemberRequest, pk: UUID, number: str) -> HttpResponse:
    programme, ruleset = _open(request, pk)
    known = editing.at(ruleset.rules, number)
    initial = vars(known) if known else {"strict": False}
    form = forms.RuleForm(request.POST or None, initial=initial, ruleset=ruleset)
    if request.method == "POST" and form.is_valid():
        changed = replace(ruleset, rules=editing.put(ruleset.rules, number, form.rule()))
        if _saved(request, programme, changed, form):
            return redirect("programmes:rules", pk)
    return _form(request, programme, form, number, "programmes:rule-removal", _("Hard rule"))


@coordinator_required
def wish(request: MemberRequest, pk: UUID, number: str) -> HttpResponse:
    programme, ruleset = _open(request, pk)
    known = editing.at(ruleset.wishes, number)
    initial = {**vars(known), "steps": editing.steps_text(known)} if known else {"points": 10}
    form = forms.WishForm(request.POST or None, initial=initial, ruleset=ruleset)
    if request.method == "POST" and form.is_valid():
        changed = replace(ruleset, wishes=editing.put(ruleset.wishes, number, form.wish()))
        if _saved(request, programme, changed, form):
            return redirect("programmes:rules", pk)
    return _form(request, programme, form, number, "programmes:wish-removal", _("Wish"))


def _form(
    request: MemberRequest, programme: Programme, form: django_forms.Form, number: str, removal: str, title: str
) -> HttpResponse:
    context = {"programme": programme, "form": form, "title": title, "number": number, "removal": removal}
    return render(request, "programmes/rule_form.html", {**context, "new": number == NEW})


@coordinator_required
@require_POST
def remove(request: MemberRequest, pk: UUID, number: str, part: str) -> HttpResponse:
    programme, ruleset = _open(request, pk)
    try:
        changed = editing.without(ruleset, part, number)
        actions.change_rules(programme=programme, ruleset=changed, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:rules", pk)


@coordinator_required
def apart(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme, ruleset = _open(request, pk)
    pairs = [pair for rule in ruleset.rules for pair in rule.pairs]
    initial = {"pairs": "\n".join(", ".join(pair) for pair in pairs)}
    form = forms.ApartForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = editing.with_apart(ruleset, form.cleaned_data["pairs"])
        if _saved(request, programme, changed, form):
            return redirect("programmes:rules", pk)
    context = {"programme": programme, "form": form, "title": _("Never these two"), "new": True}
    return render(request, "programmes/rule_form.html", context)


@coordinator_required
@require_GET
def download(request: MemberRequest, pk: UUID) -> HttpResponse:
    _programme, ruleset = _open(request, pk)
    without = replace(ruleset, rules=tuple(rule for rule in ruleset.rules if rule.kind != RuleKind.APART))
    answer = HttpResponse(documents.dump(without), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rules.toml"'
    return answer


@coordinator_required
@require_POST
def upload(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme, _ruleset = _open(request, pk)
    file = request.FILES.get("rules")
    if file is None:
        raise Http404
    try:
        ruleset = documents.from_bytes(file.read())
        actions.change_rules(programme=programme, ruleset=ruleset, by=request.member)
        messages.success(request, _("The rules of the file are in force."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:rules", pk)
