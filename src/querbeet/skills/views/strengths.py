"""Strengths: one's own, and confirming those of others."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from querbeet.communities import queries as communities
from querbeet.communities.guards import MemberRequest, member_required
from querbeet.core.errors import Refused
from querbeet.skills.actions import strengths as actions
from querbeet.skills.forms import EndorsementForm, StrengthForm
from querbeet.skills.models.strengths import Endorsement, Strength
from querbeet.skills.queries import profiles

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def strengths(request: MemberRequest) -> HttpResponse:
    """One's own strengths with what others said; naming another one."""
    form = StrengthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name(member=request.member, **form.cleaned_data)
            return redirect("skills:strengths")
        except Refused as refused:
            form.add_error("text", str(refused))
    named = profiles.own_strengths(request.member)
    return render(request, "skills/strengths.html", {"form": form, "named": named})


@member_required
@require_http_methods(READ_AND_WRITE)
def strength(request: MemberRequest, key: UUID) -> HttpResponse:
    """Who sees a strength of one's own; taking it away."""
    own = _own(key, request)
    form = StrengthForm(request.POST or None, initial={"text": own.text, "audience": own.audience})
    form.fields["text"].required = False
    form.fields["text"].disabled = True
    if request.method == "POST" and form.is_valid():
        actions.show(strength=own, by=request.member, audience=form.cleaned_data["audience"])
        return redirect("skills:strengths")
    return render(request, "skills/strength.html", {"strength": own, "form": form})


@member_required
@require_http_methods(["POST"])
def removal(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take a strength of one's own away."""
    actions.drop(strength=_own(key, request), by=request.member)
    return redirect("skills:strengths")


@member_required
@require_http_methods(["POST"])
def decision(request: MemberRequest, key: UUID) -> HttpResponse:
    """Show, hide or take away what somebody said about a strength of one's own."""
    given = get_object_or_404(
        Endorsement.objects.visible_to(request.member).select_related("strength"),
        pk=key,
        strength__member=request.member,
    )
    match request.POST.get("answer"):
        case "show" | "hide" as answer:
            actions.decide(endorsement=given, by=request.member, shown=answer == "show")
        case "remove":
            actions.take_back(endorsement=given, by=request.member)
        case _:
            raise Http404
    return redirect("skills:strengths")


@member_required
@require_http_methods(READ_AND_WRITE)
def endorsement(request: MemberRequest, key: UUID) -> HttpResponse:
    """Confirm somebody's strength, or look at what one said."""
    found = get_object_or_404(Strength.objects.visible_to(request.member).exclude(member=request.member), pk=key)
    card = communities.cards(request.member, [found.member_id])[found.member_id]
    given = profiles.own_endorsement(found, request.member)
    form = EndorsementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.endorse(strength=found, by=request.member, note=form.cleaned_data["note"])
        return redirect(card.href)
    return render(request, "skills/endorsement.html", {"strength": found, "card": card, "given": given, "form": form})


@member_required
@require_http_methods(["POST"])
def taking_back(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take back what one said about somebody's strength."""
    found = get_object_or_404(Strength.objects.visible_to(request.member), pk=key)
    given = profiles.own_endorsement(found, request.member)
    if given is None:
        raise Http404
    actions.take_back(endorsement=given, by=request.member)
    return redirect(communities.cards(request.member, [found.member_id])[found.member_id].href)


def _own(key: UUID, request: MemberRequest) -> Strength:
    return get_object_or_404(Strength.objects.visible_to(request.member), pk=key, member=request.member)
