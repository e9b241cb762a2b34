import doctest
from dataclasses import replace

import numpy as np
import pytest

from querbeet_engine import Refusal, scoring, suggest, suggestions
from querbeet_engine.tests.scoring import worlds

RULES = (
    "community",
    "employer",
    "grade",
    "language",
    "a goal",
    "two goals",
    "vetted",
    "blocks",
    "can teach",
    "can learn",
)


def world(seed, chosen=("language", "vetted", "can teach"), askers=6, pool=60):
    one, other, profile = worlds.world(seed, askers, pool, chosen=chosen)
    rng = np.random.default_rng(seed)
    other.columns["public"] = (rng.random(pool) < 0.3).astype(np.int32)
    return one, other, profile


def by_scoring_all(askers, pool, profile, asker, k, groups, mask=None, without=()):
    """The same answer from every possible pair: people, best first."""
    visible = (pool.columns["public"] == 1) | np.isin(pool.columns["community"], groups)
    visible &= True if mask is None else mask
    visible[list(without)] = False
    scored = scoring.build(askers, pool, profile, keep=pool.size, keep_mentor=0)
    edges = np.flatnonzero((scored.mentee == asker) & visible[scored.mentor])
    joint = (scored.fit_mentee + scored.fit_mentor)[edges]
    best = edges[np.argsort(-joint, kind="stable")][:k]
    return sorted(joint.tolist(), reverse=True)[:k], set(scored.mentor[best].tolist()), joint


def assert_as_scoring_all(index, askers, pool, profile, k=5, groups=(0,), **limits):
    for asker in range(askers.size):
        found = index.best(asker, k, groups=groups, **limits)
        fits, people, joint = by_scoring_all(askers, pool, profile, asker, k, groups, **limits)
        assert (found.fit_mentee + found.fit_mentor).tolist() == fits
        if len(set(joint.tolist())) == len(joint):
            assert set(found.person.tolist()) == people


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rule", RULES)
def test_the_best_are_those_of_scoring_everybody_under_each_rule(rule, seed):
    askers, pool, profile = world(seed, ("can teach", rule))
    index = suggestions.Index(askers, pool, profile, group="community", public="public")
    assert_as_scoring_all(index, askers, pool, profile)


@pytest.mark.parametrize("seed", range(4))
def test_they_are_the_same_when_few_or_all_are_asked_for(seed):
    askers, pool, profile = world(seed)
    index = suggestions.Index(askers, pool, profile, group="community", public="public")
    for k in (1, 3, 200):
        assert_as_scoring_all(index, askers, pool, profile, k=k, groups=(0, 1))
        assert_as_scoring_all(index, askers, pool, profile, k=k, groups=())


@pytest.mark.parametrize("seed", range(4))
def test_candidates_may_come_from_what_the_others_wish(seed):
    askers, pool, profile = world(seed, ("can learn",))
    index = suggestions.Index(askers, pool, profile, group="community", public="public")
    assert_as_scoring_all(index, askers, pool, profile, k=2, groups=(0, 1))
    assert index.nbytes > sum(column.nbytes for column in index._packed[:4])


def test_blocked_people_and_people_outside_the_mask_are_not_suggested():
    askers, pool, profile = world(2)
    index = suggestions.Index(askers, pool, profile, group="community", public="public")
    mask = np.random.default_rng(2).random(pool.size) < 0.5
    assert_as_scoring_all(index, askers, pool, profile, mask=mask)
    free = index.best(1, 60, groups=(0, 1)).person
    assert_as_scoring_all(index, askers, pool, profile, k=60, groups=(0, 1), without=free[:2].tolist())
    assert not set(free[:2]) & set(index.best(1, 60, groups=(0, 1), without=free[:2]).person)


def test_a_single_question_needs_no_index():
    askers, pool, profile = world(3)
    index = suggestions.Index(askers, pool, profile)
    for asker in range(askers.size):
        found = suggest(askers, pool, profile, asker, 4, without=[2])
        assert found.person.tolist() == index.best(asker, 4, without=[2]).person.tolist()


def test_without_communities_everybody_is_seen():
    askers, pool, profile = world(3)
    pool.columns["public"][:] = 1
    assert_as_scoring_all(suggestions.Index(askers, pool, profile), askers, pool, profile, groups=())


def changed(people, at, others, source):
    """The same people, where those `at` have become those of `source` among `others`."""
    rows = np.arange(people.size)
    both = joined(people, others)
    rows[at] = people.size + np.array(source)
    return both.take(rows)


def joined(one, other):
    columns = {}
    for name, column in one.columns.items():
        more = other.columns[name]
        if isinstance(column, scoring.Levels):
            starts = np.concatenate((column.indptr, column.indptr[-1] + more.indptr[1:]))
            entries = [np.concatenate(pair) for pair in zip(vars(column).values(), vars(more).values(), strict=True)]
            columns[name] = scoring.Levels(starts, *entries[1:])
        else:
            columns[name] = np.concatenate((column, more))
    return scoring.People(one.size + other.size, columns, np.concatenate((one.keys, other.keys)))


@pytest.mark.parametrize("seed", range(4))
def test_after_changes_the_answers_are_those_of_a_new_index(seed):
    askers, pool, profile = world(seed, ("language", "vetted", "can teach", "grade", "two goals"))
    more_askers, more, _ = world(seed + 50)
    index = suggestions.Index(askers, pool, profile, group="community", public="public", groups=2)
    for at, source in ((4, 7), (5, 9), (4, 11), (20, 3)):
        index.change(at, more.take(np.array([source])))
    index.change_asker(2, more_askers.take(np.array([1])))
    assert index.changes == 3
    pool = changed(pool, [4, 5, 20], more, [11, 9, 3])
    askers = changed(askers, [2], more_askers, [1])
    for groups in ((0,), (0, 1)):
        assert_as_scoring_all(index, askers, pool, profile, k=60, groups=groups)
    mask = np.arange(pool.size) % 2 == 0
    assert_as_scoring_all(index, askers, pool, profile, k=60, mask=mask, without=[20])


def test_newcomers_take_spare_places_and_those_who_leave_are_not_found_again():
    askers, pool, profile = world(1)
    grown = joined(pool, world(60)[1].take(np.arange(2)))
    index = suggestions.Index(askers, pool, profile, group="community", public="public", groups=2, spare=2)
    for place in (60, 61):
        index.change(place, grown.take(np.array([place])))
    assert_as_scoring_all(index, askers, grown, profile, k=60, groups=(0, 1))
    index.remove(60)
    index.remove(3)
    assert_as_scoring_all(index, askers, grown, profile, k=60, groups=(0, 1), without=[3, 60])


def test_many_questions_wear_nothing_out():
    askers, pool, profile = world(1, ("can teach",))
    index = suggestions.Index(askers, pool, profile, group="community", public="public")
    asker = int(np.argmax(np.diff(askers.skills("wishes").indptr)))
    before = index.best(asker, 9, groups=(0, 1)).person.tolist()
    index.remove(before[0])
    index._turn = suggestions.index.MOVED - 2
    assert [index.best(asker, 8, groups=(0, 1)).person.tolist() for _ in range(4)] == [before[1:9]] * 4


def test_pieces_of_long_postings_lose_nobody():
    rng = np.random.default_rng(0)
    size = 3 * suggestions.query_kernels.PIECE + 17
    pool = scoring.People(
        size,
        {"offers": scoring.levels([[(0,)]] * size), "warmth": rng.permutation(size).astype(np.int32)},
    )
    asker = scoring.People(1, {"wishes": scoring.levels([[(0,)]])})
    parts = (
        scoring.parts.Skills(name="skills", mentee="wishes", mentor="offers", hierarchy=scoring.flat(1)),
        scoring.parts.Own(name="warmth", mentor="warmth"),
    )
    profile = scoring.Profile((scoring.rules.Teaches("teaches", "skills"),), parts, normalised=False)
    best = suggestions.Index(asker, pool, profile).best(0, 10).person
    assert best.tolist() == np.argsort(-pool.columns["warmth"])[:10].tolist()


def test_a_changed_person_is_read_where_nobody_had_a_skill():
    nobody = scoring.People(2, {"offers": scoring.levels([[], []])})
    asker = scoring.People(1, {"wishes": scoring.levels([[(0,)]])})
    part = scoring.parts.Skills(name="skills", mentee="wishes", mentor="offers", hierarchy=scoring.flat(1))
    index = suggestions.Index(asker, nobody, scoring.Profile((scoring.rules.Teaches("teaches", "skills"),), (part,)))
    index.change(1, nobody.take(np.array([1])))
    assert index.best(0, 2).person.tolist() == []
    index.change(1, scoring.People(1, {"offers": scoring.levels([[(0,)]])}))
    assert index.best(0, 2).person.tolist() == [1]


@pytest.mark.parametrize("one_view", [False, True])
def test_a_common_skill_after_a_rare_one_loses_nobody_of_the_best(one_view):
    rng = np.random.default_rng(4)
    size, wide = 2000, 0 if one_view else 1
    offers = [[(0,)] if rng.random() < 0.9 else [(0,), (1,)] if rng.random() < 0.5 else [(1,)] for _ in range(size)]
    week = rng.integers(0, 2**20, (size, 2), dtype=np.uint64)
    warmth = rng.integers(-1, 1_000_001, size).astype(np.int32)
    pool = scoring.People(size, {"offers": scoring.levels(offers), "week": week, "warmth": warmth})
    asker = scoring.People(1, {"wishes": scoring.levels([[(0, -1, 1), (1, -1, 3)]]), "week": week[:1]})
    parts = (
        scoring.parts.Skills(name="skills", mentee="wishes", mentor="offers", hierarchy=scoring.flat(2)),
        scoring.parts.Own(name="warmth", weight=2, mentor_weight=2 + wide, mentor="warmth", unanswered=None),
        scoring.parts.Overlap(name="time", mentee="week", mentor="week", minutes=240),
    )
    profile = scoring.Profile((scoring.rules.Teaches("teaches", "skills"),), parts)
    pool.columns["public"] = pool.columns["community"] = np.ones(size, np.int32)
    assert_as_scoring_all(suggestions.Index(asker, pool, profile), asker, pool, profile, k=7, groups=())


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(suggestions) == (0, 8)


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as refusal:
        call(*arguments, **named)
    return str(refusal.value)


def test_what_cannot_be_asked_is_refused_with_its_place():
    askers, pool, profile = world(1)
    index = suggestions.Index(askers, pool, profile, group="community", public="public")
    assert refused(index.best, 9, 3) == "asker[0]: 9 is not a person, there are 6"
    assert refused(index.best, 0, 0) == "k: 0 is below 1"
    assert refused(index.best, 0, 1, groups=[7]) == "groups[0]: 7 is not a person, there are 2"
    assert refused(index.best, 0, 1, mask=np.ones(3, np.bool_)) == "mask: must be bool[60], not bool[3]"
    assert refused(index.change, 60, pool.take(np.array([0]))) == "person[0]: 60 is not a person, there are 60"
    assert refused(index.change, 0, pool) == "facts: must be 1 person, not 60"
    one = pool.take(np.array([0]))
    wide = replace(one, columns={**one.columns, "languages": np.zeros((1, 2), np.uint64)})
    assert refused(index.change, 0, wide) == "languages: 2 words instead of 1"
    loud = replace(one, columns={**one.columns, "asked": np.array([1001], np.int32)})
    assert refused(index.change, 0, loud) == "goals given: asked[0]: 1001 is not between 0 and 1000"
    warm = replace(one, columns={**one.columns, "warmth": np.array([-2], np.int32)})
    assert refused(index.change, 0, warm) == "warmth: warmth[0]: -2 is not between -1 and 1000000"
    far = replace(one, columns={**one.columns, "community": np.array([5], np.int32)})
    assert refused(index.change, 0, far) == "community[0]: 5 is not one of 2 groups"


def test_an_index_needs_skills_that_lead_to_candidates_and_columns_that_exist():
    askers, pool, profile = world(1)
    bare = scoring.Profile(profile.rules[:1], profile.parts)
    assert refused(suggestions.Index, askers, pool, bare) == (
        "rules: needs a `Teaches` rule, so that skills lead to candidates"
    )
    assert refused(suggestions.Index, askers, pool, profile, group="x") == "x: the pool has no column of answers 'x'"
