"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("querbeet.ui.urls")),
]
handler400 = "querbeet.ui.problems.bad_request"
handler403 = "querbeet.ui.problems.forbidden"
handler404 = "querbeet.ui.problems.not_found"
handler500 = "querbeet.ui.problems.broken"
