"""Hard rules on one mentee and a block of mentors, one column at a time. Each sets its bit in `broken` and answers how
many pairs it removes."""

import numpy as np
from numba import njit

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.bitcount import popcount


@njit(nogil=True, cache=True)
def apply_rule(p, rule, mentee, block, size, total, broken):
    """Marks the pairs of `mentee` with block[:size] that break rule number `rule`."""
    operation = p.rules[rule]
    bit = np.uint32(1) << np.uint32(rule)
    kind = operation[codes.KIND]
    if kind <= codes.STEPS:
        return _answers(p, operation, kind, bit, mentee, block, size, broken)
    if kind == codes.SHARE:
        return _share(p, operation, bit, mentee, block, size, broken)
    if kind == codes.READY:
        return _ready(p, operation, bit, mentee, block, size, broken)
    if kind == codes.TEACHES:
        return _teaches(operation, bit, block, size, total, broken)
    return _pairs(p, operation, kind == codes.APART, bit, mentee, block, size, broken)


@njit(nogil=True, cache=True)
def _answers(p, operation, kind, bit, mentee, block, size, broken):
    mine = p.ints[operation[codes.MENTEE] + mentee]
    theirs = operation[codes.MENTOR]
    open_breaks = operation[codes.UNANSWERED] == 0
    least, most, inside = operation[codes.X], operation[codes.Y], True
    if kind != codes.STEPS:
        least, most, inside = 0, 0, kind == codes.SAME
    removed = 0
    for x in range(size):
        answer = p.ints[theirs + block[x]]
        steps = np.int64(answer) - mine
        breaks = ((steps >= least) & (steps <= most)) != inside
        if mine < 0 or answer < 0:
            breaks = open_breaks
        if breaks:
            broken[x] |= bit
            removed += 1
    return removed


@njit(nogil=True, cache=True)
def _share(p, operation, bit, mentee, block, size, broken):
    words, their_words = operation[codes.MENTEE_WORDS], operation[codes.MENTOR_WORDS]
    mine = operation[codes.MENTEE] + mentee * words
    common_words = min(words, their_words)
    least = operation[codes.X]
    open_breaks = operation[codes.UNANSWERED] == 0
    empty = filled(p.words, mine, words) == 0
    removed = 0
    for x in range(size):
        theirs = operation[codes.MENTOR] + block[x] * their_words
        breaks = common(p.words, mine, p.words, theirs, common_words) < least
        if breaks and (empty or filled(p.words, theirs, their_words) == 0):
            breaks = open_breaks
        if breaks:
            broken[x] |= bit
            removed += 1
    return removed


@njit(nogil=True, cache=True)
def common(one, at, other, other_at, words):
    """Members that two sets have in common."""
    count = np.int64(0)
    for word in range(words):
        count += np.int64(popcount(one[at + word] & other[other_at + word]))
    return count


@njit(nogil=True, cache=True)
def filled(one, at, words):
    """Members of a set."""
    return common(one, at, one, at, words)


@njit(nogil=True, cache=True)
def _ready(p, operation, bit, mentee, block, size, broken):
    offset = operation[codes.MENTEE]
    mentee_ready = offset == codes.NONE or p.ints[offset + mentee] == 1
    offset = operation[codes.MENTOR]
    removed = 0
    for x in range(size):
        if not (mentee_ready and (offset == codes.NONE or p.ints[offset + block[x]] == 1)):
            broken[x] |= bit
            removed += 1
    return removed


@njit(nogil=True, cache=True)
def _teaches(operation, bit, block, size, total, broken):
    scored = total[operation[codes.X]]
    removed = 0
    for x in range(size):
        if scored[block[x]] == 0:
            broken[x] |= bit
            removed += 1
    return removed


@njit(nogil=True, cache=True)
def _pairs(p, operation, apart, bit, mentee, block, size, broken):
    at = operation[codes.Y]
    low, high = p.longs[operation[codes.X] + mentee], p.longs[operation[codes.X] + mentee + 1]
    removed = 0
    for x in range(size):
        if (find(p.ints, at + low, at + high, block[x]) >= 0) == apart:
            broken[x] |= bit
            removed += 1
    return removed


@njit(nogil=True, cache=True)
def find(others, low, high, wanted):
    """Place of `wanted` in the sorted others[low:high], -1 if it is not there."""
    end = high
    while low < high:
        middle = (low + high) >> 1
        if others[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < end and others[low] == wanted else -1
