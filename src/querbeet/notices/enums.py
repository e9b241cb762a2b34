"""Choices of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """Where one kind of news reaches a member, besides the site. What nobody chose is SITE."""

    SITE = "site", _("only here")
    DIGEST = "digest", _("here, and in a mail now and then")
    ONCE = "once", _("here, and by mail soon after")


class Rhythm(models.TextChoices):
    """How often the mail that gathers comes."""

    DAILY = "daily", _("at most once a day, in the evening")
    WEEKLY = "weekly", _("at most once a week, on Monday evening")
