"""Addresses of mentorships."""

from django.urls import path

from querbeet.mentorships.views import agreements, mentoring, mentorships, opening, staff
from querbeet.mentorships.views.together import goals, notes, obstacles, tips

app_name = "mentorships"
urlpatterns = [
    path("mentoring", mentoring.index, name="index"),
    path("mentoring/open", opening.doors, name="doors"),
    path("mentoring/open/mine", opening.places, name="places"),
    path("mentoring/open/<uuid:pk>", opening.asking, name="asking"),
    path("mentoring/questions", mentoring.asked, name="enquiries"),
    path("mentoring/questions/<uuid:pk>", mentoring.enquiry_reply, name="enquiry-reply"),
    path("mentoring/groups/<uuid:pk>", staff.group, name="group"),
    path("mentoring/agreements/<uuid:pk>/signature", agreements.signature, name="signature"),
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
    path("mentoring/<uuid:pk>/notes/file", notes.file, name="notes_file"),
    path("mentoring/<uuid:pk>/notes/removal", notes.removal, name="notes_removal"),
    path("mentoring/<uuid:pk>/own-note", notes.own_note, name="own_note"),
    path("mentoring/<uuid:pk>/own-note/removal", notes.own_removal, name="own_note_removal"),
    path("mentoring/<uuid:pk>/not-now", mentoring.not_now, name="not-now"),
    path("mentoring/<uuid:pk>/question", mentoring.enquiry, name="enquiry"),
    path("mentoring/<uuid:pk>/withdrawal", opening.taking_back, name="taking-back"),
    path("mentoring/<uuid:pk>/decision", mentorships.decision, name="decision"),
    path("mentoring/<uuid:pk>/agreement", agreements.agreement, name="agreement"),
    path("mentoring/<uuid:pk>/agreement/next", agreements.draft, name="draft"),
    path("mentoring/<uuid:pk>/messages", mentorships.thread, name="messages"),
    path("mentoring/<uuid:pk>/break", mentorships.rest, name="break"),
    path("mentoring/<uuid:pk>/change", mentorships.change, name="change"),
    path("mentoring/<uuid:pk>/ending", mentorships.ending, name="ending"),
    path("mentoring/<uuid:pk>/farewell", mentorships.farewell, name="farewell"),
    path("mentoring/<uuid:pk>/paper", mentorships.paper, name="paper"),
    path("mentoring/<uuid:pk>/rest", staff.freeze, name="freeze"),
]
