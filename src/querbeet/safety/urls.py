"""Addresses of asking for help."""

from django.urls import path

from querbeet.safety.views import asking, reading

app_name = "safety"
urlpatterns = [
    path("help", asking.help_page, name="help"),
    path("help/call", asking.report, name="report"),
    path("help/call/<str:key>", asking.report_person, name="report-person"),
    path("help/call/<slug:slug>/<uuid:pk>", asking.report_thing, name="report-thing"),
    path("help/mine/<uuid:pk>", asking.mine, name="mine"),
    path("help/<uuid:pk>/closing", asking.closing, name="closing"),
    path("help/calls", reading.reports, name="reports"),
    path("help/calls/<uuid:pk>", reading.detail, name="detail"),
    path("help/calls/<uuid:pk>/taking", reading.taking, name="taking"),
    path("help/lines", reading.lines, name="lines"),
    path("help/lines/<uuid:pk>/removal", reading.line_removal, name="line-removal"),
]
