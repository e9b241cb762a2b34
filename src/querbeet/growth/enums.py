"""Choices of growth."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckState(models.TextChoices):
    """Where one person's check-in is; the table is in `rules.checks`."""

    PLANNED = "planned", _("not due yet")
    OPEN = "open", _("waits for your answer")
    NUDGED = "nudged", _("still waits for your answer")
    ANSWERED = "answered", _("answered")
    LAPSED = "lapsed", _("let go")


class CheckEvent(models.TextChoices):
    """What moves a check-in on."""

    DUE = "due", _("its day has come")
    NUDGE = "nudge", _("a kind reminder")
    ANSWER = "answer", _("answered")
    TIME = "time", _("the time is over")
    DROP = "drop", _("the mentoring rests or is over")


class Spoke(models.TextChoices):
    """Did you speak?"""

    YES = "yes", _("Yes")
    PLANNED = "planned", _("Not yet, but we have a date")
    NO = "no", _("No")


class Between(models.TextChoices):
    """How is it between you?"""

    GOOD = "good", _("Good")
    FINE = "fine", _("All right")
    STUCK = "stuck", _("It is stuck")
    UNSAFE = "unsafe", _("I don’t feel safe")


class Helps(models.TextChoices):
    """Does it help?"""

    YES = "yes", _("Yes")
    A_LITTLE = "a_little", _("A little")
    NOT_YET = "not_yet", _("Not yet")


class Next(models.TextChoices):
    """What would you like?"""

    GO_ON = "go_on", _("Go on like this")
    RHYTHM = "rhythm", _("Talk about our rhythm")
    CHANGE = "change", _("Something should change")
    END = "end", _("Come to a good end")


class PathState(models.TextChoices):
    """Where somebody is on the way from learning to passing on; the table is in `rules.path`."""

    MENTEE = "mentee", _("learning")
    REFLECTING = "reflecting", _("looking back")
    SHADOWING = "shadowing", _("looking over a shoulder")
    CO_MENTOR = "co_mentor", _("mentoring beside somebody")
    MENTOR = "mentor", _("mentoring")
    SUPERVISOR = "supervisor", _("there for mentors")


class PathEvent(models.TextChoices):
    """What moves somebody on; always their own word, except the end of a mentoring, which only invites."""

    INVITE = "invite", _("a mentoring has come to its end")
    YES = "yes", _("yes, I would like to")
    NOT_NOW = "not_now", _("not now")
    READY = "ready", _("I feel ready for the next step")
    BACK = "back", _("one step back")
    MENTORS = "mentors", _("I mentor already")


class CompanyState(models.TextChoices):
    """Where it is when somebody asks to look over a shoulder. A no leaves no trace here."""

    ASKED = "asked", _("asked")
    TOGETHER = "together", _("on the way together")
    OVER = "over", _("has ended")
    LAPSED = "lapsed", _("did not come about")


class CompanyEvent(models.TextChoices):
    """What moves it on."""

    YES = "yes", _("yes")
    TAKE_BACK = "take_back", _("taken back")
    END = "end", _("ended")
    TIME = "time", _("the time is over")
