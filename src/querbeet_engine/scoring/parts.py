"""Named parts of a fit, each from 0 to 1.

`weight` counts in the mentee's view of the pair, `mentor_weight` in the mentor's (None: the same). `unanswered` is the
part's value where one of the two left the question open; None leaves the part out of that pair's fit, weight and all.
`asked` and `mentor_asked` name columns in which each person says in per cent how much this part counts for them (100 =
as the programme set it, 0 = not at all), so that shared experience weighs what the person asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from querbeet_engine.scoring.hierarchy import Hierarchy

QUARTER = 15
"""Minutes of a slot of the weekly grid."""

MILLION = 1_000_000
"""One whole: fits and parts are integers in millionths, so that every machine gets the same sums."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What all parts have."""

    name: str
    weight: float = 1.0
    mentor_weight: float | None = None
    unanswered: float | None = 0.0
    asked: str | None = None
    mentor_asked: str | None = None


@dataclass(frozen=True, kw_only=True)
class Equal(Weighed):
    """1 where both gave the same answer, else 0."""

    mentee: str
    mentor: str


@dataclass(frozen=True, kw_only=True)
class Ladder(Weighed):
    """The value for each number of steps that the mentor is above the mentee; 0 for numbers not listed. ``{1: 0.75, 2:
    1}``."""

    mentee: str
    mentor: str
    values: Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class Near(Weighed):
    """1 at the same step, falling evenly to 0 at `width` steps apart, in either direction."""

    mentee: str
    mentor: str
    width: int


@dataclass(frozen=True, kw_only=True)
class Common(Weighed):
    """How much of their sets is common (goals, values, experience, languages).

    `of` = "mentee" or "mentor": the share of that person's set that the other has too; "either": common members over
    members of either set; a number: that many common members are enough for 1."""

    mentee: str
    mentor: str
    of: Literal["mentee", "mentor", "either"] | int = "mentee"


@dataclass(frozen=True, kw_only=True)
class Overlap(Weighed):
    """Common free time from weekly grids of quarter-hours (`times.week`): 1 from `minutes` a week on."""

    mentee: str
    mentor: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Own(Weighed):
    """A value that one person brings along whoever the other is: millionths in an answer column of that side."""

    mentee: str | None = None
    mentor: str | None = None


@dataclass(frozen=True, kw_only=True)
class Load(Weighed):
    """Care for the load: 1 for a mentor with nobody, 0 for one at their limit. Columns: people accompanied now, and the
    limit."""

    now: str
    limit: str


@dataclass(frozen=True, kw_only=True)
class Listed(Weighed):
    """Values that somebody gave to single pairs: int[*, 2] of (mentee, mentor) and as many numbers from 0 to 1; all
    others are 0."""

    pairs: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Skills(Weighed):
    """Wishes of one side met by offers of the other.

    Each wish takes the best offer, similarity in the `hierarchy` times `level_fit`; the part is the mean over the
    wishes, weighed by their importance. `level_fit` maps (level offered - level of the one who wishes) to 0..1; the
    ends of the table go on for ever, a difference between two entries takes the lower one, and nothing said about
    levels counts as 1. `asker` says which side wishes; `mentee` names its column there, `mentor` the other's."""

    mentee: str
    mentor: str
    hierarchy: Hierarchy
    asker: Literal["mentee", "mentor"] = "mentee"
    level_fit: Mapping[int, float] = field(default_factory=lambda: {0: 1.0})


Part = Equal | Ladder | Near | Common | Overlap | Own | Load | Listed | Skills
