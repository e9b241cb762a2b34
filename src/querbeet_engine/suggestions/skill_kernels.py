"""The skill parts of one person with each of a few others, from the rows of both."""

import numpy as np
from numba import njit

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.skill_kernels import level_fit


@njit(nogil=True, cache=True)
def spread(p, part, mine, asker, near):
    """Writes into near[e] how near each skill is to the e-th skill of the asker."""
    row = p.skills[part]
    ints, longs, skills = p.ints, p.longs, mine.skill
    for entry in range(mine.first[part, asker], mine.last[part, asker]):
        start = row[codes.NEAR_FIRST] + skills[entry]
        target = near[entry - mine.first[part, asker]]
        for at in range(longs[start], longs[start + 1]):
            target[ints[row[codes.NEAR_SKILL] + at]] = longs[row[codes.NEAR_VALUE] + at]


@njit(nogil=True, cache=True)
def gather(p, part, mine, asker, near):
    """Sets back to 0 what `spread` has written."""
    row = p.skills[part]
    ints, longs, skills = p.ints, p.longs, mine.skill
    for entry in range(mine.first[part, asker], mine.last[part, asker]):
        start = row[codes.NEAR_FIRST] + skills[entry]
        target = near[entry - mine.first[part, asker]]
        for at in range(longs[start], longs[start + 1]):
            target[ints[row[codes.NEAR_SKILL] + at]] = 0


@njit(nogil=True, cache=True)
def meet_block(p, part, mine, theirs, asker, near, block, size, total):
    """Writes importance x best offer over the wishes of the asker with each of block[:size] into `total` by person."""
    row, longs = p.skills[part], p.longs
    first, last = theirs.first[part], theirs.last[part]
    mine_from, mine_to = mine.first[part, asker], mine.last[part, asker]
    my_levels, my_weights = mine.level[mine_from:mine_to], mine.weight[mine_from:mine_to]
    skills, levels, weights = theirs.skill, theirs.level, theirs.weight
    asks = row[codes.ASKER] == codes.MENTEE_ASKS
    for x in range(size):
        low, high = first[block[x]], last[block[x]]
        if asks:
            total[block[x]] = _met(row, longs, near, my_levels, my_weights, skills, levels, low, high)
        else:
            total[block[x]] = _returned(row, longs, near, my_levels, skills, levels, weights, low, high)


@njit(nogil=True, inline="always")
def _met(row, longs, near, my_levels, my_weights, skills, levels, low, high):
    """Each of my wishes with the best of their offers."""
    table, lowest, end = row[codes.TABLE], row[codes.LOWEST], row[codes.ENTRIES] - 1
    total = np.int64(0)
    for wish in range(len(my_levels)):
        best = np.int64(0)
        for entry in range(low, high):
            similarity = near[wish, skills[entry]]
            if similarity > best:
                best = max(best, level_fit(longs, table, lowest, end, similarity, levels[entry], my_levels[wish]))
        total += my_weights[wish] * best
    return total


@njit(nogil=True, inline="always")
def _returned(row, longs, near, my_levels, skills, levels, weights, low, high):
    """Each of their wishes with the best of my offers."""
    table, lowest, end = row[codes.TABLE], row[codes.LOWEST], row[codes.ENTRIES] - 1
    total = np.int64(0)
    for entry in range(low, high):
        best = np.int64(0)
        for offer in range(len(my_levels)):
            similarity = near[offer, skills[entry]]
            if similarity > best:
                best = max(best, level_fit(longs, table, lowest, end, similarity, my_levels[offer], levels[entry]))
        total += np.int64(weights[entry]) * best
    return total
