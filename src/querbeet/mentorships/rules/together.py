"""Who may add to what people do together, and what keeps them from overwriting each other."""

from django.utils.translation import gettext_lazy as _

from querbeet.communities.models.member import Member
from querbeet.core.errors import Refused
from querbeet.mentorships.models.mentorship import Mentorship

MOST_GOALS = 20  # open ones at a time
MOST_STEPS = 30
FEWEST = 5  # so many mentorships must have begun here before a tip goes on the shelf: among fewer, one could guess


class Quiet(Refused):
    """The mentorship is over, on hold, or nobody else is there. The same words for every reason."""


class NoWords(Refused):
    """There is nothing written, or too much."""


class Enough(Refused):
    """More of it would help nobody."""


class Changed(Refused):
    """Somebody changed it in the meantime. What was typed is kept; both are put side by side."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed this while you were writing. Nothing is lost: their words stand below, yours are here.")
        )


class NotForEverybody(Refused):
    """The words on offer are not those one has read, or not on offer any more."""


class ForStewards(Refused):
    """Taking something down is up to stewards."""


def can_work(mentorship: Mentorship, *, present: int) -> bool:
    """Whether things can be added and changed now; `present` counts the others who are there in one's eyes."""
    return mentorship.talking and present > 0


def check_work(mentorship: Mentorship, *, present: int) -> None:
    """Raises Quiet."""
    if not can_work(mentorship, present=present):
        raise Quiet(_("This is quiet at the moment. Everything stays here to be read; nothing can be added now."))


def check_words(text: str, *, longest: int) -> None:
    """Raises NoWords."""
    if not text.strip():
        raise NoWords(_("There is nothing written yet."))
    if len(text) > longest:
        raise NoWords(_("That is longer than fits in here. Shorten it a little; nothing was lost."))


def check_goals(open_goals: int) -> None:
    """Raises Enough."""
    if open_goals >= MOST_GOALS:
        raise Enough(_("There are many goals already. Reach one or let one go before you add another."))


def check_steps(steps: int) -> None:
    """Raises Enough."""
    if steps >= MOST_STEPS:
        raise Enough(_("That is a long way for one goal. Perhaps a part of it is a goal of its own."))


def check_version(now: int, read: int) -> None:
    """`read` is the version that the writer had before their eyes. Raises Changed."""
    if now != read:
        raise Changed


def check_agree(offered: str, words: str) -> None:
    """One agrees to exactly the words one has read. Raises NotForEverybody."""
    if not offered or offered != words:
        raise NotForEverybody(_("These words were changed or taken back in the meantime. Please read them once more."))


def can_take_down(by: Member) -> bool:
    return by.stewards


def check_take_down(by: Member) -> None:
    """Raises ForStewards."""
    if not can_take_down(by):
        raise ForStewards(_("Only stewards can take this down. Nothing was changed."))


def can_be_shelved(*, agreed: set, partners: set, mentorships: int) -> bool:
    """Whether a tip may go on the shelf tonight: all agreed, and there are enough others it could come from."""
    return partners <= agreed and mentorships >= FEWEST


def both(theirs: str, mine: str) -> str:
    """Two texts one below the other, for whoever wants to keep both."""
    return f"{theirs.rstrip()}\n\n––––––\n\n{mine.lstrip()}"
