"""Pools for the tests: small ones by hand or by chance, larger ones as communities look."""

import numpy as np

from querbeet_engine.exchange.pool import Pool


def pool(people: int, arcs: str, *, weight: list[int] | None = None, **fields) -> Pool:
    """A pool from `"0>1 1>0"`: who teaches whom."""
    ends = [arc.split(">") for arc in arcs.split()]
    teacher, learner = np.array([[int(a), int(b)] for a, b in ends], np.int64).reshape(-1, 2).T
    return Pool(people, teacher, learner, None if weight is None else np.array(weight), **fields)


def givers(people: int, *who: int) -> np.ndarray:
    """Flags for those who give without asking."""
    return np.isin(np.arange(people), who)


def chance(rng: np.random.Generator, most_people: int = 7, most_arcs: int = 14) -> Pool:
    """A small pool with every feature now and then: givers, capacities 0..3, shared wishes, conflicts."""
    people = int(rng.integers(2, most_people + 1))
    pairs = [(u, v) for u in range(people) for v in range(people) if u != v]
    count = int(rng.integers(1, min(len(pairs), most_arcs) + 1))
    ends = np.array([pairs[k] for k in rng.choice(len(pairs), count, replace=False)])
    fields: dict[str, np.ndarray] = {}
    if rng.random() < 0.5:
        fields["gives_only"] = rng.random(people) < 0.3
    if rng.random() < 0.5:
        fields["capacity"] = rng.integers(0, 4, people)
    if rng.random() < 0.4:
        fields["wish"] = ends[:, 1] * 2 + rng.integers(0, 2, count)
    if rng.random() < 0.4:
        fields["conflicts"] = np.array([rng.choice(people, 2, replace=False) for _ in range(rng.integers(1, 4))])
    return Pool(people, ends[:, 0], ends[:, 1], rng.integers(0, 9, count), **fields)


def town(people: int, seed: int, *, each: float = 3.0, giving: float = 0.0) -> Pool:
    """A pool of some size: everyone could teach about `each` others."""
    rng = np.random.default_rng(seed)
    matrix = rng.random((people, people)) < each / people
    np.fill_diagonal(matrix, False)
    teacher, learner = np.nonzero(matrix)
    flags = np.arange(people) < giving * people
    return Pool(people, teacher, learner, rng.integers(1, 100, len(teacher)), flags)
