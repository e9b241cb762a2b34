"""Matching, rings and suggestions for communities: pure functions on arrays, no people, no clock, no database.

Importing this package loads nothing heavy; each name below is fetched from its module on first use.
A name of this door must never equal the name of a submodule, or importing the submodule would replace it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .exchange.pool import Pool, Rings
    from .exchange.referee import check_rings
    from .exchange.repair import Repair, repair_rings
    from .exchange.solving import rings
    from .explanations import Explanation, PairReason, UnmatchedReason, explain
    from .problem import SCALE, Problem, scaled
    from .referee import check
    from .refusal import Refusal
    from .reports import Comparison, Fairness, compare, fairness
    from .solution import Solution, Step
    from .solving import preview, solve
    from .suggestions.index import suggest

_HOME = {
    "Pool": "exchange.pool",
    "Rings": "exchange.pool",
    "Repair": "exchange.repair",
    "rings": "exchange.solving",
    "repair_rings": "exchange.repair",
    "check_rings": "exchange.referee",
    "Problem": "problem",
    "SCALE": "problem",
    "scaled": "problem",
    "Refusal": "refusal",
    "Solution": "solution",
    "Step": "solution",
    "solve": "solving",
    "suggest": "suggestions.index",
    "preview": "solving",
    "check": "referee",
    "explain": "explanations",
    "Explanation": "explanations",
    "PairReason": "explanations",
    "UnmatchedReason": "explanations",
    "fairness": "reports",
    "Fairness": "reports",
    "compare": "reports",
    "Comparison": "reports",
}

__all__ = [
    "SCALE",
    "Comparison",
    "Explanation",
    "Fairness",
    "PairReason",
    "Pool",
    "Problem",
    "Refusal",
    "Repair",
    "Rings",
    "Solution",
    "Step",
    "UnmatchedReason",
    "check",
    "check_rings",
    "compare",
    "explain",
    "fairness",
    "preview",
    "repair_rings",
    "rings",
    "scaled",
    "solve",
    "suggest",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
