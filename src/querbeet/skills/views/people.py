"""Finding people."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from querbeet.communities.guards import MemberRequest, member_required
from querbeet.core import clock
from querbeet.skills.forms import PeopleForm
from querbeet.skills.queries import people as people_queries
from querbeet.skills.views import asking

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@member_required
@require_http_methods(READ_AND_WRITE)
def people(request: MemberRequest) -> HttpResponse:
    """People by what they share and wish for. Asking is a POST: what is looked for shows up in no address."""
    if request.method == "POST":
        asking.keep(request, "people", PeopleForm(request.POST))
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect("skills:people")
    form = PeopleForm(asking.kept(request, "people"))
    asked = form.search()
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 4 else 1
    found = people_queries.find(asked, request.member, clock.now(), page=page)
    template = "skills/people_found.html" if request.htmx else "skills/people.html"  # type: ignore[attr-defined]
    return render(request, template, {"form": form, "asked": asked, "found": found})
