"""Addresses of matching."""

from django.urls import path

from querbeet.matching.views import papers, runs, waiting

app_name = "matching"
many = "programmes/<uuid:pk>/runs"
one = f"{many}/<uuid:run>"
urlpatterns = [
    path(many, runs.index, name="runs"),
    path(one, runs.detail, name="run"),
    path(f"{one}/marks", runs.mark, name="mark"),
    path(f"{one}/comparison", runs.compare, name="compare"),
    path(f"{one}/publication", runs.publication, name="publication"),
    path(f"{one}/paper", papers.paper, name="paper"),
    path(f"{one}/pairs.csv", papers.table, {"part": "pairs", "suffix": "csv"}, name="pairs-csv"),
    path(f"{one}/pairs.xlsx", papers.table, {"part": "pairs", "suffix": "xlsx"}, name="pairs-xlsx"),
    path(f"{one}/without.csv", papers.table, {"part": "without", "suffix": "csv"}, name="without-csv"),
    path(f"{one}/without.xlsx", papers.table, {"part": "without", "suffix": "xlsx"}, name="without-xlsx"),
    path("programmes/<uuid:pk>/waiting", waiting.index, name="waiting"),
]
