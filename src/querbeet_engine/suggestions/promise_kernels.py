"""Who can still be among the best? The known parts are added up, and the others taken for the most they can be.

No fit is larger than this promise, so nobody of the best is lost: a share can only fall when a full value is replaced
by what it really is, or by a part that has no say. Promises are floats, an allowance above the integers of the fits.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.checks import MOST_ASKED
from querbeet_engine.scoring.part_kernels import MILLION, fill_part, read_part
from querbeet_engine.scoring.row_kernels import WHOLE_WEIGHT, add_part, fill, left_over
from querbeet_engine.suggestions.skill_kernels import WEIGHT

KNOWN = -2
"""In `ceilings`: this part is in the sums."""
ALLOWANCE = 2.0
"""Fits are rounded, each by at most 0.5; the rest is for the floats."""


class Promise(NamedTuple):
    """Sums and weights of the known parts of a block in each view, as in `Work`, and what each part can be at most.

    place     int32[*], the posting that each person of the block was met at
    ceilings  int32[parts], KNOWN or millionths
    """

    place: NDArray[np.int32]
    sum: NDArray[np.float64]
    weight: NDArray[np.float64]
    joint: NDArray[np.float64]
    ceilings: NDArray[np.int32]


def room(size: int, parts: int) -> Promise:
    """Room for blocks of so many people."""
    return Promise(
        np.zeros(size, np.int32),
        np.zeros((2, size)),
        np.zeros((2, size)),
        np.zeros(size),
        np.zeros(parts, np.int32),
    )


@njit(nogil=True, cache=True)
def start(promise, size):
    """Nothing is known of a block."""
    fill(promise.ceilings, len(promise.ceilings), MILLION)
    for view in range(2):
        fill(promise.sum[view], size, 0)
        fill(promise.weight[view], size, 0)


@njit(nogil=True, cache=True)
def learn_from_postings(p, packed, asker, w, promise, size):
    """Adds what stands beside the postings of the block."""
    for at in range(len(packed.number_parts)):
        part, numbers = packed.number_parts[at, 0], packed.numbers[packed.number_parts[at, 1]]
        read_part(p, part, asker, numbers, p.words, 0, promise.place, size, w.value)
        _learn(p, part, asker, w, promise, size)
    for at in range(len(packed.word_parts)):
        part, words = packed.word_parts[at, 0], packed.words[packed.word_parts[at, 1]]
        read_part(p, part, asker, p.ints, words, 0, promise.place, size, w.value)
        _learn(p, part, asker, w, promise, size)


@njit(nogil=True, cache=True)
def learn_skills(p, skills, asker, w, promise, size):
    """Adds a skill part that has been met."""
    part = part_of(p, skills)
    fill_part(p, part, asker, w.block, size, w.total, w.value)
    _learn(p, part, asker, w, promise, size)


@njit(nogil=True, cache=True)
def _learn(p, part, asker, w, promise, size):
    add_part(p, part, asker, w.block, size, w.value, promise.sum, promise.weight)
    promise.ceilings[part] = KNOWN


@njit(nogil=True, cache=True)
def part_of(p, skills):
    """The part of the profile that a skill part is."""
    part = 0
    while p.parts[part, codes.KIND] != codes.SKILLS or p.parts[part, codes.X] != skills:
        part += 1
    return part


@njit(nogil=True, cache=True)
def lower_ceiling(p, asker, mine, earlier, promise):
    """The gate's part of people who hold nothing near the `earlier` ones of the asker's skills."""
    row = p.skills[p.gate]
    if row[codes.ASKER] == codes.MENTEE_ASKS:
        missing, whole = np.int64(0), np.int64(p.ints[row[codes.WHOLE] + asker])
        for entry in earlier:
            missing += mine[entry, WEIGHT]
        promise.ceilings[part_of(p, p.gate)] = (whole - missing) * MILLION // whole


@njit(nogil=True, cache=True)
def promising(p, asker, w, promise, size, best):
    """Leaves in w.block whoever may still be among the best."""
    views = 1 if p.one_view else 2
    fill(promise.joint, size, ALLOWANCE)
    for view in range(views):
        rest, weight = _rest(p, view, asker, promise.ceilings)
        _add_fits(p.normalised, promise.sum[view], promise.weight[view], rest, weight, size, 2 / views, promise.joint)
    _mark_below(best.fit[0, best.used[0] - 1], promise.joint, size, w.broken)
    return shrink(p, w, promise, size)


@njit(nogil=True, cache=True)
def all_places_taken(best):
    """Whether there is a floor: until then everybody may be among the best, and promises are not needed."""
    return best.used[0] == best.fit.shape[1]


@njit(nogil=True, cache=True)
def _rest(p, view, asker, ceilings):
    """Sum and weight of the parts not known, at their most; as heavy as can be where people of the pool were asked."""
    rest, whole = np.int64(0), np.int64(0)
    for part in range(len(p.parts)):
        weight, ceiling, asked = p.weights[view, part] * 100, np.int64(ceilings[part]), p.asked[view, part]
        if ceiling == KNOWN:
            continue
        if asked != codes.NONE:
            times = np.int64(p.ints[asked + asker]) if view == 0 else np.int64(MOST_ASKED)
            weight = p.weights[view, part] * times
            ceiling = ceiling if view == 0 else np.int64(MILLION)
        rest += weight * ceiling
        whole += weight
    return rest, whole


@njit(nogil=True, cache=True)
def _add_fits(normalised, sums, weights, rest, weight, size, times, joint):
    """Adds the fits that the sums would come to with the rest, once or twice."""
    for x in range(size):
        whole = max(weights[x] + weight, 1.0) if normalised else np.float64(WHOLE_WEIGHT)
        joint[x] += times * (sums[x] + rest) / whole


@njit(nogil=True, cache=True)
def _mark_below(floor, joint, size, broken):
    for x in range(size):
        broken[x] = joint[x] < floor


@njit(nogil=True, cache=True)
def shrink(p, w, promise, size):
    """Moves those of w.block who bear no mark to the front, with what is known of them; answers how many they are."""
    broken = w.broken
    for view in range(1 if p.one_view else 2):
        left_over(promise.sum[view], broken, size)
        left_over(promise.weight[view], broken, size)
    left_over(promise.place, broken, size)
    return left_over(w.block, broken, size)
