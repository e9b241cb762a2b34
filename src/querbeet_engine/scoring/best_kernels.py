"""The best few of each mentee and of each mentor, without keeping all pairs."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from querbeet_engine.scoring.bitcount import mixed
from querbeet_engine.scoring.row_kernels import score_block, survivors


class Best(NamedTuple):
    """For each person the best others, best first: higher joint fit, then smaller tie. `used` says how many there
    are."""

    fit: NDArray[np.int64]
    tie: NDArray[np.int64]
    other: NDArray[np.int32]
    used: NDArray[np.int64]


def room(people: int, keep: int) -> Best:
    """Room for `keep` others of each person."""
    shape = people, keep
    return Best(
        np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int32), np.zeros(people, np.int64)
    )


@njit(nogil=True, cache=True)
def tie_of(p, seed, mentee, mentor):
    """Where this pair stands among pairs of equal fit."""
    return mixed(mixed(seed, p.longs[p.mentee_keys + mentee]), p.longs[p.mentor_keys + mentor])


@njit(nogil=True, cache=True)
def offer(fits, ties, others, used, fit, tie, other):
    """Puts `other` among one person's best, if it belongs there; answers how many there are then."""
    at = used
    if used == len(fits):
        if not before(fit, tie, fits[used - 1], ties[used - 1]):
            return used
        at -= 1
    else:
        used += 1
    while at > 0 and before(fit, tie, fits[at - 1], ties[at - 1]):
        fits[at], ties[at], others[at] = fits[at - 1], ties[at - 1], others[at - 1]
        at -= 1
    fits[at], ties[at], others[at] = fit, tie, other
    return used


@njit(nogil=True, inline="always")
def before(fit, tie, other_fit, other_tie):
    """Whether one pair ranks above another."""
    return fit > other_fit or (fit == other_fit and tie < other_tie)


@njit(nogil=True, cache=True)
def fill_best(p, w, seed, of_mentees, of_mentors, removed, alone):
    """The best of everyone on both sides, and why the others are impossible."""
    nothing = np.zeros((0, 0), np.int32)
    for mentee in range(p.n_mentees):
        size = survivors(p, mentee, w, removed[mentee], alone[mentee])
        score_block(p, mentee, w, size, nothing, 0)
        rank_row(p, seed, mentee, w.block, w.fit, size, of_mentees, mentee)
        if of_mentors.fit.shape[1]:
            _rank_columns(p, seed, mentee, w.block, w.fit, size, of_mentors)


@njit(nogil=True, cache=True)
def rank_row(p, seed, mentee, block, fit, size, best, place):
    """The best of the block for this mentee, among those whom best[place] holds already."""
    fits, ties, others, used = best.fit[place], best.tie[place], best.other[place], best.used[place]
    floor = fits[used - 1] if used == len(fits) else np.int64(-1)
    for x in range(size):
        joint = fit[0, x] + fit[1, x]
        if joint >= floor:
            used = offer(fits, ties, others, used, joint, tie_of(p, seed, mentee, block[x]), block[x])
            if used == len(fits):
                floor = fits[used - 1]
    best.used[place] = used


@njit(nogil=True, cache=True)
def _rank_columns(p, seed, mentee, block, fit, size, best):
    """This mentee among the best of each mentor of the block."""
    all_fits, all_ties, all_others, all_used = best.fit, best.tie, best.other, best.used
    keep = all_fits.shape[1]
    for x in range(size):
        mentor, joint = block[x], fit[0, x] + fit[1, x]
        used = all_used[mentor]
        if used < keep or joint >= all_fits[mentor, keep - 1]:
            tie = tie_of(p, seed, mentee, mentor)
            fits, ties, others = all_fits[mentor], all_ties[mentor], all_others[mentor]
            all_used[mentor] = offer(fits, ties, others, used, joint, tie, mentee)


@njit(nogil=True, cache=True)
def ties(p, seed, mentees, mentors):
    """The ties of given pairs."""
    found = np.empty(len(mentees), np.int64)
    for x in range(len(mentees)):
        found[x] = tie_of(p, seed, mentees[x], mentors[x])
    return found


def edges(of_mentees: Best, of_mentors: Best) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    """All pairs that are among the best of either as sparse rows, and whether they are among the mentee's."""
    n_mentees, n_mentors = len(of_mentees.used), max(1, len(of_mentors.used))
    mentee, place = np.nonzero(np.arange(of_mentees.fit.shape[1]) < of_mentees.used[:, None])
    mentor, back = np.nonzero(np.arange(of_mentors.fit.shape[1]) < of_mentors.used[:, None])
    own = mentee * n_mentors + of_mentees.other[mentee, place]
    key = np.concatenate((own, of_mentors.other[mentor, back].astype(np.int64) * n_mentors + mentor))
    order = np.argsort(key, kind="stable")
    order = order[np.diff(key[order], prepend=-1) > 0]
    first = np.concatenate(([0], np.cumsum(np.bincount(key[order] // n_mentors, minlength=n_mentees)))).astype(np.int64)
    return first, (key[order] % n_mentors).astype(np.int32), order < len(own)
