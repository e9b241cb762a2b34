"""Hard rules on one mentee and a block of mentors, one column at a time. Each sets its bit in `broken`.

Marks are set without branches, since which pairs break a rule follows no pattern a processor could guess.
"""

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
    if kind <= codes.READY:
        read_rule(p, rule, mentee, p.ints, p.words, operation[codes.MENTOR], block, size, broken)
    elif kind == codes.TEACHES:
        _teaches(total[operation[codes.X]], bit, block, size, broken)
    else:
        _pairs(p, operation, bit, mentee, block, size, broken)


@njit(nogil=True, cache=True)
def read_rule(p, rule, mentee, ints, words, start, block, size, broken):
    """The same for a rule that reads one column of the mentors: `ints` or `words` from `start` on, at block[x].

    Without a block (None) it reads the first `size` in a row, many at a time.
    """
    operation = p.rules[rule]
    bit = np.uint32(1) << np.uint32(rule)
    kind = operation[codes.KIND]
    if kind <= codes.STEPS:
        _answers(p, operation, bit, mentee, ints, start, block, size, broken)
    elif kind == codes.SHARE:
        _share(p, operation, bit, mentee, words, start, block, size, broken)
    else:
        _ready(p, operation, bit, mentee, ints, start, block, size, broken)


@njit(nogil=True, inline="always")
def mark(bit, breaks):
    """The rule's bit where the pair breaks it."""
    return bit if breaks else np.uint32(0)


@njit(nogil=True, cache=True)
def at(block, x):
    """Where the x-th mentor of the block is. (Of the two branches only one is compiled for each kind of block.)"""
    if block is None:
        return np.int64(x)
    return np.int64(block[x])


@njit(nogil=True, cache=True)
def _answers(p, operation, bit, mentee, ints, start, block, size, broken):
    mine = np.int64(p.ints[operation[codes.MENTEE] + mentee])
    open_breaks = operation[codes.UNANSWERED] == 0
    least, most, inside = operation[codes.X], operation[codes.Y], True
    if operation[codes.KIND] != codes.STEPS:
        least, most, inside = 0, 0, operation[codes.KIND] == codes.SAME
    for x in range(size):
        answer = np.int64(ints[start + at(block, x)])
        breaks = ((answer - mine >= least) & (answer - mine <= most)) != inside
        is_open = (mine < 0) | (answer < 0)
        broken[x] |= mark(bit, (is_open & open_breaks) | (breaks & ~is_open))


@njit(nogil=True, cache=True)
def _share(p, operation, bit, mentee, words, start, block, size, broken):
    my_words = p.words
    width, their_width = operation[codes.MENTEE_WORDS], operation[codes.MENTOR_WORDS]
    mine = operation[codes.MENTEE] + mentee * width
    both, least = min(width, their_width), operation[codes.X]
    if width == 1 and their_width == 1 and least == 1:
        _share_any(my_words[mine], operation[codes.UNANSWERED] == 1, bit, words, start, block, size, broken)
    elif operation[codes.UNANSWERED] == 0:
        for x in range(size):
            shared = common(my_words, mine, words, start + at(block, x) * their_width, both)
            broken[x] |= mark(bit, shared < least)
    elif filled(my_words, mine, width) > 0:
        for x in range(size):
            theirs = start + at(block, x) * their_width
            shared = common(my_words, mine, words, theirs, both)
            broken[x] |= mark(bit, (shared < least) & (filled(words, theirs, their_width) > 0))


@njit(nogil=True, cache=True)
def _share_any(mine, keeps_open, bit, words, start, block, size, broken):
    """Sets of one word that need one common member: no counting."""
    if keeps_open and mine == 0:
        return
    for x in range(size):
        theirs = words[start + at(block, x)]
        broken[x] |= mark(bit, (mine & theirs == 0) & ((theirs != 0) | (not keeps_open)))


@njit(nogil=True, inline="always")
def common(one, at, other, other_at, words):
    """Members that two sets have in common. (Unsigned places spare the check for negative ones.)"""
    count, place, other_place = np.uint64(0), np.uint64(at), np.uint64(other_at)
    for _ in range(words):
        count += popcount(one[place] & other[other_place])
        place += np.uint64(1)
        other_place += np.uint64(1)
    return np.int64(count)


@njit(nogil=True, inline="always")
def filled(one, at, words):
    """Members of a set."""
    return common(one, at, one, at, words)


@njit(nogil=True, cache=True)
def _ready(p, operation, bit, mentee, ints, start, block, size, broken):
    mine, theirs = operation[codes.MENTEE], operation[codes.MENTOR]
    mentee_ready = mine == codes.NONE or p.ints[mine + mentee] == 1
    for x in range(size):
        mentor_ready = theirs == codes.NONE or ints[start + at(block, x)] == 1
        broken[x] |= mark(bit, not (mentee_ready and mentor_ready))


@njit(nogil=True, cache=True)
def _teaches(scored, bit, block, size, broken):
    for x in range(size):
        broken[x] |= mark(bit, scored[block[x]] == 0)


@njit(nogil=True, cache=True)
def _pairs(p, operation, bit, mentee, block, size, broken):
    ints, at, apart = p.ints, operation[codes.Y], operation[codes.KIND] == codes.APART
    low, high = p.longs[operation[codes.X] + mentee], p.longs[operation[codes.X] + mentee + 1]
    for x in range(size):
        broken[x] |= mark(bit, (find(ints, at + low, at + high, block[x]) >= 0) == apart)


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
