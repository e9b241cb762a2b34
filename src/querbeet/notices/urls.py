"""Addresses of notices."""

from django.urls import path

from querbeet.notices import views

app_name = "notices"
urlpatterns = [
    path("news", views.inbox, name="inbox"),
    path("news/reading", views.reading, name="reading"),
    path("news/<uuid:pk>", views.notice, name="notice"),
    path("me/news", views.preferences, name="preferences"),
]
