"""The scoring benchmark's profile (`members.profile`) written as NumPy broadcasting, the way one would without an
engine."""

import numpy as np
from members import SKILLS

WEIGHTS = (5, 2, 2, 1, 1)


def table(people):
    """Columns as arrays of words; skills as one bit each."""
    held = {name: np.zeros((people.size, -(-SKILLS // 64)), np.uint64) for name in ("wishes", "offers")}
    for name, words in held.items():
        levels = people.skills(name)
        bit = np.uint64(1) << (levels.skill % 64).astype(np.uint64)
        np.bitwise_or.at(words, (levels.owners(), levels.skill // 64), bit)
    return {**{name: people.columns[name] for name in people.columns if name not in held}, **held}


def common(one, other):
    return sum(np.bitwise_count(one[:, None, w] & other[None, :, w]).astype(np.int32) for w in range(one.shape[1]))


def count(words):
    return np.bitwise_count(words).sum(axis=1).astype(np.int32)


def fits(a, b):
    """Joint fits of all pairs, 0..1; -1 where a rule forbids the pair."""
    met = common(a["wishes"], b["offers"])
    time = common(a["week"], b["week"])
    goals, shared = common(a["goals"], b["goals"]), common(a["experience"], b["experience"])
    possible = (met > 0) & (time >= 4) & (a["minor"][:, None] == b["minor"][None])
    possible &= (common(a["languages"], b["languages"]) > 0) & (common(a["formats"], b["formats"]) > 0)
    possible &= (common(a["asked"], b["experience"]) > 0) | (count(a["asked"]) == 0)[:, None]
    possible &= (common(a["experience"], b["asked"]) > 0) | (count(b["asked"]) == 0)[None]
    values = (
        met / count(a["wishes"])[:, None],
        common(a["offers"], b["wishes"]) / count(b["wishes"])[None],
        goals / (count(a["goals"])[:, None] + count(b["goals"])[None] - goals),
        np.minimum(time / 24, 1),
        shared / count(a["experience"])[:, None],
    )
    total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return np.where(possible, total / sum(WEIGHTS), -1)


def best(fit, keep):
    """The best `keep` of each row."""
    keep = min(keep, fit.shape[1])
    return -np.sort(np.partition(-fit, keep - 1, axis=1)[:, :keep], axis=1)
