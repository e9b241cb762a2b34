import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from querbeet_engine import Problem, scoring
from querbeet_engine.scoring import rules
from querbeet_engine.tests.scoring import reference, worlds

RULES = [rule.name for rule in worlds.world(0)[2].rules]


def assert_as_reference(mentees, mentors, profile):
    scored = scoring.build(mentees, mentors, profile)
    pairs = reference.table(mentees, mentors, profile)
    possible = {edge: found for edge, found in pairs.items() if not found.broken}
    assert [*zip(scored.mentee.tolist(), scored.mentor.tolist(), strict=True)] == list(possible)
    assert scored.fit_mentee.tolist() == [found.fit_mentee for found in possible.values()]
    assert scored.fit_mentor.tolist() == [found.fit_mentor for found in possible.values()]
    instead = [0 if part.unanswered is None else round(part.unanswered * 1_000_000) for part in profile.parts]
    values = [
        [i if v is None else v for i, v in zip(instead, found.values, strict=True)] for found in possible.values()
    ]
    assert scored.parts.tolist() == values
    assert (scored.removed.tolist(), scored.removed_alone.tolist()) == reference.counts(profile, pairs, mentees.size)
    return scored


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("rule", [None, *RULES])
def test_fits_parts_and_reasons_are_those_of_the_plain_definition_under_each_single_rule(rule, seed):
    mentees, mentors, profile = worlds.world(seed, chosen=[rule])
    assert_as_reference(mentees, mentors, profile)


@pytest.mark.parametrize("seed", range(40))
def test_rules_together_keep_and_count_what_the_plain_definition_does(seed):
    rng = np.random.default_rng(seed)
    mentees, mentors, profile = worlds.world(seed, 8, 12, chosen=rng.choice(RULES, 4, replace=False))
    assert_as_reference(mentees, mentors, profile)


@given(
    seed=st.integers(0, 10**6),
    mentees=st.integers(0, 5),
    mentors=st.integers(0, 6),
    chosen=st.sets(st.sampled_from(RULES)),
    kept=st.sets(st.sampled_from([part.name for part in worlds.world(0)[2].parts])),
)
@settings(max_examples=60, deadline=None)
def test_any_choice_of_rules_and_parts_scores_as_the_plain_definition_does(seed, mentees, mentors, chosen, kept):
    one, other, profile = worlds.world(seed, mentees, mentors, chosen)
    needed = {rule.part for rule in profile.rules if isinstance(rule, rules.Teaches)}
    some = tuple(part for part in profile.parts if part.name in kept | needed)
    assert_as_reference(one, other, scoring.Profile(profile.rules, some, profile.normalised))


def test_without_rules_every_pair_is_possible_and_without_parts_nothing_fits():
    mentees, mentors, _ = worlds.world(1)
    scored = assert_as_reference(mentees, mentors, scoring.Profile())
    assert (len(scored.mentee), set(scored.fit.tolist())) == (63, {0})


def test_sides_of_nobody_give_no_edges():
    mentees, mentors, profile = worlds.world(1, chosen=["can teach", "language"])
    profile = scoring.Profile(profile.rules, profile.parts[:-1])
    nobody = np.zeros(0, np.int64)
    for one, other in ((mentees.take(nobody), mentors), (mentees, mentors.take(nobody))):
        scored = scoring.build(one, other, profile)
        assert (len(scored.mentee), scored.removed.shape) == (0, (one.size, 2))


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(scoring) == (0, 9)


def test_what_was_scored_is_what_a_problem_takes():
    scored = scoring.build(*worlds.world(3, chosen=["language", "employer"]))
    problem = Problem(**scored.problem_fields(), capacity_mentor=np.full(9, 2))
    assert (problem.n_edges, problem.rule_names) == (len(scored.mentee), ("employer", "language"))


def test_with_points_the_fit_is_their_sum():
    grade = scoring.ordered("abc", ["a", "b"], ["b", "c"])
    mentees, mentors = (scoring.People(2, {"grade": column}) for column in grade)
    ladder = scoring.parts.Ladder(name="grade", weight=12, mentee="grade", mentor="grade", values={1: 0.75, 2: 1})
    profile = scoring.Profile((rules.Steps("above", "grade", "grade", 1, 2),), (ladder,), normalised=False)
    assert scoring.build(mentees, mentors, profile).fit.tolist() == [9_000_000, 12_000_000, 9_000_000]
