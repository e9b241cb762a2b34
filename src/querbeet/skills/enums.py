"""Choices of skills, offers and wishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How well somebody knows a skill; in a wish, where they stand now."""

    LITTLE = 1, _("I know a little")
    SOME = 2, _("I have some practice")
    CONFIDENT = 3, _("I am confident")
    TEACH = 4, _("I can teach it")


class Format(models.TextChoices):
    """Where people meet."""

    BOTH = "both", _("online or in person")
    ONLINE = "online", _("online")
    PLACE = "place", _("in person")


class Source(models.TextChoices):
    """Where a skill comes from."""

    OWN = "own", _("our own vocabulary")
    ESCO = "esco", _("ESCO")
    COMMUNITY = "community", _("this community")


class State(models.TextChoices):
    """Where a proposed skill stands. Skills of a vocabulary are accepted from the start."""

    ACCEPTED = "accepted", _("taken in")
    PROPOSED = "proposed", _("waiting for the stewards")
    MERGED = "merged", _("joined with another skill")
    DECLINED = "declined", _("not taken in")


class Side(models.TextChoices):
    """Offering or wishing."""

    OFFER = "offer", _("offer")
    WISH = "wish", _("wish")
