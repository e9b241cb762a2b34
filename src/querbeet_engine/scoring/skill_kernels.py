"""Wishes met by offers, along the postings of the mentors: only people who share a skill are ever touched."""

import numpy as np
from numba import njit

from querbeet_engine.scoring import codes

MILLION = 1_000_000


@njit(nogil=True, cache=True)
def meet(p, part, mentee, total, best):
    """Adds importance x best offer, wish by wish, to `total` by mentor. `best` is all 0 before and after."""
    row = p.skills[part]
    mentee_asks = row[codes.ASKER] == codes.MENTEE_ASKS
    first, last = p.longs[row[codes.ROW_FIRST] + mentee], p.longs[row[codes.ROW_FIRST] + mentee + 1]
    for entry in range(first, last):
        near = row[codes.NEAR_FIRST] + p.ints[row[codes.ROW_SKILL] + entry]
        for at in range(p.longs[near], p.longs[near + 1]):
            post = row[codes.POST_FIRST] + p.ints[row[codes.NEAR_SKILL] + at]
            low, high = p.longs[post], p.longs[post + 1]
            similarity = p.longs[row[codes.NEAR_VALUE] + at]
            if mentee_asks:
                _offered(p, row, entry, low, high, similarity, total, best)
            else:
                _wished(p, row, entry, low, high, similarity, total, best)
        if mentee_asks:
            _forget(p, row, entry, True, best)
    if not mentee_asks:
        for entry in range(first, last):
            _forget(p, row, entry, False, best)


@njit(nogil=True, cache=True)
def _offered(p, row, wish, low, high, similarity, total, best):
    """One wish of the mentee and the mentors who offer one near skill; best[mentor] is for this wish alone."""
    ints, longs = p.ints, p.longs
    wished, importance = ints[row[codes.ROW_LEVEL] + wish], ints[row[codes.ROW_WEIGHT] + wish]
    people, levels = row[codes.POST_PERSON], row[codes.POST_LEVEL]
    table, lowest, last = row[codes.TABLE], row[codes.LOWEST], row[codes.ENTRIES] - 1
    for entry in range(low, high):
        person = ints[people + entry]
        value = level_fit(longs, table, lowest, last, similarity, ints[levels + entry], wished)
        if value > best[person]:
            total[person] += importance * (value - best[person])
            best[person] = value


@njit(nogil=True, cache=True)
def _wished(p, row, offer, low, high, similarity, total, best):
    """One offer of the mentee and the mentors who wish one near skill; best[entry] is for that mentor's wish."""
    ints, longs = p.ints, p.longs
    offered = ints[row[codes.ROW_LEVEL] + offer]
    people, levels, weights = row[codes.POST_PERSON], row[codes.POST_LEVEL], row[codes.POST_WEIGHT]
    table, lowest, last = row[codes.TABLE], row[codes.LOWEST], row[codes.ENTRIES] - 1
    for entry in range(low, high):
        value = level_fit(longs, table, lowest, last, similarity, offered, ints[levels + entry])
        if value > best[entry]:
            total[ints[people + entry]] += ints[weights + entry] * (value - best[entry])
            best[entry] = value


@njit(nogil=True, inline="always")
def level_fit(longs, table, lowest, last, similarity, offered, wished):
    """Similarity times the table's value for an offer of one level and a wish of another."""
    if offered < 0 or wished < 0:
        return similarity
    step = np.int64(offered) - wished - lowest
    return similarity * longs[table + min(max(step, 0), last)] // MILLION


@njit(nogil=True, cache=True)
def _forget(p, row, entry, by_person, best):
    """Sets `best` back to 0 wherever this entry of the mentee has reached."""
    ints, longs = p.ints, p.longs
    near = row[codes.NEAR_FIRST] + ints[row[codes.ROW_SKILL] + entry]
    for at in range(longs[near], longs[near + 1]):
        post = row[codes.POST_FIRST] + ints[row[codes.NEAR_SKILL] + at]
        for place in range(longs[post], longs[post + 1]):
            best[np.int64(ints[row[codes.POST_PERSON] + place]) if by_person else place] = 0
