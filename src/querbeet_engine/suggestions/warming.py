"""Compiles the kernels of suggestions once; later processes load them from the cache beside the modules."""

from querbeet_engine.scoring.warming import skill_profile, two_people
from querbeet_engine.suggestions.index import Index


def warm() -> None:
    """Asks an index of two people."""
    Index(two_people(), two_people(), skill_profile()).best(0, 1)
