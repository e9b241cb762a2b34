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


class LetterPurpose(models.TextChoices):
    """What a link in a mail is for."""

    CONFIRM = "confirm"
    RECOVER = "recover"
