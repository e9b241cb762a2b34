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
    level, importance = p.ints[row[codes.ROW_LEVEL] + wish], p.ints[row[codes.ROW_WEIGHT] + wish]
    people, levels = row[codes.POST_PERSON], row[codes.POST_LEVEL]
    for entry in range(low, high):
        person = p.ints[people + entry]
        value = similarity * level_fit(p, row, p.ints[levels + entry], level) // MILLION
        if value > best[person]:
            total[person] += importance * (value - best[person])
            best[person] = value


@njit(nogil=True, cache=True)
def _wished(p, row, offer, low, high, similarity, total, best):
    """One offer of the mentee and the mentors who wish one near skill; best[entry] is for that mentor's wish."""
    level = p.ints[row[codes.ROW_LEVEL] + offer]
    for entry in range(low, high):
        value = similarity * level_fit(p, row, level, p.ints[row[codes.POST_LEVEL] + entry]) // MILLION
        if value > best[entry]:
            person = p.ints[row[codes.POST_PERSON] + entry]
            total[person] += p.ints[row[codes.POST_WEIGHT] + entry] * (value - best[entry])
            best[entry] = value


@njit(nogil=True, cache=True)
def level_fit(p, row, offered, wished):
    """The table's value for an offer of one level and a wish of another."""
    step = min(max(np.int64(offered) - wished - row[codes.LOWEST], 0), row[codes.ENTRIES] - 1)
    return np.int64(MILLION) if offered < 0 or wished < 0 else p.longs[row[codes.TABLE] + step]


@njit(nogil=True, cache=True)
def _forget(p, row, entry, by_person, best):
    """Sets `best` back to 0 wherever this entry of the mentee has reached."""
    near = row[codes.NEAR_FIRST] + p.ints[row[codes.ROW_SKILL] + entry]
    for at in range(p.longs[near], p.longs[near + 1]):
        post = row[codes.POST_FIRST] + p.ints[row[codes.NEAR_SKILL] + at]
        for place in range(p.longs[post], p.longs[post + 1]):
            best[np.int64(p.ints[row[codes.POST_PERSON] + place]) if by_person else place] = 0
