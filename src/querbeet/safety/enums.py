"""Choices of asking for help."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a call for help is; the table is in `rules`."""

    RECEIVED = "received", _("received")
    TAKEN = "taken", _("somebody takes care of it")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class Event(models.TextChoices):
    """What moves it on."""

    TAKE = "take", _("I take care of it")
    ANSWER = "answer", _("Answer")
    ADD = "add", _("Add something")
    CLOSE = "close", _("Close")


class Wish(models.TextChoices):
    """What whoever asks for help would like to happen. Nothing else happens by itself."""

    LISTEN = "listen", _("Please just know about it")
    ANSWER = "answer", _("Please answer me")
    FREEZE = "freeze", _("Please answer me, and stop what we have together until somebody has looked")
