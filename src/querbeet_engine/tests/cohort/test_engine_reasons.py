"""Explanations, fairness and comparison."""

import numpy as np
import pytest
from cohort_cases import square

import querbeet_engine as engine
from querbeet_engine import PairReason, UnmatchedReason


def reasons(**more):
    problem = square([[9, 7], [9, 8], [6, None]], **more)
    solution = engine.solve(problem)
    return problem, solution, engine.explain(problem, solution)


def test_a_pair_is_told_by_its_parts_and_ranks():
    problem, _, found = reasons(
        parts=[[5, 4, 0], [7, 0, 0], [4, 5, 0], [0, 8, 0], [6, 0, 0]],
        part_names=["skills", "goals", "values"],
        previous=[(1, 1)],
        pinned=[(1, 1)],
    )
    assert found.pairs == (
        PairReason(0, 0, 0, 9, (("skills", 5), ("goals", 4)), 1, 1, pinned=False, stays=False),
        PairReason(3, 1, 1, 8, (("goals", 8),), 2, 1, pinned=True, stays=True),
    )
    assert problem.part_names == ("skills", "goals", "values")


def test_what_is_hidden_changes_no_part_by_one_byte():
    shown = np.array([[True, False]] * 5)
    told = []
    for hidden in (0, 10**6):
        problem, solution, _ = reasons(parts=[[3, hidden]] * 5, part_names=["skills", "identity"])
        told.append([pair.parts for pair in engine.explain(problem, solution, shown).pairs])
    assert told[0] == told[1] == [(("skills", 3),)] * 2


def test_the_mask_has_the_shape_of_the_parts():
    problem, solution, _ = reasons()
    with pytest.raises(engine.Refusal, match=r"shown: has shape \(1, 1\), expected \(5, 0\)"):
        engine.explain(problem, solution, np.ones((1, 1), bool))


def test_all_candidates_full_with_better_fits():
    _, _, found = reasons()
    assert found.unmatched == (UnmatchedReason(2, "full", 1, missing=4),)


def test_sacrificed_by_the_objective():
    free = square([[5], [9]])
    chosen = engine.solve(square([[5], [9]], forbidden=[(1, 0)]))
    reason = engine.explain(free, chosen).unmatched[0]
    assert (reason.kind, reason.candidates, reason.missing) == ("objective", 1, 0)


def test_a_rule_that_left_nobody_and_what_falls_to_her_without_it():
    _, _, found = reasons(
        rule_names=["organisation", "language"],
        removed=[[0, 0], [0, 0], [0, 1]],
        removed_alone=[[0, 0], [0, 0], [0, 1]],
    )
    assert found.unmatched[0] == UnmatchedReason(2, "full", 1, "language", 1, (("language", 1),), 4)
    nobody = engine.Problem(
        n_mentees=1,
        n_mentors=9,
        mentee=[],
        mentor=[],
        fit=[],
        rule_names=["organisation", "language", "age"],
        removed=[[6, 8, 0]],
        removed_alone=[[1, 3, 0]],
    )
    reason = engine.explain(nobody, engine.solve(nobody)).unmatched[0]
    assert reason == UnmatchedReason(0, "rule", 0, "language", 8, (("language", 3), ("organisation", 1)), 0)


def test_no_place_no_mentor_and_forbidden_by_hand():
    problem = engine.Problem(
        n_mentees=3, n_mentors=1, mentee=[0, 1], mentor=[0, 0], fit=[1, 1],
        capacity_mentee=[0, 1, 1], forbidden=[(1, 0)],
    )  # fmt: skip
    kinds = [reason.kind for reason in engine.explain(problem, engine.solve(problem)).unmatched]
    assert kinds == ["no place", "forbidden", "nobody"]


def test_a_mentor_full_of_pins_cannot_be_won_by_fit():
    problem = square([[1], [9]], pinned=[(0, 0)])
    assert engine.explain(problem, engine.solve(problem)).unmatched == (UnmatchedReason(1, "full", 1, missing=0),)


def test_fairness_in_numbers():
    problem = square([[10, 1], [20, 2], [30, 3], [None, 4]], capacity_mentor=[3, 2])
    report = engine.fairness(problem, engine.solve(problem))
    assert (report.served, report.unserved, report.pairs) == (4, 0, 4)
    assert (report.lowest, report.median, report.highest) == (4, 10, 30)
    assert report.deciles == (4, 4, 4, 4, 10, 10, 10, 20, 20, 20, 30)
    assert (report.load, report.idle_mentors, report.full_mentors) == ((0, 1, 0, 1), 0, 1)


def test_fairness_of_nothing():
    problem = square([[1]], capacity_mentor=[0])
    report = engine.fairness(problem, engine.solve(problem))
    assert (report.pairs, report.lowest, report.deciles, report.idle_mentors) == (0, 0, (0,) * 11, 1)
    assert report.load == (1,)


def test_two_objectives_side_by_side():
    problem = square([[9, 1], [8, None], [None, 5]])
    total, covered = engine.solve(problem, "total"), engine.solve(problem, ("coverage", "total"))
    assert engine.compare(problem, total, total).kept == tuple(total.edges.tolist())
    other = engine.solve(problem, ("coverage", "worst-off", "total"))
    difference = engine.compare(problem, covered, other)
    assert (difference.total, difference.kept) == ((covered.total, other.total), (0, 3))
    forced = engine.solve(square([[9, 1], [8, None], [None, 5]], pinned=[(0, 1)]))
    change = engine.compare(problem, total, forced)
    assert (change.only_a, change.only_b) == ((0, 3), (1, 2))
    assert (change.newly_served, change.no_longer_served, change.better, change.worse) == ((1,), (2,), (), (0,))
    assert (change.total, change.blocking_pairs) == ((14, 9), (0, forced.certificate["blocking_pairs"]))
    assert [report.lowest for report in change.fairness] == [5, 1]
