"""Hard rules: a pair that breaks one is impossible, whatever else fits.

Each rule names a column of the mentees and a column of the mentors. `unanswered` says what happens where one of the two
left the question open: the pair stays ("keep") or goes ("remove")."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Unanswered = Literal["keep", "remove"]


@dataclass(frozen=True)
class Same:
    """Both gave the same answer (community, minor or adult, ...)."""

    name: str
    mentee: str
    mentor: str
    unanswered: Unanswered = "keep"


@dataclass(frozen=True)
class Different:
    """They gave different answers (organisation, household, the person themselves)."""

    name: str
    mentee: str
    mentor: str
    unanswered: Unanswered = "keep"


@dataclass(frozen=True)
class Steps:
    """The mentor is from `at_least` to `at_most` steps above the mentee on a common scale (negative: below)."""

    name: str
    mentee: str
    mentor: str
    at_least: int
    at_most: int
    unanswered: Unanswered = "remove"


@dataclass(frozen=True)
class Share:
    """Their sets (languages, formats, weekly slots, values demanded) have at least `at_least` members in common.

    An empty set counts as not answered: with "keep" somebody who demands nothing is free to be matched with anyone.
    """

    name: str
    mentee: str
    mentor: str
    at_least: int = 1
    unanswered: Unanswered = "keep"


@dataclass(frozen=True)
class Ready:
    """The columns named hold 1 (vetted, trained, signed the agreement); None leaves that side free."""

    name: str
    mentee: str | None = None
    mentor: str | None = None


@dataclass(frozen=True)
class Apart:
    """These pairs never meet: blocks, former partners, relatives. `pairs` is int[*, 2] of (mentee, mentor)
    positions."""

    name: str
    pairs: NDArray[np.int64]


@dataclass(frozen=True)
class Among:
    """Only these pairs are possible: int[*, 2] of (mentee, mentor) positions. Two of them say "both wish it"."""

    name: str
    pairs: NDArray[np.int64]


@dataclass(frozen=True)
class Teaches:
    """The `Skills` part of this name is above 0: there is something the one wishes and the other offers.

    The first such rule also finds the candidates: the others are then only asked about pairs that pass it, and their
    counts are counts among those pairs."""

    name: str
    part: str


Rule = Same | Different | Steps | Share | Ready | Apart | Among | Teaches
