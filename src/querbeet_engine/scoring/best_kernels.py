"""The best few of each mentee and of each mentor, without keeping all pairs."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from querbeet_engine.scoring.bitcount import mixed
from querbeet_engine.scoring.row_kernels import fit_of, score_block, survivors


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
def offer(best, person, fit, tie, other):
    """Puts `other` among the best of `person`, if it belongs there."""
    keep, at = best.fit.shape[1], best.used[person]
    if at == keep:
        if keep == 0 or not before(fit, tie, best.fit[person, keep - 1], best.tie[person, keep - 1]):
            return
        at -= 1
    else:
        best.used[person] += 1
    while at > 0 and before(fit, tie, best.fit[person, at - 1], best.tie[person, at - 1]):
        best.fit[person, at] = best.fit[person, at - 1]
        best.tie[person, at] = best.tie[person, at - 1]
        best.other[person, at] = best.other[person, at - 1]
        at -= 1
    best.fit[person, at], best.tie[person, at], best.other[person, at] = fit, tie, other


@njit(nogil=True, cache=True)
def before(fit, tie, other_fit, other_tie):
    """Whether one pair ranks above another."""
    return fit > other_fit or (fit == other_fit and tie < other_tie)


@njit(nogil=True, cache=True)
def lowest(best, person):
    """The joint fit that a pair must reach to be of interest to `person`."""
    keep = best.fit.shape[1]
    if best.used[person] < keep:
        return np.int64(-1)
    return best.fit[person, keep - 1] if keep else np.int64(2**62)


@njit(nogil=True, cache=True)
def fill_best(p, w, seed, of_mentees, of_mentors, removed, alone):
    """The best of everyone on both sides, and why the others are impossible."""
    nothing = np.zeros((0, 0), np.int32)
    other_view = 0 if p.one_view else 1
    for mentee in range(p.n_mentees):
        size = survivors(p, mentee, w, removed[mentee], alone[mentee])
        score_block(p, mentee, w, size, nothing, 0)
        for x in range(size):
            mentor = w.block[x]
            fit = fit_of(p, w, 0, x) + fit_of(p, w, other_view, x)
            for_mentee, for_mentor = fit >= lowest(of_mentees, mentee), fit >= lowest(of_mentors, mentor)
            if for_mentee or for_mentor:
                tie = tie_of(p, seed, mentee, mentor)
                if for_mentee:
                    offer(of_mentees, mentee, fit, tie, mentor)
                if for_mentor:
                    offer(of_mentors, mentor, fit, tie, mentee)


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
    key = np.unique(np.concatenate((own, of_mentors.other[mentor, back].astype(np.int64) * n_mentors + mentor)))
    first = np.concatenate(([0], np.cumsum(np.bincount(key // n_mentors, minlength=n_mentees)))).astype(np.int64)
    return first, (key % n_mentors).astype(np.int32), np.isin(key, own)
