"""Small problems, the slow way to solve them, and the order of objectives that tests go through."""

import itertools
import random

import numpy as np

import querbeet_engine as engine

LISTS = [
    ("coverage", "total"),
    ("total",),
    ("total", "coverage"),
    ("pairs", "total"),
    ("coverage", "pairs", "balanced", "total"),
    ("coverage", "worst-off", "total"),
    ("worst-off",),
    ("leximin",),
    ("coverage", "leximin", "total"),
    ("coverage", "pairs", "leximin", "balanced"),
    ("balanced",),
    ("coverage", "balanced"),
    ("coverage", "total", "worst-off", "pairs"),
    ("stable",),
]


def random_problem(seed, *, people=4, places=(0, 1, 1, 1, 2, 3), extras=True):
    """A problem with up to 4 x 4 people and 11 edges, ties, zero places, and sometimes pins, bans, earlier pairs."""
    r = random.Random(seed)
    n, m = r.randint(1, people), r.randint(1, people)
    pairs = [(i, j) for i in range(n) for j in range(m) if r.random() < 0.7]
    r.shuffle(pairs)
    pairs = pairs[:11]
    top = r.choice([3, 10**6])
    given = {
        "n_mentees": n,
        "n_mentors": m,
        "mentee": [i for i, _ in pairs],
        "mentor": [j for _, j in pairs],
        **{name: [r.randint(0, top) for _ in pairs] for name in ("fit", "fit_mentee", "fit_mentor")},
        "capacity_mentee": [r.choice(places) for _ in range(n)],
        "capacity_mentor": [r.randint(0, 3) for _ in range(m)],
    }
    if pairs and extras:
        given |= {"forbidden": [r.choice(pairs)]} if r.random() < 0.3 else {}
        given |= {"previous": [r.choice(pairs)], "stay_bonus": r.choice([1, top])} if r.random() < 0.3 else {}
        if r.random() < 0.4:
            try:
                return engine.Problem(**given, pinned=[r.choice(pairs)])
            except engine.Refusal:
                pass
    return engine.Problem(**given)


def square(rows, **more):
    """A problem from a matrix of fits; None where there is no edge."""
    cells = [(i, j, fit) for i, row in enumerate(rows) for j, fit in enumerate(row) if fit is not None]
    mentee, mentor, fit = zip(*cells, strict=True)
    return engine.Problem(n_mentees=len(rows), n_mentors=len(rows[0]), mentee=mentee, mentor=mentor, fit=fit, **more)


def feasible(problem):
    """Every choice that pins, bans and places allow."""
    usable = [int(edge) for edge in np.flatnonzero(problem.usable)]
    pins = {int(edge) for edge in problem.edge_of(problem.pinned)}
    for size in range(len(usable) + 1):
        for choice in itertools.combinations(usable, size):
            edges = np.array(choice, int)
            load = np.bincount(problem.mentee[edges], minlength=problem.n_mentees)
            held = np.bincount(problem.mentor[edges], minlength=problem.n_mentors)
            fits = (load <= problem.capacity_mentee).all() and (held <= problem.capacity_mentor).all()
            if fits and pins <= set(choice):
                yield edges


def key(problem, objective, edges):
    """How good a choice is in one objective; more is better."""
    free = np.setdiff1d(edges, problem.edge_of(problem.pinned))
    load = np.bincount(problem.mentor[edges], minlength=problem.n_mentors)
    return {
        "coverage": lambda: len(set(problem.mentee[edges].tolist())),
        "pairs": lambda: len(edges),
        "worst-off": lambda: min(problem.worth[free].tolist(), default=2**70),
        "leximin": lambda: sorted(problem.worth[free].tolist()),
        "balanced": lambda: -int((load**2).sum()),
        "total": lambda: int(problem.worth[edges].sum()),
    }[objective]()


def keys(problem, objectives, edges):
    return [key(problem, name, edges) for name in objectives]


def best_keys(problem, objectives):
    """What the best of all choices reaches."""
    return max(keys(problem, objectives, edges) for edges in feasible(problem))


def blocking(problem, edges):
    """Pairs that would both rather have each other, by definition."""
    chosen = {int(edge) for edge in edges}
    pins = {int(edge) for edge in problem.edge_of(problem.pinned)}
    bonus = problem.worth - problem.fit
    sides = (
        (problem.mentee, problem.fit_mentee + bonus, problem.capacity_mentee),
        (problem.mentor, problem.fit_mentor + bonus, problem.capacity_mentor),
    )

    def would(edge, people, view, places):
        mine = [other for other in chosen if people[other] == people[edge]]
        return len(mine) < places[people[edge]] or any(view[edge] > view[o] for o in mine if o not in pins)

    return [
        int(edge)
        for edge in np.flatnonzero(problem.usable)
        if int(edge) not in chosen and all(would(edge, *side) for side in sides)
    ]
