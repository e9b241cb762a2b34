"""Addresses of mentorships."""

from django.urls import path

from querbeet.mentorships import views

app_name = "mentorships"
urlpatterns = [
    path("mentoring", views.index, name="index"),
    path("mentoring/<uuid:pk>/answer", views.answer, name="answer"),
]
