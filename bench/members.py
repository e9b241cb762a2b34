"""Made-up members for the benchmarks of scoring and suggestions: Zipf skills, three-hour free times, languages,
goals."""

import numpy as np

from querbeet_engine import scoring
from querbeet_engine.scoring import parts, rules

SKILLS, LANGUAGES, GOALS, EXPERIENCES, SLOTS = 500, 6, 16, 20, 672


def chosen(rng, size, most, shares):
    """Between 1 and `most` different numbers for each person, drawn by `shares`: sparse rows."""
    count = rng.integers(1, most + 1, size)
    person = np.repeat(np.arange(size), count)
    number = np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(len(person))).clip(0, len(shares) - 1)
    key = np.unique(person * len(shares) + number)
    return key // len(shares), (key % len(shares)).astype(np.int32)


def skills(rng, size, most):
    person, skill = chosen(rng, size, most, 1 / np.arange(1, SKILLS + 1))
    indptr = np.concatenate(([0], np.cumsum(np.bincount(person, minlength=size)))).astype(np.int64)
    level = np.full(len(skill), scoring.people.NOT_ANSWERED, np.int32)
    return scoring.Levels(indptr, skill, level, np.ones(len(skill), np.int32))


def sets(rng, size, most, shares):
    person, number = chosen(rng, size, most, shares)
    column = np.zeros((size, 1), np.uint64)
    np.bitwise_or.at(column, (person, 0), np.uint64(1) << number.astype(np.uint64))
    return column


def weeks(rng, size):
    """Twelve free hours spread over the week."""
    start = rng.integers(0, SLOTS, size)
    column = np.zeros((size, 11), np.uint64)
    for hour in range(12):
        for quarter in range(4):
            slot = (start + hour * 20 + (hour % 3) * 4 + quarter) % SLOTS
            column[np.arange(size), slot // 64] |= np.uint64(1) << (slot % 64).astype(np.uint64)
    return column


def people(size, seed, communities=50):
    rng = np.random.default_rng(seed)
    asked = sets(rng, size, 1, np.ones(EXPERIENCES))
    asked[rng.random(size) > 0.1] = 0
    columns = {
        "wishes": skills(rng, size, 3),
        "offers": skills(rng, size, 5),
        "week": weeks(rng, size),
        "languages": sets(rng, size, 2, np.array([0.5, 0.2, 0.12, 0.08, 0.06, 0.04])),
        "formats": sets(rng, size, 3, np.ones(3)),
        "goals": sets(rng, size, 8, np.ones(GOALS)),
        "experience": sets(rng, size, 2, np.ones(EXPERIENCES)),
        "asked": asked,
        "minor": (rng.random(size) < 0.05).astype(np.int32),
        "community": rng.integers(0, communities, size).astype(np.int32),
    }
    return scoring.People(size, columns)


def profile():
    flat = scoring.flat(SKILLS)
    return scoring.Profile(
        rules=(
            rules.Teaches("skills", "wishes met"),
            rules.Same("age", "minor", "minor"),
            rules.Share("language", "languages", "languages"),
            rules.Share("format", "formats", "formats"),
            rules.Share("asked", "asked", "experience"),
            rules.Share("asked back", "experience", "asked"),
            rules.Share("time", "week", "week", at_least=4, unanswered="remove"),
        ),
        parts=(
            parts.Skills(name="wishes met", weight=5, mentee="wishes", mentor="offers", hierarchy=flat),
            parts.Skills(
                name="wishes returned", weight=2, mentee="offers", mentor="wishes", asker="mentor", hierarchy=flat
            ),
            parts.Common(name="goals", weight=2, mentee="goals", mentor="goals", of="either"),
            parts.Overlap(name="time", weight=1, mentee="week", mentor="week", minutes=360),
            parts.Common(name="experience", weight=1, mentee="experience", mentor="experience"),
        ),
    )
