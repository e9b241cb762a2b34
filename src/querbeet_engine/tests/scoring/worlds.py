"""Small random people, and a profile that uses every rule and every part."""

import numpy as np

from querbeet_engine import scoring
from querbeet_engine.scoring import parts, rules

SKILLS = 9
LINKS = np.array([[1, 0], [2, 0], [3, 1], [4, 1], [5, 2], [6, 2], [7, 5]])


def hierarchy():
    return scoring.linked(SKILLS, LINKS[:, 0], LINKS[:, 1], np.full(len(LINKS), 0.6))


def people(rng, size):
    """People with some of everything, and with gaps."""

    def answers(top):
        return rng.integers(-1, top, size).astype(np.int32)

    def sets(top, words):
        column = rng.integers(0, 2**63, (size, words), dtype=np.uint64) & rng.integers(
            0, 2**63, (size, words), dtype=np.uint64
        )
        column &= np.uint64(2**top - 1)
        column[rng.random(size) < 0.3] = 0
        return column

    def held():
        rows = [rng.choice(SKILLS, rng.integers(0, 4), replace=False) for _ in range(size)]
        return scoring.levels(
            [[(int(s), int(rng.integers(-1, 4)), int(rng.integers(1, 4))) for s in row] for row in rows]
        )

    columns = {
        "community": answers(2),
        "employer": answers(3),
        "grade": answers(5),
        "languages": sets(3, 1),
        "goals": sets(6, 2),
        "week": sets(40, 11),
        "wishes": held(),
        "offers": held(),
        "ready": rng.integers(0, 2, size).astype(np.int32) | rng.integers(0, 2, size).astype(np.int32),
        "now": answers(4),
        "limit": answers(4),
        "warmth": np.where(rng.random(size) < 0.2, -1, rng.integers(0, 1_000_001, size)).astype(np.int32),
        "asked": rng.choice([0, 50, 100, 300], size).astype(np.int32),
    }
    keys = rng.permutation(10 * size + 1)[:size].astype(np.uint64)
    return scoring.People(size, columns, keys)


def pairs(rng, one, other, share):
    chosen = np.argwhere(rng.random((one.size, other.size)) < share)
    return chosen[rng.permutation(len(chosen))]


def all_rules(rng, one, other):
    return (
        rules.Same("community", "community", "community"),
        rules.Different("employer", "employer", "employer", unanswered="remove"),
        rules.Steps("grade", "grade", "grade", -1, 2, unanswered="keep"),
        rules.Share("language", "languages", "languages"),
        rules.Share("a goal", "goals", "goals"),
        rules.Share("two goals", "goals", "goals", at_least=2, unanswered="remove"),
        rules.Ready("vetted", mentor="ready"),
        rules.Ready("agreed", mentee="ready"),
        rules.Apart("blocks", pairs(rng, one, other, 0.1)),
        rules.Among("wished", pairs(rng, one, other, 0.9)),
        rules.Teaches("can teach", "wishes met"),
        rules.Teaches("can learn", "wishes returned"),
    )


def all_parts(rng, one, other):
    listed = pairs(rng, one, other, 0.2)
    fits = {0: 0.25, 1: 1.0, 3: 0.5}
    skills = {"hierarchy": hierarchy(), "level_fit": fits}
    return (
        parts.Skills(name="wishes met", weight=5, mentee="wishes", mentor="offers", **skills),
        parts.Skills(
            name="wishes returned",
            weight=0,
            mentor_weight=2,
            mentee="offers",
            mentor="wishes",
            asker="mentor",
            **skills,
        ),
        parts.Equal(name="employer", weight=0.5, mentee="employer", mentor="employer", unanswered=None),
        parts.Ladder(name="grade", weight=3, mentee="grade", mentor="grade", values={1: 0.75, 3: 1}, unanswered=0.5),
        parts.Near(name="near in grade", mentee="grade", mentor="grade", width=3, unanswered=None),
        parts.Common(name="goals asked", mentee="goals", mentor="goals", asked="asked"),
        parts.Common(name="goals given", mentee="goals", mentor="goals", of="mentor", mentor_asked="asked"),
        parts.Common(name="alike", mentee="goals", mentor="goals", of="either", unanswered=0.1),
        parts.Common(name="two languages", mentee="languages", mentor="languages", of=2),
        parts.Overlap(name="time", weight=2, mentee="week", mentor="week", minutes=50),
        parts.Own(name="warmth", mentor="warmth", unanswered=None),
        parts.Own(name="need", mentee="warmth", mentor_weight=0),
        parts.Load(name="load", now="now", limit="limit", unanswered=0.7),
        parts.Listed(name="coordinator", pairs=listed, values=rng.integers(0, 1001, len(listed)) / 1000),
    )


def world(seed, mentees=7, mentors=9, chosen=None):
    """People of both sides and a profile; `chosen` names the rules to keep (all where left out)."""
    rng = np.random.default_rng(seed)
    one, other = people(rng, mentees), people(rng, mentors)
    kept = tuple(rule for rule in all_rules(rng, one, other) if chosen is None or rule.name in chosen)
    return one, other, scoring.Profile(kept, all_parts(rng, one, other), normalised=bool(seed % 2))
