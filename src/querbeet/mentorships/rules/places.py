"""How many mentorships somebody has room for."""

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused


class NoRoom(Refused):
    """A place was free when it was offered, and is not any more. Nobody is told whose it was."""

    def __init__(self) -> None:
        super().__init__(_("There is no free place any more, so this suggestion is over. That says nothing about you."))


def can_take(room: int) -> bool:
    """Is there room for one more?"""
    return room > 0


def check_take(room: int) -> None:
    """Raises `NoRoom`."""
    if not can_take(room):
        raise NoRoom
