"""The shapes that a mentorship of a programme can have, in numbers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from querbeet.programmes.enums import Rhythm, Shape


@dataclass(frozen=True)
class Frame:
    """How many mentors and mentees one mentorship holds at most, whether it is one talk only, and what it is."""

    mentors: int
    mentees: int
    single: bool
    rhythm: Rhythm
    about: str | Promise


FRAMES = {
    Shape.PAIR: Frame(1, 1, False, Rhythm.FORTNIGHTLY, _("Two people, for a while.")),
    Shape.CO_MENTORS: Frame(2, 1, False, Rhythm.FORTNIGHTLY, _("Two mentors share the care for one mentee.")),
    Shape.GROUP: Frame(2, 8, False, Rhythm.MONTHLY, _("One or two who lead, and up to eight who learn together.")),
    Shape.REVERSE: Frame(1, 1, False, Rhythm.MONTHLY, _("Whoever is newer or younger shows what they know.")),
    Shape.FLASH: Frame(1, 1, True, Rhythm.ONCE, _("One talk about one question, and no more.")),
    Shape.STORIES: Frame(1, 1, False, Rhythm.MONTHLY, _("Two generations tell each other how it was and how it is.")),
}


def frame(shape: str) -> Frame:
    """The numbers of a shape."""
    return FRAMES[Shape(shape)]
