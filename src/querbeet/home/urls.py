"""Addresses of screens that mix domains."""

from django.urls import path

from querbeet.home.views import door, garden, welcome

app_name = "home"
urlpatterns = [
    path("", door.landing, name="landing"),
    path("today", garden.today, name="today"),
    path("welcome/share", welcome.share, name="share"),
    path("welcome/wish", welcome.wish, name="wish"),
    path("welcome/done", welcome.arrived, name="arrived"),
    path("people/<slug:key>", garden.profile, name="profile"),
    path("me", garden.me, name="me"),
    path("me/preview", garden.preview, name="preview"),
    path("me/personas", door.personas, name="personas"),
    path("me/leave-community", door.leave, name="leave"),
]
