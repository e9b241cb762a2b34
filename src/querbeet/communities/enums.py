"""Choices of communities and their members."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may see one thing that a member says about themself, from nobody to everyone in the community."""

    ONLY_ME = "only_me", _("only me")
    MATCHING = "matching", _("used for matching, shown to nobody")
    MATCHES = "matches", _("my matches")
    CIRCLES = "circles", _("my circles")
    COMMUNITY = "community", _("this community")


class Status(models.TextChoices):
    """A member who is not active looks to others as though they had left, whatever the reason."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("taking a break")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")


class Role(models.TextChoices):
    """What a member may do for the community, besides being one."""

    COORDINATOR = "coordinator", _("coordinator")
    STEWARD = "steward", _("steward")


class Kind(models.TextChoices):
    """What a facet tells."""

    PRONOUNS = "pronouns", _("pronouns")
    ABOUT = "about", _("about me")
    LANGUAGE = "language", _("language")
    REGION = "region", _("region")
    TIME_ZONE = "time_zone", _("time zone")
    TAG = "tag", _("self-description")


class TieKind(models.TextChoices):
    """What connects two members; audiences look at it."""

    MATCH = "match", _("match")
    CIRCLE = "circle", _("circle")
