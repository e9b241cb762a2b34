"""Choices of mentorships."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shape(models.TextChoices):
    """Who meets whom, and for how long."""

    ONE_TO_ONE = "one_to_one", _("one to one")
    CO_MENTORS = "co_mentors", _("two mentors together")
    CIRCLE = "circle", _("a small circle")
    REVERSE = "reverse", _("the newer one guides")
    FLASH = "flash", _("a single talk")
    STORY = "story", _("telling each other stories")


class Side(models.TextChoices):
    """Who one is in a mentorship."""

    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")
    PEER = "peer", _("one of equals")


class State(models.TextChoices):
    """Where a mentorship is. A no leaves no trace here: until the clock ends, it looks like waiting."""

    PROPOSED = "proposed", _("in line")
    OFFERED = "offered", _("waiting for a yes from all")
    EXPLORING = "exploring", _("getting to know each other")
    ACTIVE = "active", _("on our way together")
    ON_HOLD = "on_hold", _("on hold")
    ENDING = "ending", _("saying goodbye")
    CLOSED = "closed", _("has ended")
    LAPSED = "lapsed", _("did not come about")


class Event(StrEnum):
    """What moves a mentorship on."""

    OFFER = "offer"  # it is their turn
    WITHDRAW = "withdraw"  # the place is taken, or the one who asked has taken it back
    ALL_YES = "all_yes"  # all said yes
    BEGIN = "begin"  # all said yes, and no first talk is needed
    ALL_FIT = "all_fit"  # after the first talk all said yes again
    HOLD = "hold"  # somebody needs a break
    RESUME = "resume"  # all are back
    RESUME_TALKS = "resume_talks"  # all are back before the first talk was answered
    END = "end"  # somebody ends it
    STOP = "stop"  # somebody ends it before it began
    CLOSE = "close"  # all have said goodbye
    PART = "part"  # somebody is not there any more
    TIME = "time"  # the time is over


class Question(models.TextChoices):
    """What each is asked alone."""

    OFFER = "offer", _("Would you like this?")
    FIT = "fit", _("After the first talk: do you want to go on together?")
    REST = "rest", _("Do you need a break?")
    CHANGE = "change", _("Would a change help?")


class Reply(models.TextChoices):
    """What one person answers, each alone. The others never read it."""

    WAITING = "waiting", _("not answered yet")
    YES = "yes", _("Yes, gladly")
    ASKED_MORE = "asked_more", _("Tell me more")
    NOT_NOW = "not_now", _("Not now")
    NO = "no", _("No, thank you")
    AGREED = "agreed", _("all said yes")
    EXPIRED = "expired", _("over")


class Answered(StrEnum):
    """What moves one person's answer on."""

    YES = "yes"  # yes
    ASK_MORE = "ask_more"  # asks for more
    NOT_NOW = "not_now"  # not now
    NO = "no"  # no
    ALL_YES = "all_yes"  # all said yes
    TIME = "time"  # the time is over


class Freezing(models.TextChoices):
    """Where a freeze by stewards is. Only they know of it; to all others the mentorship is on hold."""

    FROZEN = "frozen", _("frozen")
    LIFTED = "lifted", _("lifted")


class Thawing(StrEnum):
    """What moves a freeze on."""

    UNFREEZE = "unfreeze"  # stewards lift it


class AskedOf(models.TextChoices):
    """Who is asked before somebody answers."""

    OTHERS = "others", _("the other person")
    COORDINATORS = "coordinators", _("the coordinators")


class Changing(models.TextChoices):
    """Where the offer of a change is."""

    OFFERED = "offered", _("waiting for a yes from all")
    AGREED = "agreed", _("all said yes")
    LAPSED = "lapsed", _("did not come about")


class Turning(StrEnum):
    """What moves the offer of a change on."""

    ALL_YES = "all_yes"  # all would like it
    TIME = "time"  # the time is over, or it has ended anyway
