"""One mentee after the other: find candidates, drop those that break a rule and count why, score the rest."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.part_kernels import fill_part
from querbeet_engine.scoring.program import Program
from querbeet_engine.scoring.rule_kernels import apply_rule
from querbeet_engine.scoring.skill_kernels import meet

WHOLE_WEIGHT = 100_000
"""Weights of a part of weight 1 that a person asked for at 100 per cent (`layout.WEIGHT_UNIT` x
`layout.ASKED_UNIT`)."""


class Work(NamedTuple):
    """Room for one row at a time."""

    total: NDArray[np.int32]
    best: NDArray[np.int32]
    block: NDArray[np.int32]
    broken: NDArray[np.uint32]
    value: NDArray[np.int32]
    sum: NDArray[np.int64]
    weight: NDArray[np.int64]


def new_work(p: Program) -> Work:
    """Room for rows of all mentors of the program."""
    size = p.n_mentors
    return Work(
        np.zeros((max(1, len(p.skills)), size), np.int32),
        np.zeros(max(size, p.slots), np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.uint32),
        np.zeros(size, np.int32),
        np.zeros((2, size), np.int64),
        np.zeros((2, size), np.int64),
    )


@njit(nogil=True, cache=True)
def meet_all(p, mentee, w):
    """Fills w.total for every skill part."""
    for part in range(len(p.skills)):
        for mentor in range(p.n_mentors):
            w.total[part, mentor] = 0
        meet(p, part, mentee, w.total[part], w.best)


@njit(nogil=True, cache=True)
def draw_candidates(p, w):
    """Writes the candidates of a row into w.block: all mentors, or those whom the gate's skill part reaches."""
    if p.gate < 0:
        for mentor in range(p.n_mentors):
            w.block[mentor] = mentor
        return p.n_mentors
    scored = w.total[p.gate]
    size = 0
    for mentor in range(p.n_mentors):
        w.block[size] = mentor
        size += scored[mentor] > 0
    return size


@njit(nogil=True, cache=True)
def survivors(p, mentee, w, removed, alone):
    """Leaves in w.block those who break no rule, and counts the others by rule; answers how many are left."""
    meet_all(p, mentee, w)
    size = draw_candidates(p, w)
    for x in range(size):
        w.broken[x] = 0
    for rule in range(len(p.rules)):
        if p.rules[rule, codes.KIND] == codes.TEACHES and p.rules[rule, codes.X] == p.gate:
            removed[rule] += p.n_mentors - size
        else:
            removed[rule] += apply_rule(p, rule, mentee, w.block, size, w.total, w.broken)
    left = 0
    for x in range(size):
        broken = w.broken[x]
        if broken == 0:
            w.block[left] = w.block[x]
            left += 1
        elif broken & (broken - np.uint32(1)) == 0:
            rule = 0
            while broken >> np.uint32(rule + 1) != 0:
                rule += 1
            alone[rule] += 1
    return left


@njit(nogil=True, cache=True)
def fill_pairs_left(p, w, first, removed, alone):
    """All pairs that break no rule: fills row starts and counts, answers the mentors."""
    mentors = np.empty(16 + p.n_mentors, np.int32)
    for mentee in range(p.n_mentees):
        size = survivors(p, mentee, w, removed[mentee], alone[mentee])
        at = first[mentee]
        first[mentee + 1] = at + size
        if at + size > len(mentors):
            mentors = grown(mentors, at, at + size)
        copy(w.block, size, mentors, at)
    return mentors


@njit(nogil=True, cache=True)
def copy(source, size, target, at):
    """source[:size] into target[at:]."""
    for x in range(size):
        target[at + x] = source[x]


@njit(nogil=True, cache=True)
def grown(values, used, needed):
    """A larger array that begins with values[:used]."""
    larger = np.empty(2 * len(values) + needed, np.int32)
    copy(values, used, larger, 0)
    return larger


@njit(nogil=True, cache=True)
def score_block(p, mentee, w, size, values, at):
    """Weighed sums and weights of w.block[:size] for both views; the parts themselves go to values[at:], if there is
    room."""
    views = 1 if p.one_view else 2
    for view in range(views):
        for x in range(size):
            w.sum[view, x] = w.weight[view, x] = 0
    for part in range(len(p.parts)):
        fill_part(p, part, mentee, w.block, size, w.total, w.value)
        if len(values):
            for x in range(size):
                values[at + x, part] = w.value[x]
        for view in range(views):
            _weigh(p, part, view, mentee, w, size)


@njit(nogil=True, cache=True)
def _weigh(p, part, view, mentee, w, size):
    weight, asked = p.weights[view, part], p.asked[view, part]
    unanswered = p.parts[part, codes.UNANSWERED]
    mine = np.int64(100)
    if view == 0 and asked != codes.NONE:
        mine = np.int64(p.ints[asked + mentee])
    for x in range(size):
        times = np.int64(p.ints[asked + w.block[x]]) if view == 1 and asked != codes.NONE else mine
        value = np.int64(w.value[x])
        if value < 0:
            value = unanswered
        if value >= 0:
            w.sum[view, x] += weight * times * value
            w.weight[view, x] += weight * times


@njit(nogil=True, cache=True)
def fit_of(p, w, view, x):
    """The fit of w.block[x] in one view, rounded half up."""
    whole = w.weight[view, x] if p.normalised else np.int64(WHOLE_WEIGHT)
    return (w.sum[view, x] + whole // 2) // whole if whole > 0 else np.int64(0)


@njit(nogil=True, cache=True)
def fill_scores(p, w, first, mentors, fits, values):
    """Both fits and all parts of given pairs (sparse rows)."""
    other = 0 if p.one_view else 1
    for mentee in range(p.n_mentees):
        at, size = first[mentee], first[mentee + 1] - first[mentee]
        if size == 0:
            continue
        meet_all(p, mentee, w)
        for x in range(size):
            w.block[x] = mentors[at + x]
        score_block(p, mentee, w, size, values, at)
        for x in range(size):
            fits[0, at + x] = fit_of(p, w, 0, x)
            fits[1, at + x] = fit_of(p, w, other, x)
