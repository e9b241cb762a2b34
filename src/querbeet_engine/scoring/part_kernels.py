"""Parts of the fit of one mentee with a block of mentors, one column at a time: millionths, or LEFT_OUT where an answer
is missing."""

import numpy as np
from numba import njit

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.rule_kernels import common, filled, find

MILLION = 1_000_000


@njit(nogil=True, cache=True)
def fill_part(p, part, mentee, block, size, total, value):
    """Writes part number `part` of `mentee` with block[:size] into `value`."""
    operation = p.parts[part]
    kind = operation[codes.KIND]
    if kind <= codes.OWN:
        read_part(p, part, mentee, p.ints, p.words, operation[codes.MENTOR], block, size, value)
    elif kind == codes.LOAD:
        _load(p, operation, block, size, value)
    elif kind == codes.LISTED:
        _listed(p, operation, mentee, block, size, value)
    else:
        _skills(p, operation, mentee, block, size, total, value)


@njit(nogil=True, cache=True)
def read_part(p, part, mentee, ints, words, start, block, size, value):
    """The same for a part that reads one column of the mentors: `ints` or `words` from `start` on, at block[x]."""
    operation = p.parts[part]
    kind = operation[codes.KIND]
    if kind == codes.EQUAL:
        _equal(p, operation, mentee, ints, start, block, size, value)
    elif kind == codes.LADDER:
        _ladder(p, operation, mentee, ints, start, block, size, value)
    elif kind == codes.COMMON:
        _common(p, operation, mentee, words, start, block, size, value)
    else:
        _own(p, operation, mentee, ints, start, block, size, value)


@njit(nogil=True, cache=True)
def _equal(p, operation, mentee, ints, start, block, size, value):
    mine = p.ints[operation[codes.MENTEE] + mentee]
    for x in range(size):
        answer = ints[start + block[x]]
        value[x] = codes.LEFT_OUT if mine < 0 or answer < 0 else MILLION * np.int64(mine == answer)


@njit(nogil=True, cache=True)
def _ladder(p, operation, mentee, ints, start, block, size, value):
    longs = p.longs
    mine = p.ints[operation[codes.MENTEE] + mentee]
    lowest, rungs, at = operation[codes.X], operation[codes.Y], operation[codes.Z]
    for x in range(size):
        answer = ints[start + block[x]]
        rung = min(max(np.int64(answer) - mine - lowest, 0), rungs - 1)
        value[x] = codes.LEFT_OUT if mine < 0 or answer < 0 else longs[at + rung]


@njit(nogil=True, cache=True)
def _common(p, operation, mentee, words, start, block, size, value):
    my_words = p.words
    width, their_width = operation[codes.MENTEE_WORDS], operation[codes.MENTOR_WORDS]
    mine = operation[codes.MENTEE] + mentee * width
    both, whole, enough = min(width, their_width), operation[codes.X], operation[codes.Y]
    own = filled(my_words, mine, width)
    for x in range(size):
        theirs = start + block[x] * their_width
        shared = common(my_words, mine, words, theirs, both)
        if shared > 0 and whole <= codes.OF_MENTEE:
            value[x] = min(MILLION, shared * MILLION // (enough if whole == codes.OF_NUMBER else own))
            continue
        their = filled(words, theirs, their_width)
        if own == 0 or their == 0:
            value[x] = codes.LEFT_OUT
        else:
            value[x] = shared * MILLION // (their if whole == codes.OF_MENTOR else own + their - shared)


@njit(nogil=True, cache=True)
def _own(p, operation, mentee, ints, start, block, size, value):
    if operation[codes.MENTEE] != codes.NONE:
        mine = max(p.ints[operation[codes.MENTEE] + mentee], codes.LEFT_OUT)
        for x in range(size):
            value[x] = mine
        return
    for x in range(size):
        value[x] = max(ints[start + block[x]], codes.LEFT_OUT)


@njit(nogil=True, cache=True)
def _load(p, operation, block, size, value):
    ints = p.ints
    for x in range(size):
        now, limit = (
            np.int64(ints[operation[codes.MENTOR] + block[x]]),
            ints[operation[codes.X] + block[x]],
        )
        if now < 0 or limit < 0:
            value[x] = codes.LEFT_OUT
        else:
            value[x] = (limit - now) * MILLION // limit if now < limit else 0


@njit(nogil=True, cache=True)
def _listed(p, operation, mentee, block, size, value):
    ints, longs = p.ints, p.longs
    at = operation[codes.Y]
    low, high = longs[operation[codes.X] + mentee], longs[operation[codes.X] + mentee + 1]
    for x in range(size):
        place = find(ints, at + low, at + high, block[x])
        value[x] = longs[operation[codes.Z] + place - at] if place >= 0 else 0


@njit(nogil=True, cache=True)
def _skills(p, operation, mentee, block, size, total, value):
    ints = p.ints
    row = p.skills[operation[codes.X]]
    scored = total[operation[codes.X]]
    mentee_asks = row[codes.ASKER] == codes.MENTEE_ASKS
    for x in range(size):
        whole = np.int64(ints[row[codes.WHOLE] + (np.int64(mentee) if mentee_asks else np.int64(block[x]))])
        value[x] = scored[block[x]] // whole if whole > 0 else codes.LEFT_OUT
