"""Judges rings and chains without using anything that found them: plain loops over the pool, slow and independent."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise

from querbeet_engine.exchange.pool import Pool, Rings


def check_rings(pool: Pool, rings: Rings, *, max_ring: int = 3, max_chain: int = 4) -> list[str]:
    """Every way in which this answer breaks the rules or misstates itself, in words; empty when it is right."""
    parts = [("ring", k, arcs) for k, arcs in enumerate(rings.cycles)]
    parts += [("chain", k, arcs) for k, arcs in enumerate(rings.chains)]
    unknown = [
        f"{kind} {k}: there is no arc {a}" for kind, k, arcs in parts for a in arcs if not 0 <= a < len(pool.teacher)
    ]
    if unknown:
        return unknown
    faults = []
    for kind, k, arcs in parts:
        found = _ring_faults(pool, arcs, max_ring) if kind == "ring" else _chain_faults(pool, arcs, max_chain)
        faults += [f"{kind} {k}: {fault}" for fault in [*found, *_shared_faults(pool, arcs)]]
    return faults + _load_faults(pool, rings) + _claim_faults(pool, rings)


def _joined(pool: Pool, arcs: tuple[int, ...]) -> list[str]:
    return [
        f"{pool.learner[a]} learns in arc {a}, but {pool.teacher[b]} teaches in the next"
        for a, b in pairwise(arcs)
        if pool.learner[a] != pool.teacher[b]
    ]


def _ring_faults(pool: Pool, arcs: tuple[int, ...], longest: int) -> list[str]:
    faults = _joined(pool, arcs)
    if not 2 <= len(arcs) <= longest:
        faults.append(f"{len(arcs)} people, allowed are 2 to {longest}")
    if arcs and pool.learner[arcs[-1]] != pool.teacher[arcs[0]]:
        faults.append("it does not close")
    if arcs and len({int(pool.teacher[a]) for a in arcs}) != len(arcs):
        faults.append("someone is in it twice")
    return faults


def _chain_faults(pool: Pool, arcs: tuple[int, ...], longest: int) -> list[str]:
    faults = _joined(pool, arcs)
    if not 1 <= len(arcs) <= longest:
        faults.append(f"{len(arcs)} people learn, allowed are 1 to {longest}")
    if arcs and not pool.gives_only[pool.teacher[arcs[0]]]:
        faults.append(f"person {pool.teacher[arcs[0]]} starts it but does not give only")
    people = [int(pool.teacher[a]) for a in arcs[:1]] + [int(pool.learner[a]) for a in arcs]
    if len(set(people)) != len(people):
        faults.append("someone is in it twice")
    return faults


def _shared_faults(pool: Pool, arcs: tuple[int, ...]) -> list[str]:
    people = {int(p) for a in arcs for p in (pool.teacher[a], pool.learner[a])}
    banned = {(int(a), int(b)) for a, b in pool.conflicts}
    faults = [f"{a} and {b} must not meet" for a, b in combinations(sorted(people), 2) if (a, b) in banned]
    faults += [f"arc {a} was refused" for a in arcs if a in pool.refused.tolist()]
    return faults + [
        f"{pool.learner[a]} gives only and may not learn" for a in arcs if pool.gives_only[pool.learner[a]]
    ]


def _load_faults(pool: Pool, rings: Rings) -> list[str]:
    places: Counter[int] = Counter()
    wishes: Counter[int] = Counter()
    for arcs in (*rings.cycles, *rings.chains):
        places.update({int(p) for a in arcs for p in (pool.teacher[a], pool.learner[a])})
        wishes.update(int(pool.wish[a]) for a in arcs)
    faults = [
        f"person {p} is in {k}, has room for {pool.capacity[p]}" for p, k in places.items() if k > pool.capacity[p]
    ]
    return faults + [f"wish {w} is answered {k} times" for w, k in wishes.items() if k > 1]


def _claim_faults(pool: Pool, rings: Rings) -> list[str]:
    learners, fit, long = set(), 0, 0
    for arcs in (*rings.cycles, *rings.chains):
        for a in arcs:
            learners.add(int(pool.learner[a]))
            fit += int(pool.weight[a])
    for arcs in rings.cycles:
        long += sum(range(len(arcs) - 1))
    real = {"served": len(learners), "long": long, "fit": fit}
    faults = [
        f"{name} is {real[name]}, claimed {getattr(rings, name)}" for name in real if getattr(rings, name) != real[name]
    ]
    names = ["long" if name == "short" else name for name in rings.objectives]
    if list(rings.values) != [getattr(rings, name) for name in names]:
        faults.append("the values do not follow the objectives")
    for name, value, bound in zip(names, rings.values, rings.bounds, strict=False):
        if (bound > value) if name == "long" else (bound < value):
            faults.append(f"{name} {value} passes its bound {bound}")
        if bound != value:
            break
    if (rings.status == "proven") != (rings.values == rings.bounds):
        faults.append(f"status {rings.status} does not follow from values and bounds")
    return faults
