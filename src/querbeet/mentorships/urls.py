"""Addresses of mentorships."""

from django.urls import path

from querbeet.mentorships.views import mentoring, mentorships

app_name = "mentorships"
urlpatterns = [
    path("mentoring", mentoring.index, name="index"),
    path("mentoring/<uuid:pk>", mentorships.mentorship, name="mentorship"),
    path("mentoring/<uuid:pk>/answer", mentoring.answer, name="answer"),
]
