"""A cohort in, matches and reasons out: the one place that asks the engine for an answer."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

import numpy as np
from django.utils.translation import gettext as _

import querbeet_engine as engine
from querbeet.core.errors import Refused
from querbeet.matching import problems
from querbeet.matching.enums import Why
from querbeet.matching.problems import MILLION, Input
from querbeet.programmes.enums import Objective, Side
from querbeet.programmes.rules import judging
from querbeet.programmes.rules.ruleset import Person, RuleSet

OBJECTIVES = {
    Objective.FAIR: ("coverage", "worst-off", "total"),
    Objective.COVERAGE: ("coverage", "total"),
    Objective.TOTAL: ("total",),
    Objective.STABLE: ("stable",),
}
RESERVES = 3  # next best pairs that are kept for each mentee
Progress = Callable[[str, int], None]
"""Called with the name of the objective at work and the steps done."""


class ImpossiblePin(Refused):
    """A pair that the coordinator wants always cannot be."""


@dataclass(frozen=True)
class Match:
    """A pair, its fit in points, and the points of each wish of the rule set."""

    mentee: Person
    mentor: Person
    fit: float
    worth: tuple[float, ...]
    pinned: bool = False


@dataclass(frozen=True)
class Reserve:
    """A possible pair that was not taken; `rank`: which choice it would be for its mentee, from 1 on."""

    mentee: Person
    mentor: Person
    fit: float
    worth: tuple[float, ...]
    rank: int


@dataclass(frozen=True)
class Left:
    """Somebody without a match. `rule`: position of the rule that stands against most; `number`: against how many."""

    side: Side
    person: Person
    why: Why
    rule: int | None = None
    number: int = 0


@dataclass(frozen=True)
class Result:
    """The answer of one run. `possible`: pairs that no hard rule forbids. `proven`: no answer is better."""

    matches: tuple[Match, ...]
    reserves: tuple[Reserve, ...]
    left: tuple[Left, ...]
    served: int
    possible: int
    proven: bool
    status: str
    seconds: float

    @property
    def total(self) -> float:
        return sum_of(match.fit for match in self.matches)

    @property
    def lowest(self) -> float:
        return min((match.fit for match in self.matches), default=0.0)

    @property
    def median(self) -> float:
        return median(match.fit for match in self.matches) if self.matches else 0.0


def sum_of(fits) -> float:
    """The exact sum of fits, which are whole millionths."""
    return sum(round(fit * MILLION) for fit in fits) / MILLION


def solve(
    cohort: Input,
    *,
    objective: Objective | None = None,
    seed: int = 0,
    deadline_s: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """The best matching for an objective (the rule set's own by default); same input and seed, same answer.

    Raises `ImpossiblePin`. The answer has passed the engine's referee.
    """
    problem = _problem(cohort)
    solution = engine.solve(
        problem,
        objectives=OBJECTIVES[objective or cohort.ruleset.objective],
        seed=seed,
        deadline_s=deadline_s,
        progress=None if progress is None else lambda step: progress(step.objective, step.steps),
    )
    faults = engine.check(problem, solution)
    if faults:
        raise AssertionError(faults)  # a defect of the engine: never publish an answer that breaks a rule
    matches = _matches(cohort, problem, solution.edges)
    return Result(
        matches=matches,
        reserves=_reserves(cohort, problem, solution.edges),
        left=tuple(_left(cohort, problem, matches)),
        served=solution.served,
        possible=problem.n_edges,
        proven=solution.proven,
        status=solution.status,
        seconds=solution.seconds,
    )


def _problem(cohort: Input) -> engine.Problem:
    """The problem, with a sentence instead of an error where pins cannot be."""
    for mentee, mentor in cohort.positions(cohort.pinned):
        pair = cohort.mentees[mentee], cohort.mentors[mentor]
        if judging.broken(cohort.ruleset, *pair) or cohort.kept_apart(*pair):
            raise ImpossiblePin(
                _("%(mentee)s and %(mentor)s cannot be paired under the rules.")
                % {"mentee": pair[0].name, "mentor": pair[1].name}
            )
    for side, people, column in ((Side.MENTEE, cohort.mentees, 0), (Side.MENTOR, cohort.mentors, 1)):
        pins = Counter(cohort.positions(cohort.pinned)[:, column].tolist())
        for index, number in pins.items():
            if number > problems.capacity(cohort.ruleset, people[index], side):
                raise ImpossiblePin(
                    _("%(name)s has more pairs marked “always” than there is room for.") % {"name": people[index].name}
                )
    return problems.build(cohort)


def _matches(cohort: Input, problem: engine.Problem, edges: np.ndarray) -> tuple[Match, ...]:
    pinned = {tuple(pair) for pair in problem.pinned.tolist()}
    worth = _worth(cohort.ruleset, problem)
    found = [
        Match(
            cohort.mentees[problem.mentee[edge]],
            cohort.mentors[problem.mentor[edge]],
            float(problem.fit[edge]) / MILLION,
            tuple(worth[edge].tolist()),
            (int(problem.mentee[edge]), int(problem.mentor[edge])) in pinned,
        )
        for edge in edges
    ]
    return tuple(sorted(found, key=lambda match: (match.mentee.id.casefold(), -match.fit, match.mentor.id.casefold())))


def _reserves(cohort: Input, problem: engine.Problem, taken: np.ndarray) -> tuple[Reserve, ...]:
    """The next best possible pairs of every mentee, the best first, among mentors who have room at all."""
    worth = _worth(cohort.ruleset, problem)
    free = problem.usable & (problem.capacity_mentor[problem.mentor] > 0)
    free[taken] = False
    edges = np.flatnonzero(free)
    order = edges[np.lexsort((problem.mentor[edges], -problem.fit[edges], problem.mentee[edges]))]
    found, rank = [], Counter[int]()
    for edge in order.tolist():
        mentee = int(problem.mentee[edge])
        if rank[mentee] < RESERVES:
            rank[mentee] += 1
            fit = float(problem.fit[edge]) / MILLION
            people = cohort.mentees[mentee], cohort.mentors[problem.mentor[edge]]
            found.append(Reserve(*people, fit, tuple(worth[edge].tolist()), rank[mentee]))
    return tuple(found)


def _worth(ruleset: RuleSet, problem: engine.Problem) -> np.ndarray:
    """float64[E, wishes]: points of each wish."""
    most = np.array([wish.most for wish in ruleset.wishes], float)
    return np.round(problem.parts * most / MILLION, 6)


# Who stayed without


def _left(cohort: Input, problem: engine.Problem, matches: tuple[Match, ...]):
    taken = Counter(match.mentor.id for match in matches)
    matched = {match.mentee.id for match in matches}
    for index, person in enumerate(cohort.mentees):
        if person.id not in matched:
            options = problem.mentor[(problem.mentee == index) & problem.usable]
            full = all(
                taken[cohort.mentors[j].id] >= problems.capacity(cohort.ruleset, cohort.mentors[j], Side.MENTOR)
                for j in options
            )
            why = Why.FULL if full else Why.WORTH
            yield _reason(cohort, Side.MENTEE, person, len(options), why, partial(_counted, problem, index))
    for index, person in enumerate(cohort.mentors):
        if not taken[person.id]:
            options = problem.mentee[(problem.mentor == index) & problem.usable]
            yield _reason(cohort, Side.MENTOR, person, len(options), Why.NOT_NEEDED, partial(_judged, cohort, person))


def _reason(
    cohort: Input, side: Side, person: Person, options: int, otherwise: Why, against: Callable[[], dict[int, int]]
) -> Left:
    others = cohort.mentors if side == Side.MENTEE else cohort.mentees
    if not others:
        return Left(side, person, Why.NOBODY)
    if problems.capacity(cohort.ruleset, person, side) == 0:
        return Left(side, person, Why.NO_ROOM)
    if options:
        return Left(side, person, otherwise, number=options)
    for rule, number in sorted(against().items(), key=lambda item: (-item[1], item[0])):
        return Left(side, person, Why.RULE if number == len(others) else Why.RULES, rule, number)
    return Left(side, person, Why.RULES)


def _counted(problem: engine.Problem, row: int) -> dict[int, int]:
    """How many mentors each rule took from a mentee. Pairs kept apart are left out: nothing names who they are."""
    counts = zip(problem.rule_names, problem.removed[row].tolist(), strict=True)
    found = {problems.position(name): number for name, number in counts if number}
    return {position: number for position, number in found.items() if position is not None}


def _judged(cohort: Input, mentor: Person) -> dict[int, int]:
    """The same for a mentor, whom the engine does not count for."""
    places = {id(rule): position for position, rule in enumerate(cohort.ruleset.rules) if rule.mentee}
    found: Counter[int] = Counter()
    for mentee in cohort.mentees:
        for rule in judging.broken(cohort.ruleset, mentee, mentor):
            if id(rule) in places:
                found[places[id(rule)]] += 1
    return found
