"""Addresses of what a person can do with their own data."""

from django.urls import path

from querbeet.rights import views

app_name = "rights"
urlpatterns = [
    path("me/data", views.overview, name="overview"),
    path("me/data/copy", views.copy, name="copy"),
    path("me/data/box", views.box, name="box"),
    path("me/data/end", views.end, name="end"),
    path("me/data/end/all", views.end_all, name="end_all"),
    path("me/data/stay", views.stay, name="stay"),
]
