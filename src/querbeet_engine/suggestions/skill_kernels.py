"""The skill parts of one person with each of a few others, from the rows of both."""

import numpy as np
from numba import njit

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.skill_kernels import level_fit

SKILL, LEVEL, WEIGHT = range(3)


@njit(nogil=True, cache=True)
def spread(p, part, mine, near):
    """Writes into near[e] how near each skill is to the e-th of `mine`, the asker's entries."""
    row = p.skills[part]
    ints, longs = p.ints, p.longs
    for entry in range(len(mine)):
        start, target = row[codes.NEAR_FIRST] + mine[entry, SKILL], near[entry]
        for at in range(longs[start], longs[start + 1]):
            target[ints[row[codes.NEAR_SKILL] + at]] = longs[row[codes.NEAR_VALUE] + at]


@njit(nogil=True, cache=True)
def gather(p, part, mine, near):
    """Sets back to 0 what `spread` has written."""
    row = p.skills[part]
    ints, longs = p.ints, p.longs
    for entry in range(len(mine)):
        start, target = row[codes.NEAR_FIRST] + mine[entry, SKILL], near[entry]
        for at in range(longs[start], longs[start + 1]):
            target[ints[row[codes.NEAR_SKILL] + at]] = 0


@njit(nogil=True, cache=True)
def entries_of(rows, person, part):
    """The skills of one person for one part."""
    return rows.entries[rows.spans[person, part, 0] : rows.spans[person, part, 1]]


@njit(nogil=True, cache=True)
def meet_block(p, part, mine, theirs, near, block, size, total):
    """Writes importance x best offer over the wishes of the asker with each of block[:size] into `total` by person."""
    row, longs, spans, entries = p.skills[part], p.longs, theirs.spans, theirs.entries
    asks = row[codes.ASKER] == codes.MENTEE_ASKS
    for x in range(fetched(part, spans, entries, block, size)):
        low, high = spans[block[x], part, 0], spans[block[x], part, 1]
        if asks:
            total[block[x]] = _met(row, longs, near, mine, entries, low, high)
        else:
            total[block[x]] = _returned(row, longs, near, mine, entries, low, high)


@njit(nogil=True, cache=True)
def fetched(part, spans, entries, block, size):
    """Reads a skill of each person, which brings their entries near; answers how many they are.

    Nothing here depends on what is read, so that the processor waits for the memory of many people at once; where
    entries are judged it guesses, and waits for one after the other. (The answer only keeps the compiler from leaving
    out what seems to have no use.)
    """
    least = np.int32(0)
    for x in range(size):
        least = min(least, entries[spans[block[x], part, 0], SKILL])
    return size if least >= 0 else 0


@njit(nogil=True, inline="always")
def _met(row, longs, near, mine, entries, low, high):
    """Each of my wishes with the best of their offers."""
    table, lowest, end = row[codes.TABLE], row[codes.LOWEST], row[codes.ENTRIES] - 1
    total = np.int64(0)
    for wish in range(len(mine)):
        best = np.int64(0)
        for at in range(low, high):
            similarity = near[wish, entries[at, SKILL]]
            if similarity > best:
                offered, wished = entries[at, LEVEL], mine[wish, LEVEL]
                best = max(best, level_fit(longs, table, lowest, end, similarity, offered, wished))
        total += mine[wish, WEIGHT] * best
    return total


@njit(nogil=True, inline="always")
def _returned(row, longs, near, mine, entries, low, high):
    """Each of their wishes with the best of my offers."""
    table, lowest, end = row[codes.TABLE], row[codes.LOWEST], row[codes.ENTRIES] - 1
    total = np.int64(0)
    for at in range(low, high):
        best = np.int64(0)
        for offer in range(len(mine)):
            similarity = near[offer, entries[at, SKILL]]
            if similarity > best:
                offered, wished = mine[offer, LEVEL], entries[at, LEVEL]
                best = max(best, level_fit(longs, table, lowest, end, similarity, offered, wished))
        total += np.int64(entries[at, WEIGHT]) * best
    return total
