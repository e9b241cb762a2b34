"""Exchange pools made by chance: who offers and wants which skills, in which language, time zone and at which level.

`town` is one place and language, `mid` has two languages and levels, `glob` four languages, time zones and levels;
`kidney` is a dense pool of incompatible pairs by blood type and sensitisation (after Saidman et al. 2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PROFILES = {"town": (1, False, False), "mid": (2, False, True), "glob": (4, True, True)}
LANGUAGES = (0.55, 0.25, 0.15, 0.05)
TIME_ZONES = np.array([4, 2, 1, 1, 1, 3, 6, 8, 6, 6, 5, 4, 6, 6, 3, 2, 3, 3, 4, 4, 5, 6, 6, 5]) / 100
HOURS_APART = 3
DEMAND_NOISE = 150


@dataclass(frozen=True)
class Market:
    """Arcs teacher -> learner with a fit in thousandths; the first `givers` people want nothing."""

    people: int
    teacher: npt.NDArray[np.int64]
    learner: npt.NDArray[np.int64]
    fit: npt.NDArray[np.int64]
    givers: int


def exchange(profile: str, people: int, *, giving: float = 0.0, seed: int = 7) -> Market:
    """Everyone offers 1-5 and wants 1-3 skills of 500 (100 in pools up to 200) with Zipf popularity; demand is the
    supply ranking with noise, because what many offer is not what many want."""
    languages, zones, levels = PROFILES[profile]
    rng = np.random.default_rng(seed)
    skills = 100 if people <= 200 else 500
    popular = 1.0 / np.arange(1, skills + 1)
    popular /= popular.sum()
    rank = np.argsort(np.argsort(np.arange(skills) + rng.normal(0, DEMAND_NOISE, skills)))
    offers, wants = rng.integers(1, 6, people), rng.integers(1, 4, people)
    givers = int(giving * people)
    wants[:givers] = 0
    offered = [np.unique(rng.choice(skills, k, p=popular)) for k in offers]
    wanted = [
        np.setdiff1d(rng.choice(skills, k, p=popular[rank]), offered[i]) if k else np.empty(0, int)
        for i, k in enumerate(wants)
    ]
    share = np.array(LANGUAGES[:languages]) / sum(LANGUAGES[:languages])
    first = rng.choice(languages, people, p=share)
    second = np.where(rng.random(people) < 0.4, rng.choice(languages, people, p=share), first)
    zone = rng.choice(24, people, p=TIME_ZONES)
    rng.integers(0, 3, people)
    who = [np.array([i for i, own in enumerate(offered) if skill in own]) for skill in range(skills)]
    teachers, learners = [], []
    for person in range(people):
        if len(wanted[person]) == 0:
            continue
        able = np.unique(np.concatenate([who[skill] for skill in wanted[person]])).astype(int)
        able = able[able != person]
        fits = (first[able] == first[person]) | (second[able] == first[person])
        fits |= (first[able] == second[person]) | (second[able] == second[person])
        if zones:
            apart = np.abs(zone[able] - zone[person])
            fits &= np.minimum(apart, 24 - apart) <= HOURS_APART
        if levels:
            fits &= rng.random(len(able)) < 0.5
        teachers.append(able[fits])
        learners.append(np.full(int(fits.sum()), person))
    teacher, learner = np.concatenate(teachers), np.concatenate(learners)
    fit = np.round(rng.uniform(0.5, 1.0, len(teacher)) * 1000).astype(np.int64)
    return Market(people, teacher, learner, fit, givers)


def kidney(pairs: int, *, giving: float = 0.05, seed: int = 7) -> Market:
    """Incompatible pairs and, first, altruistic donors: blood types and three levels of sensitisation."""
    rng = np.random.default_rng(seed)
    types, share = np.array([0, 1, 2, 3]), [0.48, 0.34, 0.14, 0.04]
    givers = int(giving * pairs)
    donor, patient = rng.choice(types, givers).tolist(), [-1] * givers
    chance = [0.0] * givers
    while len(donor) < pairs + givers:
        own, other = rng.choice(types, 2, p=share)
        sensitised = rng.choice([0.05, 0.45, 0.90], p=[0.70, 0.20, 0.10])
        if own & ~other or rng.random() < sensitised:
            donor.append(int(own))
            patient.append(int(other))
            chance.append(float(sensitised))
    people = len(donor)
    give, take, crossmatch = np.array(donor), np.array(patient), np.array(chance)
    possible = (give[:, None] & ~take[None, :]) == 0
    possible &= (rng.random((people, people)) >= crossmatch[None, :]) & (take[None, :] >= 0)
    np.fill_diagonal(possible, False)
    teacher, learner = np.nonzero(possible)
    return Market(people, teacher, learner, np.ones(len(teacher), np.int64), givers)
