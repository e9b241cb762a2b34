"""Choices of programmes: what is asked, of whom, and how answers make pairs possible or better."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a programme is in its life; the table is in `rules.lifecycle`."""

    DRAFT = "draft", _("being prepared")
    RECRUITING = "recruiting", _("open for sign-up")
    MATCHING = "matching", _("being matched")
    RUNNING = "running", _("under way")
    CLOSING = "closing", _("coming to its end")
    CLOSED = "closed", _("closed")


class Event(models.TextChoices):
    """What moves a programme on."""

    OPEN = "open", _("Open for sign-up")
    COLLECTED = "collected", _("Close sign-up and match")
    START = "start", _("Start")
    WIND_DOWN = "wind_down", _("Bring to an end")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Open again")


class EnrolmentState(models.TextChoices):
    """Where one person is on one side of a programme; the table is in `rules.enrolment`."""

    SUBMITTED = "submitted", _("signed up")
    INFO = "info", _("asked for more")
    SCREENING = "screening", _("being looked at")
    TRAINING = "training", _("in training")
    READY = "ready", _("ready")
    POOL = "pool", _("can be matched")
    FULL = "full", _("no place free")
    PAUSED = "paused", _("taking a break")
    RENEWAL = "renewal", _("to be checked again")
    SUSPENDED = "suspended", _("on hold by the coordinators")
    LEFT = "left", _("stepped out")
    DECLINED = "declined", _("not taken this time")
    FINISHED = "finished", _("finished")

    @classmethod
    def ended(cls) -> list["EnrolmentState"]:
        """The states that lead nowhere; whoever wants to come back signs up anew."""
        return [cls.LEFT, cls.DECLINED, cls.FINISHED]


class EnrolmentEvent(models.TextChoices):
    """What moves an enrolment on."""

    ASK = "ask", _("Ask for more")
    ANSWER = "answer", _("Send the answer")
    SCREEN = "screen", _("Look at it")
    TRAIN = "train", _("On to training")
    PREPARE = "prepare", _("Everything is there")
    ADMIT = "admit", _("Take in")
    FILL = "fill", _("last place taken")
    FREE = "free", _("place given back")
    PAUSE = "pause", _("Take a break")
    RESUME = "resume", _("Back again")
    EXPIRE = "expire", _("a check runs out")
    RENEW = "renew", _("checked again")
    SUSPEND = "suspend", _("Put on hold")
    REINSTATE = "reinstate", _("Lift the hold")
    DECLINE = "decline", _("Not this time")
    LAPSE = "lapse", _("no answer came")
    LEAVE = "leave", _("Step out")
    FINISH = "finish", _("the programme closes")


class Group(models.TextChoices):
    """Enrolments by who has to act next, as coordinators look at them."""

    EVERYONE = "everyone", _("Everyone")
    YOURS = "yours", _("Waiting for you")
    THEIRS = "theirs", _("Waiting for them")
    POOL = "pool", _("Can be matched")
    FULL = "full", _("No place free")
    HELD = "held", _("On hold")
    OVER = "over", _("Over")


class VettingKind(models.TextChoices):
    """What is checked. Only the result is kept, never a document."""

    TALK = "talk", _("a first talk")
    REFERENCE = "reference", _("somebody who vouches")
    PROMISE = "promise", _("a signed promise")
    CERTIFICATE = "record", _("a certificate that was shown")
    TRAINING = "training", _("a training that was attended")
    OTHER = "other", _("something else")


class Shape(models.TextChoices):
    """Who meets whom in a mentorship of the programme; the numbers are in `rules.shapes`."""

    PAIR = "pair", _("one to one")
    CO_MENTORS = "co_mentors", _("two mentors for one mentee")
    GROUP = "group", _("a group or peer circle")
    REVERSE = "reverse", _("the younger or newer one mentors")
    FLASH = "flash", _("a single talk")
    STORIES = "stories", _("stories between generations")


class Rhythm(models.TextChoices):
    """How often we suggest that people meet."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnight", _("every two weeks")
    MONTHLY = "monthly", _("once a month")
    ONCE = "once", _("once")
    OWN = "own", _("as the two agree")


class Side(models.TextChoices):
    """The two sides of a mentoring programme."""

    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")


class Asked(models.TextChoices):
    """Who is asked a question."""

    BOTH = "both", _("both")
    MENTEE = "mentee", _("mentees")
    MENTOR = "mentor", _("mentors")

    def of(self, side: Side) -> bool:
        """Is this side asked?"""
        return self == Asked.BOTH or self.value == side.value


class QuestionKind(models.TextChoices):
    """What an answer looks like."""

    TEXT = "text", _("a word or a text")
    CHOICE = "choice", _("one of a list")
    ORDERED = "ordered", _("one of a list that goes upwards")
    MULTI = "multi", _("several of a list")
    WEEK = "week", _("free times of the week")
    YES_NO = "yes_no", _("yes or no")
    NUMBER = "number", _("a number")

    @property
    def is_set(self) -> bool:
        """Does an answer hold several values?"""
        return self in (QuestionKind.MULTI, QuestionKind.WEEK)

    @property
    def has_steps(self) -> bool:
        """Can two answers be so many steps apart?"""
        return self in (QuestionKind.ORDERED, QuestionKind.NUMBER)


class RuleKind(models.TextChoices):
    """Hard rules: a pair that breaks one is impossible."""

    DIFFERENT = "different", _("never the same answer")
    SAME = "same", _("always the same answer")
    STEPS = "steps", _("the mentor so many steps above")
    SHARE = "share", _("something in common")
    BOTH_YES = "both_yes", _("only if both said yes")
    APART = "apart", _("these two never")


class WishKind(models.TextChoices):
    """Weighted wishes: a pair that meets one is better."""

    SAME = "same", _("the same answer")
    STEPS = "steps", _("points for each number of steps")
    NEAR = "near", _("as close as possible")
    COMMON = "common", _("as much in common as possible")


class Of(models.TextChoices):
    """What “as much in common as possible” is measured by."""

    MENTEE = "mentee", _("what the mentee named")
    MENTOR = "mentor", _("what the mentor named")
    EITHER = "either", _("what either of them named")


class Objective(models.TextChoices):
    """What a run wants most; each goes on to the best total after that."""

    FAIR = "fair", _("everyone someone, then nobody badly matched, then the best total")
    COVERAGE = "coverage", _("everyone someone, then the best total")
    TOTAL = "total", _("the best total")
    STABLE = "stable", _("no two who would both rather have each other")


class Field(models.TextChoices):
    """What a column of a spreadsheet can be, besides the answer to a question."""

    SKIP = "", pgettext_lazy("a column of a spreadsheet", "leave out")
    ID = "id", _("identification (unique)")
    NAME = "name", _("name")
    CONTACT = "contact", _("e-mail address")
    CAPACITY = "capacity", _("how many people at most")


class Whom(models.TextChoices):
    """Whom a message to many is for."""

    EVERYONE = "everyone", _("everybody in the programme")
    MENTEES = "mentees", _("all mentees")
    MENTORS = "mentors", _("all mentors")
    WAITING = "waiting", _("the waiting list: who has nobody yet")
    CHOSEN = "chosen", _("the people you have ticked")


class ImportState(models.TextChoices):
    """An upload waits for its yes, is in, was taken back, or was thrown away."""

    WAITING = "waiting", _("waits for your yes")
    DONE = "done", _("imported")
    UNDONE = "undone", _("taken back")


class Origin(models.TextChoices):
    """How somebody came into a programme."""

    IMPORT = "import", _("from a spreadsheet")
    ENROLMENT = "enrolment", _("signed up")
