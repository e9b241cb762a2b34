from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from querbeet_engine import scoring
from querbeet_engine.tests.scoring import worlds

FIELDS = ("mentee", "mentor", "fit_mentee", "fit_mentor", "parts", "removed", "removed_alone")
RULES = ("language", "can teach", "blocks", "wished")


def assert_same(one, other):
    for name in FIELDS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def edges(scored):
    return [*zip(scored.mentee.tolist(), scored.mentor.tolist(), strict=True)]


def best_of(scored, keep, keep_mentor):
    """The edges among the best of either side, by sorting all; equal fits at the border are left open."""
    by_mentee, by_mentor = {}, {}
    for (i, j), fit in zip(edges(scored), scored.fit_mentee + scored.fit_mentor, strict=True):
        by_mentee.setdefault(i, []).append((fit, j))
        by_mentor.setdefault(j, []).append((fit, i))
    chosen = {(i, j) for i, all_of in by_mentee.items() for _, j in sorted(all_of, reverse=True)[:keep]}
    return chosen | {(i, j) for j, all_of in by_mentor.items() for _, i in sorted(all_of, reverse=True)[:keep_mentor]}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("keep", "keep_mentor"), [(1, 0), (2, 2), (3, 1), (40, 40)])
def test_keeping_the_best_keeps_what_sorting_all_pairs_keeps(seed, keep, keep_mentor):
    world = worlds.world(seed, 20, 25, chosen=RULES)
    everything = scoring.build(*world)
    joint = everything.fit_mentee + everything.fit_mentor
    rank = dict(zip(edges(everything), joint.tolist(), strict=True))
    best = scoring.build(*world, keep=keep, keep_mentor=keep_mentor)
    expected = best_of(everything, keep, keep_mentor)
    assert sorted(rank[edge] for edge in edges(best)) == sorted(rank[edge] for edge in expected)
    assert np.array_equal(best.removed, everything.removed)


def test_keep_alone_keeps_as_many_for_the_mentors():
    world = worlds.world(4, 20, 25, chosen=RULES)
    assert_same(scoring.build(*world, keep=2), scoring.build(*world, keep=2, keep_mentor=2))


@pytest.mark.parametrize("keep", [None, 2])
@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize("within", [None, "community"])
@pytest.mark.parametrize("chosen", [RULES, ("language",)])
def test_neither_the_cut_into_tasks_nor_threads_change_the_answer(keep, rows, within, chosen):
    world = worlds.world(5, 30, 35, chosen=chosen)
    areas = np.arange(worlds.SKILLS, dtype=np.int32) % 3
    whole = scoring.build(*world, keep=keep, within=within)
    with ThreadPoolExecutor(3) as threads:
        cut = scoring.build(*world, keep=keep, within=within, rows=rows, areas=areas, executor=threads)
    assert_same(whole, cut)


def test_within_a_community_nobody_outside_is_scored_or_counted():
    mentees, mentors, profile = worlds.world(6, 20, 25, chosen=["language", "can teach"])
    scored = scoring.build(mentees, mentors, profile, within="community")
    home, theirs = mentees.columns["community"], mentors.columns["community"]
    assert (home[scored.mentee] == theirs[scored.mentor]).all()
    for code in np.unique(home):
        some, others = np.flatnonzero(home == code), np.flatnonzero(theirs == code)
        parts = tuple(part for part in profile.parts if part.name != "coordinator")
        alone = scoring.build(mentees.take(some), mentors.take(others), scoring.Profile(profile.rules, parts))
        assert np.array_equal(alone.removed, scored.removed[some])


def test_without_a_community_column_people_of_all_communities_meet():
    mentees, mentors, profile = worlds.world(6, 20, 25, chosen=["language"])
    scored = scoring.build(mentees, mentors, profile)
    assert (mentees.columns["community"][scored.mentee] != mentors.columns["community"][scored.mentor]).any()


@pytest.mark.parametrize("seed", range(6))
def test_relabelled_people_get_the_same_others_when_their_keys_move_along(seed):
    mentees, mentors, profile = worlds.world(seed, 15, 18, chosen=["language", "can teach"])
    profile = scoring.Profile(profile.rules, profile.parts[2:3] + profile.parts[:1])
    rng = np.random.default_rng(seed)
    one, other = rng.permutation(mentees.size), rng.permutation(mentors.size)
    before = scoring.build(mentees, mentors, profile, keep=2)
    after = scoring.build(mentees.take(one), mentors.take(other), profile, keep=2)
    assert set(edges(before)) == {(one[i], other[j]) for i, j in edges(after)}


def test_without_keys_relabelling_changes_who_wins_a_tie():
    alike = [scoring.People(n, {"x": np.zeros(n, np.int32)}) for n in (3, 8)]
    equal = scoring.Profile(parts=(scoring.parts.Equal(name="x", mentee="x", mentor="x"),))
    winners = {
        tuple(scoring.build(*alike, equal, keep=1, keep_mentor=0, seed=seed).mentor.tolist()) for seed in range(20)
    }
    assert len(winners) == 20


def test_a_mentor_whom_the_rules_exclude_changes_nothing_but_the_counts():
    mentees, mentors, profile = worlds.world(8, 15, 18, chosen=["vetted", "can teach"])
    profile = scoring.Profile(profile.rules, profile.parts[:1])
    extra = mentors.take(np.append(np.arange(18), 3))
    extra.columns["ready"][18] = 0
    before, after = scoring.build(mentees, mentors, profile, keep=3), scoring.build(mentees, extra, profile, keep=3)
    assert (edges(before), before.fit.tolist()) == (edges(after), after.fit.tolist())
    assert (after.removed >= before.removed).all()
