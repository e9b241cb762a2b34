"""What the engine answers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

OBJECTIVES = (
    "coverage",
    "pairs",
    "worst-off",
    "leximin",
    "balanced",
    "total",
    "stable",
)


@dataclass(frozen=True)
class Step:
    """One message to the progress callback: the objective at work, steps done so far, its value and bound."""

    objective: str
    steps: int
    value: int
    bound: int | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Solution:
    """Chosen pairs and the proof of how good they are.

    objectives   the objectives in the order in which they were asked for
    edges        int64[k], chosen edges of the problem, ascending
    served       mentees with at least one mentor
    total        sum of `fit` over the chosen edges
    values       one integer for each objective, recomputed from the edges: mentees served, pairs, worst fit
                 among the pairs that are not pinned (0 without any),
                 sum of squared mentor loads (smaller is better), sum of worth, blocking pairs (0 is best)
    bounds       for each objective what no answer can pass, given the objectives before it
    certificate  what `check` needs to verify the bounds, and facts such as blocking pairs
    status       'proven', or why the search stopped before: 'deadline', 'cancelled', 'preview', 'partly proven'
    seconds      time spent
    seed         the seed that broke ties
    """

    objectives: tuple[str, ...]
    edges: NDArray[np.int64]
    served: int
    total: int
    values: tuple[int, ...]
    bounds: tuple[int, ...]
    certificate: dict[str, Any]
    status: str
    seconds: float
    seed: int

    @property
    def pairs(self) -> int:
        return len(self.edges)

    @property
    def proven(self) -> bool:
        """True when no answer is better in the asked order."""
        return self.status == "proven"

    @property
    def deciding(self) -> int:
        """Position of the first objective whose value is not its bound; the last one when all are."""
        open_ones = [k for k, (value, bound) in enumerate(zip(self.values, self.bounds, strict=True)) if value != bound]
        return open_ones[0] if open_ones else len(self.values) - 1

    @property
    def bound(self) -> int:
        """The bound of the deciding objective."""
        return self.bounds[self.deciding]

    @property
    def gap(self) -> float:
        """How far the deciding objective may be from its best, as a share of the larger of value and bound."""
        value, bound = self.values[self.deciding], self.bound
        return abs(bound - value) / max(abs(bound), abs(value), 1)
