"""Wishes met by offers, skill by skill along the postings of the mentors; only people who share a skill are ever
touched."""

import numpy as np
from numba import njit

from querbeet_engine.scoring import program as layout
from querbeet_engine.scoring.program import ENTRIES, LOWEST, MENTEE_ASKS, NEAR, POST, ROW, TABLE

MILLION = 1_000_000


@njit(nogil=True, cache=True)
def meet(p, part, mentee, total, best):
    """Adds up importance x best offer over the wishes of each pair: `total` by mentor. `best` is all 0 before and
    after."""
    if p.skills[part, layout.ASKER] == MENTEE_ASKS:
        _mentee_asks(p, p.skills[part], mentee, total, best)
    else:
        _mentor_asks(p, p.skills[part], mentee, total, best)


@njit(nogil=True, cache=True)
def level_fit(p, row, offered, wished):
    """The table's value for an offer of one level and a wish of another."""
    if offered < 0 or wished < 0:
        return np.int64(MILLION)
    step = min(max(np.int64(offered) - wished - row[LOWEST], 0), row[ENTRIES] - 1)
    return p.table[row[TABLE] + step]


@njit(nogil=True, cache=True)
def _mentee_asks(p, row, mentee, total, best):
    for wish in range(p.row_first[row[ROW] + mentee], p.row_first[row[ROW] + mentee + 1]):
        level, importance = p.row_level[wish], p.row_weight[wish]
        near = row[NEAR] + p.row_skill[wish]
        for at in range(p.near_first[near], p.near_first[near + 1]):
            post = row[POST] + p.near_skill[at]
            for entry in range(p.post_first[post], p.post_first[post + 1]):
                person = p.post_person[entry]
                value = p.near_value[at] * level_fit(p, row, p.post_level[entry], level) // MILLION
                if value > best[person]:
                    total[person] += importance * (value - best[person])
                    best[person] = value
        for at in range(p.near_first[near], p.near_first[near + 1]):
            post = row[POST] + p.near_skill[at]
            for entry in range(p.post_first[post], p.post_first[post + 1]):
                best[p.post_person[entry]] = 0


@njit(nogil=True, cache=True)
def _mentor_asks(p, row, mentee, total, best):
    start = p.post_first[row[POST]]
    for offer in range(p.row_first[row[ROW] + mentee], p.row_first[row[ROW] + mentee + 1]):
        near = row[NEAR] + p.row_skill[offer]
        for at in range(p.near_first[near], p.near_first[near + 1]):
            post = row[POST] + p.near_skill[at]
            for entry in range(p.post_first[post], p.post_first[post + 1]):
                value = p.near_value[at] * level_fit(p, row, p.row_level[offer], p.post_level[entry]) // MILLION
                if value > best[entry - start]:
                    total[p.post_person[entry]] += p.post_weight[entry] * (value - best[entry - start])
                    best[entry - start] = value
    for offer in range(p.row_first[row[ROW] + mentee], p.row_first[row[ROW] + mentee + 1]):
        near = row[NEAR] + p.row_skill[offer]
        for at in range(p.near_first[near], p.near_first[near + 1]):
            post = row[POST] + p.near_skill[at]
            for entry in range(p.post_first[post], p.post_first[post + 1]):
                best[entry - start] = 0
