"""Addresses of mentorships."""

from django.urls import path

from querbeet.mentorships.views import mentoring, mentorships
from querbeet.mentorships.views.together import goals, notes, obstacles, tips

app_name = "mentorships"
urlpatterns = [
    path("mentoring", mentoring.index, name="index"),
    path("mentoring/<uuid:pk>", mentorships.mentorship, name="mentorship"),
    path("mentoring/<uuid:pk>/answer", mentoring.answer, name="answer"),
    path("mentoring/<uuid:pk>/goals", goals.goals, name="goals"),
    path("goals/<uuid:pk>", goals.goal, name="goal"),
    path("goals/<uuid:pk>/steps", goals.steps, name="steps"),
    path("goals/<uuid:pk>/course", goals.course, name="goal_course"),
    path("steps/<uuid:pk>", goals.step, name="step"),
    path("mentoring/<uuid:pk>/obstacles", obstacles.obstacles, name="obstacles"),
    path("mentoring/<uuid:pk>/obstacles/new", obstacles.new_obstacle, name="new_obstacle"),
    path("obstacles/<uuid:pk>", obstacles.obstacle, name="obstacle"),
    path("obstacles/<uuid:pk>/words", obstacles.obstacle_words, name="obstacle_words"),
    path("obstacles/<uuid:pk>/course", obstacles.obstacle_course, name="obstacle_course"),
    path("obstacles/<uuid:pk>/tips", obstacles.obstacle_tips, name="obstacle_tips"),
    path("tips", tips.shelf, name="shelf"),
    path("tips/<uuid:pk>", tips.sharing, name="sharing"),
    path("tips/<uuid:pk>/removal", tips.removal, name="tip_removal"),
    path("mentoring/<uuid:pk>/notes", notes.notes, name="notes"),
    path("notes/<uuid:pk>", notes.note, name="note"),
    path("mentoring/<uuid:pk>/own-note", notes.own_note, name="own_note"),
]
