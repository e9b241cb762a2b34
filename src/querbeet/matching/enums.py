"""Choices of matching runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """A run waits for a worker, works, and ends one way or the other."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("working")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")
    PUBLISHED = "published", _("published")


class Why(models.TextChoices):
    """Why somebody stayed without a match."""

    NOBODY = "nobody", _("nobody on the other side")
    NO_ROOM = "no_room", _("has no room")
    RULE = "rule", _("a rule stands against everyone")
    RULES = "rules", _("rules stand against everyone")
    FULL = "full", _("all who would be possible are taken")
    WORTH = "worth", _("left out for a better whole")
    NOT_NEEDED = "not_needed", _("everyone who would be possible has enough")


class Mark(models.TextChoices):
    """What a coordinator says about one pair for the next run."""

    PINNED = "pinned", _("always")
    FORBIDDEN = "forbidden", _("never")
