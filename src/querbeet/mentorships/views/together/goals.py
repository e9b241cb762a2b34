"""Pages of goals."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from querbeet.communities.guards import MemberRequest, member_required, sent
from querbeet.mentorships.actions import goals as actions
from querbeet.mentorships.models.together import Goal, Step
from querbeet.mentorships.queries import together as queries
from querbeet.mentorships.together_forms import GoalForm, StepForm, TitleForm
from querbeet.mentorships.views.together.common import READ_AND_WRITE, done, mentorship_of, merged, saved, shared
from querbeet.notices import actions as notices

COURSES = {
    "reached": (actions.reach, gettext_lazy("A goal is reached. Enjoy it for a moment, together.")),
    "let-go": (actions.let_go, gettext_lazy("Let go. That is a decision too, and a good one.")),
    "open": (actions.take_up, ""),
}


@member_required
@require_http_methods(READ_AND_WRITE)
def goals(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The goals of a mentorship, each as a path; a new one."""
    mentorship, form = mentorship_of(request, pk), GoalForm(sent(request))

    def add() -> Goal:
        title, steps = form.cleaned_data["title"], form.lines()
        return actions.add(mentorship=mentorship, by=request.member, title=title, steps=steps)

    if saved(form, "title", add):
        return redirect("mentorships:goals", pk)
    paths = queries.paths(mentorship, request.member)
    notices.seen(member=request.member, about=[path.goal for path in paths])
    context = {"ours": queries.ours(mentorship, request.member), "paths": paths, "form": form}
    return render(request, "mentorships/together/goals.html", context)


@member_required
@require_http_methods(READ_AND_WRITE)
def goal(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put a goal in other words."""
    found = shared(request, Goal, pk)
    form = TitleForm(sent(request), initial={"text": found.title, "version": found.version})

    def rename(text: str, version: int) -> Goal:
        return actions.rename(goal=found, by=request.member, title=text, version=version)

    if merged(form, found, rename, read=lambda: found.title):
        return redirect("mentorships:goals", found.mentorship_id)
    return render(request, "mentorships/together/goal.html", {"goal": found, "form": form})


@member_required
@require_http_methods(READ_AND_WRITE)
def steps(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a step."""
    found, form = shared(request, Goal, pk), StepForm(sent(request))
    if saved(form, "text", lambda: actions.add_step(goal=found, by=request.member, text=form.cleaned_data["text"])):
        return redirect("mentorships:goals", found.mentorship_id)
    return render(request, "mentorships/together/steps.html", {"goal": found, "form": form})


@member_required
@require_POST
def step(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A step is done, or not after all."""
    found, ticked = shared(request, Step, pk), request.POST.get("done") == "yes"
    words = _("One step further. Well done!") if ticked else ""
    act = lambda: actions.tick(step=found, by=request.member, done=ticked)  # noqa: E731
    return done(request, "mentorships:goals", found.mentorship_id, act, words)


@member_required
@require_POST
def course(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A goal is reached, let go, or taken up again."""
    found = shared(request, Goal, pk)
    if request.POST.get("to") not in COURSES:
        raise Http404
    act, words = COURSES[request.POST["to"]]
    return done(
        request, "mentorships:goals", found.mentorship_id, lambda: act(goal=found, by=request.member), str(words)
    )
