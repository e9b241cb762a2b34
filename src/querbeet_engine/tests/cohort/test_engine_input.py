"""What the engine refuses, and where it says the fault is."""

import numpy as np
import pytest

import querbeet_engine as engine
from querbeet_engine import validation

GOOD = {"n_mentees": 2, "n_mentors": 2, "mentee": [0, 1], "mentor": [0, 1], "fit": [5, 6]}


def refused(match, **changes):
    with pytest.raises(engine.Refusal) as caught:
        engine.Problem(**{**GOOD, **changes})
    assert str(caught.value) == match
    return caught.value


def test_good_input_is_stored_read_only_with_one_place_each():
    problem = engine.Problem(**GOOD)
    assert (problem.mentee.dtype, problem.fit.dtype) == (np.int32, np.int64)
    assert problem.capacity_mentee.tolist() == problem.capacity_mentor.tolist() == [1, 1]
    assert not problem.fit.flags.writeable
    assert problem.n_edges == 2
    given = np.array([5, 6])
    engine.Problem(**{**GOOD, "fit": given})
    assert given.flags.writeable


@pytest.mark.parametrize(
    ("sentence", "changes"),
    [
        ("n_mentees: 'two' is not an integer", {"n_mentees": "two"}),
        ("n_mentees: True is not an integer", {"n_mentees": True}),
        ("n_mentors: -1 is not between 0 and 2147483647", {"n_mentors": -1}),
        ("mentor[1]: 2 is not a person, there are 2", {"mentor": [0, 2]}),
        ("mentee[0]: -1 is not a person, there are 2", {"mentee": [-1, 0]}),
        ("mentor: has 1 rows, mentee has 2", {"mentor": [0]}),
        ("mentee: must be flat, not of shape (1, 2)", {"mentee": [[0, 1]]}),
        ("mentee: must be integers, not <U1", {"mentee": ["a", "b"]}),
        ("mentee[1]: mentee 0 and mentor 0 are an edge already", {"mentee": [0, 0], "mentor": [0, 0]}),
        ("fit[1]: is not a number (NaN)", {"fit": [1, float("nan")]}),
        ("fit[0]: is infinite", {"fit": [float("inf"), 1]}),
        ("fit[1]: 0.5 is not an integer (see `scaled` for fits)", {"fit": [1, 0.5]}),
        ("fit[1]: -1 is below 0; leave the edge out if the pair is impossible", {"fit": [1, -1]}),
        ("fit[0]: 1000000000000000000 is above 192153584101141162", {"fit": [10**18, 1]}),
        ("fit[0]: 9223372036854775808 is too large", {"fit": np.array([2**63, 1], np.uint64)}),
        ("fit: has 3 rows, mentee has 2", {"fit": [1, 2, 3]}),
        ("fit_mentor[0]: is not a number (NaN)", {"fit_mentor": [float("nan"), 1]}),
        ("capacity_mentee[1]: -2 is below 0", {"capacity_mentee": [1, -2]}),
        ("capacity_mentor: has 1 rows for 2 people", {"capacity_mentor": [1]}),
        ("stay_bonus: -1 is not between 0 and 192153584101141162", {"stay_bonus": -1}),
        ("pinned: must be rows of (mentee, mentor), not of shape (2,)", {"pinned": [0, 1]}),
        ("pinned[0, 1]: 7 is not a person, there are 2", {"pinned": [(0, 7)]}),
        ("pinned[0]: (0, 1) is not an edge", {"pinned": [(0, 1)]}),
        ("pinned[1]: (0, 0) is pinned already", {"pinned": [(0, 0), (0, 0)]}),
        ("pinned[1]: (1, 1) is also forbidden", {"pinned": [(0, 0), (1, 1)], "forbidden": [(1, 1)]}),
        (
            "pinned[0]: mentor 0 has more pins than places (0)",
            {"pinned": [(0, 0)], "capacity_mentor": [0, 1]},
        ),
        ("removed: is missing, but 1 names are given", {"part_names": ["x"], "removed": None, "parts": None}),
        ("removed[1, 0]: -1 is below 0", {"rule_names": ["x"], "removed": [[0], [-1]]}),
        ("removed: has shape (1, 1), expected (2, 1)", {"rule_names": ["x"], "removed": [[0]]}),
        ("parts: has shape (2, 1), expected (2, 2)", {"part_names": ["a", "b"], "parts": [[0], [1]]}),
    ],
)
def test_a_fault_is_named_by_place_and_reason(sentence, changes):
    if "parts" in changes and changes["parts"] is None:
        sentence = sentence.replace("removed", "parts")
    refused(sentence, **changes)


def test_the_place_can_be_read_by_a_program():
    refusal = refused("pinned[0, 1]: 7 is not a person, there are 2", pinned=[(0, 7)])
    assert (refusal.field, refusal.row, refusal.column) == ("pinned", 0, 1)
    assert refusal.reason == "7 is not a person, there are 2"
    assert str(engine.Refusal("no place")) == "no place"


def test_fits_of_any_scale_become_integers():
    assert engine.scaled([0, 0.5, 1, 20.25]).tolist() == [0, 500_000, 1_000_000, 20_250_000]
    for values, sentence in (
        ([0, float("nan")], "fit[1]: is not a number (NaN)"),
        ([1, -0.5], "fit[1]: -0.5 is below 0; leave the edge out if the pair is impossible"),
        ([1e12], "fit[0]: 1000000000000.0 is above 576460752303"),
        (["a"], "fit: must be numbers"),
        ([[0.5]], "fit: must be flat, not of shape (1, 1)"),
    ):
        with pytest.raises(engine.Refusal) as caught:
            engine.scaled(values)
        assert str(caught.value) == sentence


def test_whole_floats_are_integers_too():
    assert engine.Problem(**{**GOOD, "fit": [1.0, 2.0]}).fit.tolist() == [1, 2]


def test_edges_are_found_by_their_people():
    problem = engine.Problem(**GOOD, forbidden=[(0, 1), (1, 1)], previous=[(0, 0)], stay_bonus=7)
    assert problem.edge_of(np.array([[1, 1], [0, 1]])).tolist() == [1, -1]
    assert problem.usable.tolist() == [True, False]
    assert problem.worth.tolist() == [12, 6]


@pytest.mark.parametrize(
    ("objectives", "sentence"),
    [
        ((), "objectives: name at least one"),
        (
            ("total", "fame"),
            "objectives[1]: 'fame' is none of coverage, pairs, worst-off, leximin, balanced, total, stable",
        ),
        (("total", "total"), "objectives[1]: 'total' is named twice"),
        (("stable", "total"), "objectives: 'stable' decides everything by itself and cannot be combined"),
        (("worst-off", "leximin"), "objectives: 'leximin' contains 'worst-off'; name one of them"),
    ],
)
def test_objectives_that_do_not_go_together_are_refused(objectives, sentence):
    with pytest.raises(engine.Refusal) as caught:
        engine.solve(engine.Problem(**GOOD), objectives)
    assert str(caught.value) == sentence


def test_whoever_is_worst_off_has_nobody_so_coverage_goes_first():
    problem = engine.Problem(**GOOD)
    assert engine.solve(problem, ("total", "worst-off", "coverage")).objectives == ("total", "coverage", "worst-off")


def test_a_double_among_very_many_edges_is_named_by_its_row_too():
    """Beyond a size a compiled loop looks for doubles; without the double the same edges are accepted."""
    people = 300
    mentee, mentor = np.divmod(np.arange(people * people), people)
    many = {"n_mentees": people, "n_mentors": people, "fit": np.zeros(people * people, int)}
    assert engine.Problem(**many, mentee=mentee, mentor=mentor).n_edges > validation.COMPILED_FROM
    mentor[70_000] = mentor[69_990]
    with pytest.raises(engine.Refusal) as caught:
        engine.Problem(**many, mentee=mentee, mentor=mentor)
    assert str(caught.value) == "mentee[70000]: mentee 233 and mentor 90 are an edge already"
