"""Choices of mentorships."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a proposal is. A no leaves no trace here: until the clock ends, it looks like waiting."""

    OFFERED = "offered", _("waiting for a yes from both")
    ACCEPTED = "accepted", _("both said yes")
    LAPSED = "lapsed", _("did not come about")


class Event(models.TextChoices):
    """What moves a proposal on."""

    BOTH_YES = "both_yes", _("both said yes")
    TIME = "time", _("the time is over")


class Reply(models.TextChoices):
    """What one person answers to a proposal."""

    YES = "yes", _("Yes, gladly")
    NOT_NOW = "not_now", _("Not now")
    NO = "no", _("No, thank you")


class Side(models.TextChoices):
    """Who one is in a proposal."""

    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")
