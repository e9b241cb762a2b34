"""Addresses of meetings."""

from django.urls import path

from querbeet.meetings.views import calendars, meetings

app_name = "meetings"
urlpatterns = [
    path("meetings", meetings.index, name="index"),
    path("mentoring/<uuid:pk>/meetings", meetings.of, name="of"),
    path("meetings/<uuid:pk>", meetings.detail, name="detail"),
    path("meetings/<uuid:pk>/times", meetings.times, name="times"),
    path("meetings/<uuid:pk>/search", meetings.search, name="search"),
    path("meetings/<uuid:pk>/answer", meetings.answer, name="answer"),
    path("meetings/<uuid:pk>/place", meetings.place, name="place"),
    path("meetings/<uuid:pk>/cancellation", meetings.cancellation, name="cancellation"),
    path("meetings/<uuid:pk>/attendance", meetings.attendance, name="attendance"),
    path("meetings/<uuid:pk>/entry.ics", calendars.entry, name="entry"),
    path("me/calendar", calendars.settings, name="calendar"),
    path("me/calendar/address", calendars.address, name="address"),
    path("me/calendar/removal", calendars.removal, name="removal"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
]
