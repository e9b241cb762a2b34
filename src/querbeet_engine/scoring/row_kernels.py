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
    fit: NDArray[np.int64]


def new_work(p: Program, most: int | None = None) -> Work:
    """Room for rows of all mentors of the program, or for blocks of at most so many."""
    size = p.n_mentors if most is None else most
    return Work(
        np.zeros((max(1, len(p.skills)), p.n_mentors), np.int32),
        np.zeros(max(size, p.slots), np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.uint32),
        np.zeros(size, np.int32),
        np.zeros((2, size), np.int64),
        np.zeros((2, size), np.int64),
        np.zeros((2, size), np.int64),
    )


# Arrays of tuples are taken out of them before each loop: within, every access would count references.


@njit(nogil=True, cache=True)
def meet_all(p, mentee, w):
    """Fills w.total for every skill part."""
    for part in range(len(p.skills)):
        total = w.total[part]
        fill(total, len(total), 0)
        meet(p, part, mentee, total, w.best)


@njit(nogil=True, cache=True)
def fill(values, size, value):
    """Sets values[:size]."""
    for x in range(size):
        values[x] = value


@njit(nogil=True, cache=True)
def copy(source, size, target, at):
    """source[:size] into target[at:]."""
    for x in range(size):
        target[at + x] = source[x]


@njit(nogil=True, cache=True)
def draw_candidates(scored, everybody, block):
    """Writes the candidates of a row into `block`: everybody, or those whom the gate's skill part reaches."""
    size = 0
    for mentor in range(len(block)):
        block[size] = mentor
        size += everybody or scored[mentor] > 0
    return size


@njit(nogil=True, cache=True)
def survivors(p, mentee, w, removed, alone):
    """Leaves in w.block those who break no rule, and counts the others by rule; answers how many are left."""
    meet_all(p, mentee, w)
    size = draw_candidates(w.total[max(p.gate, 0)], p.gate < 0, w.block)
    fill(w.broken, size, 0)
    for rule in range(len(p.rules)):
        if p.rules[rule, codes.KIND] == codes.TEACHES and p.rules[rule, codes.X] == p.gate:
            removed[rule] += p.n_mentors - size
        else:
            apply_rule(p, rule, mentee, w.block, size, w.total, w.broken)
            _count(w.broken, size, np.uint32(1) << np.uint32(rule), rule, removed)
    for rule in range(len(p.rules)):
        _count_alone(w.broken, size, np.uint32(1) << np.uint32(rule), rule, alone)
    return left_over(w.block, w.broken, size)


@njit(nogil=True, cache=True)
def _count(broken, size, bit, rule, removed):
    """How many broke this rule."""
    count = 0
    for x in range(size):
        count += broken[x] & bit != 0
    removed[rule] += count


@njit(nogil=True, cache=True)
def _count_alone(broken, size, bit, rule, alone):
    """How many broke this rule and no other."""
    count = 0
    for x in range(size):
        count += broken[x] == bit
    alone[rule] += count


@njit(nogil=True, cache=True)
def left_over(block, broken, size):
    """Moves those who broke no rule to the front and answers how many they are."""
    left = 0
    for x in range(size):
        block[left] = block[x]
        left += broken[x] == 0
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
def grown(values, used, needed):
    """A larger array that begins with values[:used]."""
    larger = np.empty(2 * len(values) + needed, np.int32)
    copy(values, used, larger, 0)
    return larger


@njit(nogil=True, cache=True)
def score_block(p, mentee, w, size, values, at):
    """Fits of w.block[:size] in both views; the parts themselves go to values[at:], if there is room."""
    views = 1 if p.one_view else 2
    for view in range(views):
        fill(w.sum[view], size, 0)
        fill(w.weight[view], size, 0)
    for part in range(len(p.parts)):
        fill_part(p, part, mentee, w.block, size, w.total, w.value)
        if len(values):
            copy(w.value, size, values[:, part], at)
        add_part(p, part, mentee, w.block, size, w.value, w.sum, w.weight)
    for view in range(2):
        _divide(p.normalised, w.sum[min(view, views - 1)], w.weight[min(view, views - 1)], size, w.fit[view])


@njit(nogil=True, cache=True)
def add_part(p, part, mentee, block, size, values, sums, weights):
    """Adds a part, worth values[x] with block[x], to the sums and weights of each view."""
    for view in range(1 if p.one_view else 2):
        times, asked = np.int64(100), p.asked[view, part]
        if view == 0 and asked != codes.NONE:
            times, asked = np.int64(p.ints[asked + mentee]), np.int64(codes.NONE)
        weight = p.weights[view, part] * (times if asked == codes.NONE else np.int64(1))
        unanswered = p.parts[part, codes.UNANSWERED]
        _weigh(p.ints, asked, weight, unanswered, block, size, values, sums[view], weights[view])


@njit(nogil=True, cache=True)
def _weigh(ints, asked, weight, unanswered, block, size, values, sums, weights):
    """Adds one part to the sums of one view."""
    for x in range(size):
        times = weight if asked == codes.NONE else weight * np.int64(ints[asked + block[x]])
        value = np.int64(values[x])
        if value < 0:
            value = unanswered
        if value >= 0:
            sums[x] += times * value
            weights[x] += times


@njit(nogil=True, cache=True)
def _divide(normalised, sums, weights, size, fits):
    """Fits from sums and weights, rounded half up; 0 where nothing had a say."""
    for x in range(size):
        whole = weights[x] if normalised else np.int64(WHOLE_WEIGHT)
        fits[x] = (sums[x] + (whole >> 1)) // whole if whole > 0 else np.int64(0)


@njit(nogil=True, cache=True)
def fill_scores(p, w, first, mentors, fits, values):
    """Both fits and all parts of given pairs (sparse rows)."""
    for mentee in range(p.n_mentees):
        at, size = first[mentee], first[mentee + 1] - first[mentee]
        if size == 0:
            continue
        meet_all(p, mentee, w)
        copy(mentors[at:], size, w.block, 0)
        score_block(p, mentee, w, size, values, at)
        for view in range(2):
            copy(w.fit[view], size, fits[view], at)
