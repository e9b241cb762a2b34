"""The sample of a real programme, by its own rules: the optimum is 50 served, 105 pairs, total 2025."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import querbeet_engine as engine

FOLDER = Path(__file__).parents[4] / ".." / "shared" / "real" / "uk-civil-service-lgbt"
GRADES = "AA AO EO HEO SEO|Grade 7|Grade 6|SCS1|SCS2|SCS3|SCS4".replace(" ", "|", 4).split("|")
RULES = ("same organisation", "grade")


def table(name):
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        pytest.skip("the real file is not beside this repository")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def programme():
    mentees, mentors = table("mentees"), table("mentors")
    edges, parts = [], []
    removed, alone = np.zeros((2, len(mentees), 2), int)
    for i, mentee in enumerate(mentees):
        for j, mentor in enumerate(mentors):
            above = GRADES.index(mentor["grade"]) - GRADES.index(mentee["grade"])
            broken = [mentee["organisation"] == mentor["organisation"], above not in (1, 2)]
            removed[i] += broken
            alone[i] += broken if sum(broken) == 1 else [0, 0]
            if not any(broken):
                wish = mentee["identity to match"]
                shared = bool(wish) and wish in mentor["characteristics"]
                edges.append((i, j))
                parts.append((12 if above == 2 else 9, 10 * (mentee["profession"] == mentor["profession"]), 6 * shared))
    return engine.Problem(
        n_mentees=len(mentees),
        n_mentors=len(mentors),
        mentee=[i for i, _ in edges],
        mentor=[j for _, j in edges],
        fit=np.sum(parts, axis=1),
        capacity_mentee=[3] * len(mentees),
        capacity_mentor=[3] * len(mentors),
        parts=parts,
        part_names=("grade", "profession", "identity"),
        removed=removed,
        removed_alone=alone,
        rule_names=RULES,
    )


def test_the_optimum_is_50_served_105_pairs_total_2025():
    problem = programme()
    solution = engine.solve(problem)
    assert (solution.served, solution.pairs, solution.total, solution.proven) == (50, 105, 2025, True)
    assert engine.check(problem, solution) == []


def test_every_pair_adds_up_and_loads_stay_within_three():
    problem = programme()
    solution = engine.solve(problem)
    told = engine.explain(problem, solution)
    assert all(sum(value for _, value in pair.parts) == pair.fit for pair in told.pairs)
    assert told.unmatched == ()
    loads = Counter(pair.mentor for pair in told.pairs), Counter(pair.mentee for pair in told.pairs)
    assert [max(load.values()) for load in loads] == [3, 3]


@pytest.mark.parametrize("names", ["leximin", "worst-off", "balanced", "stable", "total"])
def test_all_other_objectives_pass_the_referee(names):
    problem = programme()
    assert engine.check(problem, engine.solve(problem, names)) == []
