"""Looking through skills, and proposing new ones."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from querbeet.communities.guards import MemberRequest, member_required, steward_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.skills.actions import vocabulary as actions
from querbeet.skills.enums import Side
from querbeet.skills.forms import MergeForm, ProposalForm, WordsForm
from querbeet.skills.models.vocabulary import Skill
from querbeet.skills.queries import exchange, people, search, vocabulary
from querbeet.skills.views import asking

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def skills(request: MemberRequest) -> HttpResponse:
    """All areas, and a search. What is looked for shows up in no address."""
    if request.method == "POST":
        asking.keep(request, "skills", WordsForm(request.POST))
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect("skills:skills")
    text = asking.kept(request, "skills").get("q", "")
    answer = search.skills(text, request.member) if text else None
    context = {"text": text, "answer": answer, "areas": vocabulary.areas()}
    return render(request, "skills/skills_found.html" if request.htmx else "skills/skills.html", context)  # type: ignore[attr-defined]


@member_required
@require_safe
def area(request: MemberRequest, key: str) -> HttpResponse:
    """The skills of an area."""
    found = vocabulary.area(key)
    if found is None:
        raise Http404
    return render(request, "skills/area.html", {"area": found, "skills": vocabulary.of_area(found, request.member)})


@member_required
@require_safe
def skill(request: MemberRequest, key: str) -> HttpResponse:
    """A skill, its neighbours, and the people who show that they offer or wish for it."""
    found = _skill(key, request)
    if found.key != key:
        return redirect("skills:skill", found.key)
    neighbours = vocabulary.neighbours(found, request.member)
    near = [found.pk, *(below.pk for below in neighbours["narrower"])]
    now = clock.now()
    context = {
        "skill": found,
        **neighbours,
        "offering": people.of_skill(near, Side.OFFER, request.member, now),
        "wishing": people.of_skill(near, Side.WISH, request.member, now),
        "offer": exchange.own_of_skill(request.member, found, Side.OFFER),
        "wish": exchange.own_of_skill(request.member, found, Side.WISH),
    }
    return render(request, "skills/skill.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def propose(request: MemberRequest) -> HttpResponse:
    """Propose a skill that is missing."""
    text = asking.kept(request, "skills").get("q", "")
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(member=request.member, **form.texts())
            return redirect("skills:offers")
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "skills/propose.html", {"form": form, "text": text})


@steward_required
@require_safe
def proposals(request: MemberRequest) -> HttpResponse:
    """What stewards look after: proposals first, then the community's own skills."""
    return render(request, "skills/proposals.html", {"skills": vocabulary.for_stewards(request.member)})


@steward_required
@require_http_methods(READ_AND_WRITE)
def proposal(request: MemberRequest, key: str) -> HttpResponse:
    """Take a proposal in, in the steward's own wording."""
    found = _stewarded(key, request)
    form = ProposalForm(request.POST or None, skill=found, everything=True)
    if request.method == "POST" and form.is_valid():
        try:
            sensitive = form.cleaned_data["sensitive"]
            actions.accept(skill=found, by=request.member, sensitive=sensitive, **form.texts())
            return redirect("skills:proposals")
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "skills/proposal.html", {"skill": found, "form": form})


@steward_required
@require_http_methods(["POST"])
def refusal(request: MemberRequest, key: str) -> HttpResponse:
    """Do not take a proposal in."""
    try:
        actions.decline(skill=_stewarded(key, request), by=request.member)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("skills:proposals")


@steward_required
@require_http_methods(READ_AND_WRITE)
def merging(request: MemberRequest, key: str) -> HttpResponse:
    """Join a skill of the community with another that takes over."""
    found = _stewarded(key, request)
    form = MergeForm(request.POST or None)
    into = form.chosen(request.member) if request.method == "POST" and "into" in request.POST else None
    if into:
        try:
            actions.merge(skill=found, into=into, by=request.member)
            return redirect("skills:proposals")
        except Refused as refused:
            form.add_error(None, str(refused))
    text = WordsForm(request.POST).asked().get("q", "") or found.name
    answer = search.skills(text, request.member)
    others = [other for other in answer.skills if other != found]
    return render(request, "skills/merging.html", {"skill": found, "form": form, "text": text, "others": others})


def _skill(key: str, request: MemberRequest) -> Skill:
    found = vocabulary.skill(key, request.member)
    if found is None:
        raise Http404
    return found


def _stewarded(key: str, request: MemberRequest) -> Skill:
    found = vocabulary.stewarded(key, request.member)
    if found is None:
        raise Http404
    return found
