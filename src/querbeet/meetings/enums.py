"""Choices of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a meeting is; the table is in `rules.lifecycle`."""

    DRAFT = "draft", _("times to choose from")
    REQUESTED = "requested", _("waiting for an answer")
    CONFIRMED = "confirmed", _("agreed")
    HELD = "held", _("took place")
    MISSED = "missed", _("did not take place")
    CANCELLED = "cancelled", _("called off")
    DECLINED = "declined", _("none of the times suited")
    EXPIRED = "expired", _("ran out of time")


class Event(models.TextChoices):
    """What moves a meeting on."""

    SEND = "send", _("ask for these times")
    AGREE = "agree", _("a time suits")
    NONE_SUITS = "none_suits", _("none suits")
    MOVE = "move", _("ask for other times")
    CALL_OFF = "call_off", _("call off")
    MET = "met", _("we met")
    NOT_MET = "not_met", _("we did not meet")
    TIME = "time", _("the time is over")


class Said(models.TextChoices):
    """What one person says about a meeting when it is over."""

    MET = "met", _("Yes, we met")
    NOT_MET = "not_met", _("No, it did not happen")


class Length(models.IntegerChoices):
    """How long a meeting takes, in minutes."""

    SHORT = 30, _("half an hour")
    HOUR = 60, _("an hour")
    LONG = 90, _("an hour and a half")
