"""One question: the best few for one person out of a pool. Postings are read in pieces that fit the nearest cache."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from querbeet_engine.scoring import codes
from querbeet_engine.scoring.best_kernels import rank_row
from querbeet_engine.scoring.row_kernels import copy, fill, left_over, score_block
from querbeet_engine.scoring.rule_kernels import apply_rule, read_rule
from querbeet_engine.suggestions.skill_kernels import gather, meet_block, spread

PIECE = 4096


class Scratch(NamedTuple):
    """What a question writes into, besides its `Work`.

    seen    int32[pool], number of the last question that met each person; MOVED: never met in the postings
    marks   uint32[PIECE], rules broken by each posting of a piece
    near    int32[S, entries, skills], how near each skill is to each skill of the asker; all 0 between questions
    """

    seen: NDArray[np.int32]
    marks: NDArray[np.uint32]
    near: NDArray[np.int32]


@njit(nogil=True, cache=True)
def ask(p, mine, theirs, w, packed, scratch, late, asker, seed, turn, buckets, mask, changed, best):
    """Puts the best visible people into best[0] and their fits into w.fit.

    They come from the postings and from `changed`, people whom the postings do not hold.
    """
    for part in range(len(p.skills)):
        spread(p, part, mine, asker, scratch.near[part])
    size = 0
    row, near, starts = p.skills[p.gate], scratch.near[p.gate], packed.first
    first = mine.first[p.gate, asker]
    for entry in range(mine.last[p.gate, asker] - first):
        start = row[codes.NEAR_FIRST] + mine.skill[first + entry]
        for place in range(p.longs[start], p.longs[start + 1]):
            skill = p.ints[row[codes.NEAR_SKILL] + place]
            if _met_before(near, entry, skill):
                continue
            for at in range(len(buckets)):
                key = skill * packed.groups + buckets[at]
                for low in range(starts[key], starts[key + 1], PIECE):
                    high = min(low + PIECE, starts[key + 1])
                    size = _collect(p, packed, asker, low, high, scratch, turn, mask, w.block, size)
                    if size >= PIECE:
                        judge(p, mine, theirs, w, scratch.near, late, asker, seed, size, best)
                        size = 0
    judge(p, mine, theirs, w, scratch.near, late, asker, seed, size, best)
    _ask_changed(p, mine, theirs, w, scratch.near, asker, seed, changed, best)
    _score_best(p, mine, theirs, w, scratch.near, asker, best)
    for part in range(len(p.skills)):
        gather(p, part, mine, asker, scratch.near[part])


@njit(nogil=True, cache=True)
def _met_before(near, entry, skill):
    """Whether an earlier skill of the asker has led to this one already."""
    met = False
    for earlier in range(entry):
        met |= near[earlier, skill] > 0
    return met


@njit(nogil=True, cache=True)
def _collect(p, packed, asker, low, high, scratch, turn, mask, block, size):
    """Adds to the block whoever of the postings low..high breaks none of the packed rules and is new and visible."""
    marks, count = scratch.marks, high - low
    fill(marks, count, 0)
    for at in range(len(packed.number_rules)):
        numbers = packed.numbers[at]
        read_rule(p, packed.number_rules[at], asker, numbers, p.words, low, None, count, marks)
    for at in range(len(packed.word_rules)):
        words = packed.words[at]
        read_rule(p, packed.word_rules[at], asker, p.ints, words, low, None, count, marks)
    return _meet(packed.person, low, marks, count, scratch.seen, turn, mask, block, size)


@njit(nogil=True, cache=True)
def _meet(people, low, marks, count, seen, turn, mask, block, size):
    """Adds whoever bears no mark, then drops who was met before or is not in the mask."""
    end = size
    for x in range(count):
        block[end] = people[low + x]
        end += marks[x] == 0
    everybody = len(mask) == 0
    for x in range(size, end):
        person = block[x]
        if seen[person] < turn and (everybody or mask[person]):
            seen[person] = turn
            block[size] = person
            size += 1
    return size


@njit(nogil=True, cache=True)
def judge(p, mine, theirs, w, near, rules, asker, seed, size, best):
    """Scores w.block[:size] and ranks those who break none of `rules`; skills are met only by who passes the others."""
    size = _kept(p, rules, False, asker, w, size)
    for part in range(len(p.skills)):
        meet_block(p, part, mine, theirs, asker, near[part], w.block, size, w.total[part])
    size = _kept(p, rules, True, asker, w, size)
    score_block(p, asker, w, size, np.zeros((0, 0), np.int32), 0)
    rank_row(p, seed, asker, w.block, w.fit, size, best, 0)


@njit(nogil=True, cache=True)
def _kept(p, rules, about_skills, asker, w, size):
    """Leaves in w.block whoever breaks none of the rules that are, or are not, about skills."""
    fill(w.broken, size, 0)
    for at in range(len(rules)):
        if (p.rules[rules[at], codes.KIND] == codes.TEACHES) == about_skills:
            apply_rule(p, rules[at], asker, w.block, size, w.total, w.broken)
    return left_over(w.block, w.broken, size)


@njit(nogil=True, cache=True)
def _ask_changed(p, mine, theirs, w, near, asker, seed, people, best):
    """Judges people who are not in the postings by all rules."""
    every_rule = np.arange(len(p.rules))
    for low in range(0, len(people), PIECE):
        size = min(PIECE, len(people) - low)
        copy(people[low:], size, w.block, 0)
        judge(p, mine, theirs, w, near, every_rule, asker, seed, size, best)


@njit(nogil=True, cache=True)
def _score_best(p, mine, theirs, w, near, asker, best):
    """Both fits of the best, in their order."""
    size = best.used[0]
    copy(best.other[0], size, w.block, 0)
    for part in range(len(p.skills)):
        meet_block(p, part, mine, theirs, asker, near[part], w.block, size, w.total[part])
    score_block(p, asker, w, size, np.zeros((0, 0), np.int32), 0)
