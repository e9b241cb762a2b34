"""Addresses of growth."""

from django.urls import path

from querbeet.growth.views import checks, health, lineage, paths, rounds

app_name = "growth"
urlpatterns = [
    path("check-ins", checks.index, name="checks"),
    path("check-ins/<uuid:pk>", checks.check, name="check"),
    path("check-ins/<uuid:pk>/help", checks.way_to_help, name="help"),
    path("path", paths.index, name="path"),
    path("path/step", paths.step, name="step"),
    path("path/thoughts", paths.thoughts, name="thoughts"),
    path("path/guides", paths.guides, name="guides"),
    path("path/guides/<uuid:pk>", paths.question, name="question"),
    path("path/guiding", paths.guiding, name="guiding"),
    path("path/together/<uuid:pk>/answer", paths.answer, name="answer"),
    path("path/together/<uuid:pk>/end", paths.end, name="end"),
    path("rounds", rounds.index, name="rounds"),
    path("rounds/new", rounds.new, name="round_new"),
    path("rounds/<uuid:pk>", rounds.one, name="round"),
    path("rounds/<uuid:pk>/seat", rounds.seat, name="seat"),
    path("rounds/<uuid:pk>/meetings", rounds.meeting, name="round_meeting"),
    path("lineage", lineage.index, name="lineage"),
    path("lineage/mine", lineage.mine, name="branches"),
    path("lineage/mine/<uuid:pk>/<str:key>", lineage.branch, name="branch"),
    path("programmes/<uuid:pk>/health", health.board, name="board"),
    path("programmes/<uuid:pk>/health/<uuid:mentorship>/question", health.ask, name="ask"),
    path("programmes/<uuid:pk>/health/<uuid:mentorship>/change", health.change, name="change"),
]
