"""Choices of an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    GERMAN = "de", "Deutsch"
    ENGLISH = "en", "English"


class GenderStyle(models.TextChoices):
    """How German sentences name people of every gender."""

    STAR = "star", "Mentor*in"
    COLON = "colon", "Mentor:in"
    NEUTRAL = "neutral", _("neutral wording")


class Theme(models.TextChoices):
    SYSTEM = "system", _("like my device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")
    CONTRAST = "contrast", _("high contrast")
