"""Who may write where, and what may be changed afterwards."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from querbeet.communities.enums import Status
from querbeet.communities.models.member import Member
from querbeet.conversations.models import Message, Thread
from querbeet.core.errors import Refused
from querbeet.notices.rules import Names
from querbeet.ui.templatetags.ui import listing

LONGEST = 4000
PACE = 30  # messages of one member ...
PACE_IN = timedelta(minutes=10)  # ... in so long a time
AGAIN = timedelta(minutes=1)  # the same words again within it are the same message, sent twice
EDITABLE = timedelta(hours=1)
FEW = 4  # names in a heading


class Over(Refused):
    """Nobody is left to read it, or the conversation was closed. The same words for every reason."""


class OnABreak(Refused):
    """Somebody on a break looks as though they had left; writing to a group would show that they have not."""


class NotWritten(Refused):
    """There is nothing to send, or too much of it."""


class Nobody(Refused):
    """Of those whom a message to many is for, nobody is there."""


class TooFast(Refused):
    """So many messages are written by no person, or not in anybody's good hour."""


class NotYours(Refused):
    """Nobody changes what somebody else wrote."""


class TooLate(Refused):
    """What others have read and perhaps answered stays as it was."""


def can_write(thread: Thread, by: Member, *, present: int) -> bool:
    """Whether this member may write here; `present` counts the others who are there in their eyes."""
    return thread.closed_at is None and present > 0 and not _hides(thread, by)


def check_write(thread: Thread, by: Member, *, present: int) -> None:
    """Raises Over or OnABreak."""
    if thread.closed_at is not None or present == 0:
        raise Over(_("This conversation is over. What was written stays here; nothing new can be added."))
    if _hides(thread, by):
        raise OnABreak(_("You are taking a break, and a group would see that you are there. Come back first."))


def check_text(text: str) -> None:
    """Raises NotWritten."""
    if not text.strip():
        raise NotWritten(_("There is nothing to send yet. Write something first."))
    if len(text) > LONGEST:
        raise NotWritten(_("That is longer than one message can hold. Send it in two parts; nothing was lost."))


def check_reached(number: int) -> None:
    """`number` counts whom a message to many would reach. Raises Nobody."""
    if number == 0:
        raise Nobody(_("There is nobody there to be written to. Choose others; your text is still here."))


def check_pace(recent: int) -> None:
    """`recent` counts the messages of the last minutes. Raises TooFast."""
    if recent >= PACE:
        raise TooFast(_("You have written a lot in a short time. Wait a few minutes; your text is still here."))


def is_sent_twice(last: Message, by: Member, text: str, now: datetime) -> bool:
    """Whether the last message of a thread is this one: a button pressed twice, or an answer that was lost."""
    mine = last.author_id == by.pk and last.removed_at is None
    return mine and now < last.created_at + AGAIN and str(last.body) == text.strip()


def can_edit(message: Message, by: Member, now: datetime) -> bool:
    """Whether this member may still change the words."""
    return can_remove(message, by) and now < message.created_at + EDITABLE


def check_edit(message: Message, by: Member, now: datetime) -> None:
    """Raises NotYours or TooLate."""
    check_remove(message, by)
    if not can_edit(message, by, now):
        raise TooLate(_("A message can be changed for one hour. You can still take it back as a whole."))


def can_remove(message: Message, by: Member) -> bool:
    """Whether this member may take the message back; that has no end."""
    return message.author_id == by.pk and message.removed_at is None


def check_remove(message: Message, by: Member) -> None:
    """Raises NotYours."""
    if not can_remove(message, by):
        raise NotYours(_("Only who wrote a message can change it. Nothing was changed."))


def _hides(thread: Thread, by: Member) -> bool:
    return by.status == Status.PAUSED and len(thread.members) > 2


def heading(thread: Thread, reader: Member, names: Names) -> str:
    """A conversation by the names of the others who are there in the reader's eyes; else "former member"."""
    others = [names[pk] for pk in thread.others(reader)]
    there = sorted((card.name for card in others if card.key), key=str.casefold)
    if not there:
        return others[0].name
    return listing(there if len(there) <= FEW else [*there[: FEW - 1], "…"])
