"""Every address of the site. Short, neutral nouns; ids in them are random."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from querbeet.config.health import health


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for crawlers."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


urlpatterns = [
    path("healthz", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("", include("querbeet.ui.urls")),
    path("", include("querbeet.people.urls")),
    path("", include("querbeet.communities.urls")),
    path("", include("querbeet.notices.urls")),
    path("", include("querbeet.safety.urls")),
    path("", include("querbeet.skills.urls")),
    path("", include("querbeet.conversations.urls")),
    path("", include("querbeet.programmes.urls")),
    path("", include("querbeet.matching.urls")),
    path("", include("querbeet.mentorships.urls")),
    path("", include("querbeet.meetings.urls")),
    path("", include("querbeet.growth.urls")),
    path("", include("querbeet.home.urls")),
    path("", include("querbeet.rights.urls")),
]
handler400 = "querbeet.ui.problems.bad_request"
handler403 = "querbeet.ui.problems.forbidden"
handler404 = "querbeet.ui.problems.not_found"
handler500 = "querbeet.ui.problems.broken"
