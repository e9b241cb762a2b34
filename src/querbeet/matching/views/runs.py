"""Pages of runs: start one, look at it, compare, publish."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from querbeet.communities.guards import MemberRequest, coordinator_required
from querbeet.core import clock
from querbeet.core.errors import Refused
from querbeet.matching import actions, forms, queries, rules, workbench
from querbeet.matching.enums import Mark
from querbeet.matching.models import Run
from querbeet.mentorships.queries import suggestions as mentorships
from querbeet.programmes import queries as programmes
from querbeet.programmes.models.participant import Participant
from querbeet.programmes.models.programme import Programme

PER_PAGE = 40


def _run(request: MemberRequest, pk: UUID, run: UUID) -> Run:
    rows = Run.objects.visible_to(request.member).select_related("programme__community")
    return get_object_or_404(rows, pk=run, programme=pk)


@coordinator_required
def index(request: MemberRequest, pk: UUID) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), pk=pk)
    form = forms.RunForm(request.POST or None, initial={"objective": programme.objective, "seed": 0})
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.start(programme=programme, by=request.member, **form.cleaned_data)
            return redirect("matching:run", pk, run.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    counts = programmes.counts(programme, request.member)
    runs = programme.runs.visible_to(request.member)
    context = {"programme": programme, "form": form, "runs": runs, "counts": counts}
    ready = rules.can_start(counts["pool_mentees"], counts["pool_mentors"])
    return render(request, "matching/runs.html", {**context, "ready": ready})


@coordinator_required
@require_GET
def detail(request: MemberRequest, pk: UUID, run: UUID) -> HttpResponse:
    found = _run(request, pk, run)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204) if found.under_way else HttpResponseClientRefresh()
    if not found.finished:
        stalled = rules.stalled(found.state, found.created_at, clock.now())
        return render(
            request, "matching/waiting.html", {"run": found, "programme": found.programme, "stalled": stalled}
        )
    return render(request, "matching/run.html", _workbench(request, found))


def _workbench(request: MemberRequest, run: Run) -> dict[str, Any]:
    order = request.GET.get("order", "mentee")
    everyone = list(queries.pairs(run, request.member))
    page = Paginator(queries.ordered(everyone, order), PER_PAGE).get_page(request.GET.get("page"))
    explained = queries.explained(run, page.object_list, queries.marks(run, request.member))
    loads = queries.loads(run, request.member, everyone)
    runs = run.programme.runs.visible_to(request.member)
    return {
        "run": run,
        "programme": run.programme,
        "page": page,
        "groups": workbench.grouped(explained, order),
        "tabs": workbench.tabs(order),
        "spread": workbench.spread(everyone),
        "loads": workbench.loads(loads),
        "most": max((load.places for load in loads), default=1),
        "without": queries.without(run, request.member),
        "markings": queries.markings(run, request.member),
        "form": forms.RunForm(initial={"objective": run.objective, "seed": run.seed}),
        "others": [other for other in runs if other.finished and other != run],
        "outcomes": mentorships.outcomes(run.pk, request.member) if run.published_at else None,
        "can_publish": rules.can_publish(run.state),
    }


@coordinator_required
@require_POST
def mark(request: MemberRequest, pk: UUID, run: UUID) -> HttpResponse:
    found = _run(request, pk, run)
    people = Participant.objects.visible_to(request.member).filter(programme=pk).select_related("member")
    wanted = request.POST.get("mark", "")
    try:
        actions.mark(
            programme=found.programme,
            mentee=get_object_or_404(people, pk=request.POST.get("mentee")),
            mentor=get_object_or_404(people, pk=request.POST.get("mentor")),
            mark=wanted if wanted in Mark.values else "",
            by=request.member,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{found.get_absolute_url()}{workbench.back(request.POST)}")


@coordinator_required
@require_GET
def compare(request: MemberRequest, pk: UUID, run: UUID) -> HttpResponse:
    found = _run(request, pk, run)
    other = get_object_or_404(
        Run.objects.visible_to(request.member).filter(programme=pk), pk=workbench.uuid_or_404(request.GET.get("with"))
    )
    context = {
        "run": found,
        "other": other,
        "programme": found.programme,
        "difference": queries.difference(other, found, request.member),
        "rows": workbench.compared(other, found),
    }
    return render(request, "matching/compare.html", context)


@coordinator_required
def publication(request: MemberRequest, pk: UUID, run: UUID) -> HttpResponse:
    found = _run(request, pk, run)
    if request.method == "POST":
        try:
            number = actions.publish(run=found, by=request.member)
            told = ngettext("%(n)d pair was asked.", "%(n)d pairs were asked.", number) % {"n": number}
            messages.success(request, told)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("matching:run", pk, run)
    context = {"run": found, "programme": found.programme, "numbers": queries.publishable(found, request.member)}
    return render(request, "matching/publication.html", {**context, "title": _("Publish")})
