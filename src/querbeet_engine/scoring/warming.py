"""Compiles the scoring kernels once; later processes load them from the cache beside the modules."""

import numpy as np

from querbeet_engine.scoring import hierarchy, parts, people, rules
from querbeet_engine.scoring.building import build
from querbeet_engine.scoring.profile import Profile


def two_people() -> people.People:
    """Two people who wish and offer each other's skills."""
    held = people.levels([[(0,)], [(1,)]])
    return people.People(2, {"wishes": held, "offers": held.take(np.array([1, 0]))})


def skill_profile() -> Profile:
    """A profile of one skill part, which finds the candidates."""
    met = parts.Skills(name="skills", mentee="wishes", mentor="offers", hierarchy=hierarchy.flat(2))
    return Profile((rules.Teaches("skills", "skills"),), (met,))


def warm() -> None:
    """Scores two people, all pairs and the best ones."""
    for keep in (None, 1):
        build(two_people(), two_people(), skill_profile(), keep=keep)
