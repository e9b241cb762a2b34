"""Pages of what is in the way."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.mentorships.actions import obstacles as actions
from querbeet.mentorships.actions import tips
from querbeet.mentorships.models.together import Obstacle
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.together_forms import ObstacleForm, ObstacleWordsForm, TipForm
from querbeet.mentorships.views.together.common import READ_AND_WRITE, done, mentorship_of, merged, saved, shared
from querbeet.notices import actions as notices

COURSES = {
    "overcome": (actions.overcome, _("Behind you. That took something; celebrate it.")),
    "aside": (actions.set_aside, _("It can wait.")),
    "open": (actions.take_up, ""),
}
WORDS = ("text", "tried", "next_step")


@member_required
@require_safe
def obstacles(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Everything that is or was in the way."""
    mentorship = mentorship_of(request, pk)
    everything = queries.obstacles(mentorship, request.member)
    context = {"ours": queries.ours(mentorship, request.member), "everything": everything}
    return render(request, "mentorships/together/obstacles.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def new_obstacle(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write down what is in the way."""
    mentorship, form = mentorship_of(request, pk), ObstacleForm(sent(request))
    if saved(form, "text", lambda: actions.name(mentorship=mentorship, by=request.member, **form.cleaned_data)):
        return redirect("mentorships:obstacles", pk)
    return render(request, "mentorships/together/new_obstacle.html", {"mentorship": mentorship, "form": form})


@member_required
@require_safe
def obstacle(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One obstacle with its tips."""
    found = shared(request, Obstacle, pk)
    tips_ = queries.tips(found, request.member)
    notices.seen(member=request.member, about=[found, *(one.row for one in tips_)])
    context = {
        "one": queries.written([found], request.member)[0],
        "ours": queries.ours(found.mentorship, request.member),
        "tips": tips_,
        "form": TipForm(),
    }
    return render(request, "mentorships/together/obstacle.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def obstacle_words(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put it in other words."""
    found = shared(request, Obstacle, pk)
    values = {name: getattr(found, name) for name in WORDS}
    form = ObstacleWordsForm(sent(request), initial={**values, "version": found.version})

    def change(text: str, version: int) -> Obstacle:
        more = {name: form.cleaned_data[name] for name in WORDS[1:]}
        return actions.change(obstacle=found, by=request.member, text=text, version=version, **more)

    if merged(form, found, change, read=lambda: found.text):
        return redirect("mentorships:obstacle", pk)
    return render(request, "mentorships/together/obstacle_words.html", {"obstacle": found, "form": form})


@member_required
@require_POST
def obstacle_course(request: MemberRequest, pk: UUID) -> HttpResponse:
    """It is behind them, can wait, or is in the way again."""
    found = shared(request, Obstacle, pk)
    if request.POST.get("to") not in COURSES:
        raise Http404
    act, words = COURSES[request.POST["to"]]
    return done(request, "mentorships:obstacle", pk, lambda: act(obstacle=found, by=request.member), str(words))


@member_required
@require_http_methods(READ_AND_WRITE)
def obstacle_tips(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a tip."""
    found, form = shared(request, Obstacle, pk), TipForm(sent(request))
    if saved(form, "text", lambda: tips.give(obstacle=found, by=request.member, text=form.cleaned_data["text"])):
        return redirect("mentorships:obstacle", pk)
    return render(request, "mentorships/together/tip.html", {"obstacle": found, "form": form})
