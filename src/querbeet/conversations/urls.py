"""Addresses of conversations."""

from django.urls import path

from querbeet.conversations import views

app_name = "conversations"
urlpatterns = [
    path("threads", views.index, name="index"),
    path("threads/<uuid:pk>", views.thread, name="thread"),
    path("messages/<uuid:pk>", views.message, name="message"),
    path("messages/<uuid:pk>/removal", views.removal, name="removal"),
]
