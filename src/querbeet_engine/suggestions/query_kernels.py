"""One question: the best few for one person out of a pool. Postings are read in pieces that fit the nearest cache."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.best_kernels import rank_row
from querbeet_engine.scoring.row_kernels import copy, fill, score_block
from querbeet_engine.scoring.rule_kernels import apply_rule, read_rule
from querbeet_engine.suggestions.promise_kernels import (
    all_places_taken,
    learn_from_postings,
    learn_skills,
    lower_ceiling,
    promising,
    shrink,
    start,
)
from querbeet_engine.suggestions.skill_kernels import SKILL, entries_of, gather, meet_block, spread

PIECE = 4096
SOON = 256
"""People to judge at the beginning, so that there is a floor for all others."""


class Scratch(NamedTuple):
    """What a question writes into, besides its `Work`.

    seen     int32[pool], number of the last question that met each person; MOVED: never met in the postings
    marks    uint32[PIECE], rules broken by each posting of a piece
    near     int32[S, entries, skills], how near each skill is to each skill of the asker; all 0 between questions
    order    int64[entries], the asker's skills in the order in which they are looked up
    """

    seen: NDArray[np.int32]
    marks: NDArray[np.uint32]
    near: NDArray[np.int32]
    order: NDArray[np.int64]


@njit(nogil=True, cache=True)
def ask(p, mine, theirs, w, packed, scratch, promise, late, asker, seed, turn, buckets, mask, changed, best):
    """Puts the best visible people into best[0] and their fits into w.fit.

    They come from the postings and from `changed`, people whom the postings do not hold. The asker's rarest skill comes
    first: whoever is met at the common ones for the first time lacks the others, and most of them need no closer look.
    """
    for part in range(len(p.skills)):
        spread(p, part, entries_of(mine, asker, part), scratch.near[part])
    order = rarest_first(p, entries_of(mine, asker, p.gate), packed, buckets, scratch.order)
    for place in range(len(order)):
        whom = asker, seed, turn, buckets, mask
        _ask_skill(p, mine, theirs, w, packed, scratch, promise, late, order[: place + 1], whom, best)
    _ask_changed(p, mine, theirs, w, scratch, promise, asker, seed, changed, best)
    _score_best(p, mine, theirs, w, scratch.near, asker, best)
    for part in range(len(p.skills)):
        gather(p, part, entries_of(mine, asker, part), scratch.near[part])


@njit(nogil=True, cache=True)
def rarest_first(p, mine, packed, buckets, order):
    """Numbers of the asker's skills into `order`, those with the fewest postings first; answers those filled."""
    sizes = np.zeros(len(mine), np.int64)
    for entry in range(len(mine)):
        sizes[entry] = _postings(p, packed, mine[entry, SKILL], buckets)
        at = entry
        while at > 0 and sizes[order[at - 1]] > sizes[entry]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = entry
    return order[: len(mine)]


@njit(nogil=True, cache=True)
def _postings(p, packed, skill, buckets):
    """How many postings lead from this skill to somebody."""
    row, starts, count = p.skills[p.gate], packed.first, 0
    start = row[codes.NEAR_FIRST] + skill
    for place in range(p.longs[start], p.longs[start + 1]):
        for at in range(len(buckets)):
            key = p.ints[row[codes.NEAR_SKILL] + place] * packed.groups + buckets[at]
            count += starts[key + 1] - starts[key]
    return count


@njit(nogil=True, cache=True)
def _ask_skill(p, mine, theirs, w, packed, scratch, promise, late, order, whom, best):
    """Judges whoever holds something near the last skill of `order` and nothing near those before it."""
    asker, seed, turn, buckets, mask = whom
    row, near, starts, size = p.skills[p.gate], scratch.near[p.gate], packed.first, 0
    earlier, wishes = order[:-1], entries_of(mine, asker, p.gate)
    start = row[codes.NEAR_FIRST] + wishes[order[-1], SKILL]
    for place in range(p.longs[start], p.longs[start + 1]):
        skill = p.ints[row[codes.NEAR_SKILL] + place]
        if _met_before(near, earlier, skill):
            continue
        for at in range(len(buckets)):
            key = skill * packed.groups + buckets[at]
            for low in range(starts[key], starts[key + 1], PIECE):
                high = min(low + PIECE, starts[key + 1])
                size = _collect(p, packed, asker, low, high, scratch, turn, mask, w.block, promise.place, size)
                if size >= (PIECE if all_places_taken(best) else SOON):
                    _judge_posted(p, mine, theirs, w, packed, scratch, promise, late, asker, seed, earlier, size, best)
                    size = 0
    _judge_posted(p, mine, theirs, w, packed, scratch, promise, late, asker, seed, earlier, size, best)


@njit(nogil=True, cache=True)
def _met_before(near, earlier, skill):
    """Whether an earlier skill of the asker has led to this one already."""
    met = False
    for entry in earlier:
        met |= near[entry, skill] > 0
    return met


@njit(nogil=True, cache=True)
def _collect(p, packed, asker, low, high, scratch, turn, mask, block, place, size):
    """Adds to the block whoever of the postings low..high breaks none of the packed rules and is new and visible."""
    marks, count = scratch.marks, high - low
    fill(marks, count, 0)
    for at in range(len(packed.number_rules)):
        rule, numbers = packed.number_rules[at, 0], packed.numbers[packed.number_rules[at, 1]]
        read_rule(p, rule, asker, numbers, p.words, low, None, count, marks)
    for at in range(len(packed.word_rules)):
        rule, words = packed.word_rules[at, 0], packed.words[packed.word_rules[at, 1]]
        read_rule(p, rule, asker, p.ints, words, low, None, count, marks)
    return _meet(packed.person, low, marks, count, scratch.seen, turn, mask, block, place, size)


@njit(nogil=True, cache=True)
def _meet(people, low, marks, count, seen, turn, mask, block, place, size):
    """Adds whoever bears no mark, then drops who was met before or is not in the mask."""
    end = size
    for x in range(count):
        place[end] = low + x
        end += marks[x] == 0
    everybody = len(mask) == 0
    for x in range(size, end):
        person = people[place[x]]
        if seen[person] < turn and (everybody or mask[person]):
            seen[person] = turn
            block[size], place[size] = person, place[x]
            size += 1
    return size


@njit(nogil=True, cache=True)
def _judge_posted(p, mine, theirs, w, packed, scratch, promise, late, asker, seed, earlier, size, best):
    """Judges people out of the postings, by the rules that are not packed."""
    if all_places_taken(best):
        start(promise, size)
        learn_from_postings(p, packed, asker, w, promise, size)
        lower_ceiling(p, asker, entries_of(mine, asker, p.gate), earlier, promise)
    judge(p, mine, theirs, w, scratch, promise, late, asker, seed, size, best)


@njit(nogil=True, cache=True)
def judge(p, mine, theirs, w, scratch, promise, rules, asker, seed, size, best):
    """Scores w.block[:size] and ranks those who break none of `rules`.

    What costs more is asked of fewer: people who cannot be among the best any more are dropped in between.
    """
    choosy = all_places_taken(best)
    if choosy:
        size = promising(p, asker, w, promise, size, best)
    size = _kept(p, rules, False, asker, w, promise, size)
    for part in range(len(p.skills)):
        wishes = entries_of(mine, asker, part)
        meet_block(p, part, wishes, theirs, scratch.near[part], w.block, size, w.total[part])
        if choosy:
            learn_skills(p, part, asker, w, promise, size)
            size = promising(p, asker, w, promise, size, best)
    size = _kept(p, rules, True, asker, w, promise, size)
    score_block(p, asker, w, size, np.zeros((0, 0), np.int32), 0)
    rank_row(p, seed, asker, w.block, w.fit, size, best, 0)


@njit(nogil=True, cache=True)
def _kept(p, rules, about_skills, asker, w, promise, size):
    """Leaves in w.block whoever breaks none of the rules that are, or are not, about skills."""
    fill(w.broken, size, 0)
    for at in range(len(rules)):
        if (p.rules[rules[at], codes.KIND] == codes.TEACHES) == about_skills:
            apply_rule(p, rules[at], asker, w.block, size, w.total, w.broken)
    return shrink(p, w, promise, size)


@njit(nogil=True, cache=True)
def _ask_changed(p, mine, theirs, w, scratch, promise, asker, seed, people, best):
    """Judges people who are not in the postings by all rules."""
    every_rule = np.arange(len(p.rules))
    for low in range(0, len(people), PIECE):
        size = min(PIECE, len(people) - low)
        copy(people[low:], size, w.block, 0)
        start(promise, size)
        judge(p, mine, theirs, w, scratch, promise, every_rule, asker, seed, size, best)


@njit(nogil=True, cache=True)
def _score_best(p, mine, theirs, w, near, asker, best):
    """Both fits of the best, in their order."""
    size = best.used[0]
    copy(best.other[0], size, w.block, 0)
    for part in range(len(p.skills)):
        meet_block(p, part, entries_of(mine, asker, part), theirs, near[part], w.block, size, w.total[part])
    score_block(p, asker, w, size, np.zeros((0, 0), np.int32), 0)
