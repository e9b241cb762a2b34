"""The best answer by trying everything: for pools of a handful of people."""

from itertools import combinations, pairwise, permutations

import numpy as np

from querbeet_engine.exchange.pool import Pool, measure


def all_parts(pool: Pool, max_ring: int, max_chain: int) -> list[tuple[str, tuple[int, ...]]]:
    """Every ring (once) and every chain that the rules allow."""
    arcs = {}
    for a in np.flatnonzero(pool.usable).tolist():
        arcs.setdefault((int(pool.teacher[a]), int(pool.learner[a])), []).append(a)
    banned = {frozenset((int(a), int(b))) for a, b in pool.conflicts}
    parts = []
    for size in range(2, max(max_ring, max_chain + 1) + 1):
        for group in permutations(range(pool.people), size):
            if any(frozenset(pair) in banned for pair in combinations(group, 2)):
                continue
            if min(pool.capacity[p] for p in group) == 0:
                continue
            if any(pool.gives_only[p] for p in group[1:]):
                continue
            if pool.gives_only[group[0]] and size <= max_chain + 1:
                parts += [("chain", walk) for walk in _walks(arcs, group)]
            if not pool.gives_only[group[0]] and size <= max_ring and group[0] == min(group):
                parts += [("ring", walk) for walk in _walks(arcs, (*group, group[0]))]
    return parts


def _walks(arcs: dict[tuple[int, int], list[int]], stops: tuple[int, ...]) -> list[tuple[int, ...]]:
    walks: list[tuple[int, ...]] = [()]
    for pair in pairwise(stops):
        walks = [(*walk, a) for walk in walks for a in arcs.get(pair, [])]
    return walks


def best(pool: Pool, objectives: tuple[str, ...], max_ring: int, max_chain: int) -> tuple[int, ...]:
    """The values of the lexicographically best answer."""
    parts = all_parts(pool, max_ring, max_chain)
    top: list[tuple[int, ...]] = [key_of(pool, [], objectives)]

    def extend(start: int, chosen: list, room: list[int], wishes: set[int]) -> None:
        top[0] = max(top[0], key_of(pool, chosen, objectives))
        for index in range(start, len(parts)):
            _, arcs = parts[index]
            people = {int(p) for a in arcs for p in (pool.teacher[a], pool.learner[a])}
            asked = [int(pool.wish[a]) for a in arcs]
            if any(room[p] == 0 for p in people) or len(set(asked)) < len(asked) or wishes.intersection(asked):
                continue
            left = [room[p] - (p in people) for p in range(pool.people)]
            extend(index + 1, [*chosen, parts[index]], left, wishes.union(asked))

    extend(0, [], [int(c) for c in pool.capacity], set())
    return tuple(-v if name == "short" else v for name, v in zip(objectives, top[0], strict=True))


def key_of(pool: Pool, chosen: list, objectives: tuple[str, ...]) -> tuple[int, ...]:
    rings = [arcs for kind, arcs in chosen if kind == "ring"]
    chains = [arcs for kind, arcs in chosen if kind == "chain"]
    found = measure(pool, rings, chains)
    return tuple(-found["long"] if name == "short" else found[name] for name in objectives)


def best_repair(
    pool: Pool, standing: list[tuple[int, ...]], may_open: int, max_ring: int, max_chain: int
) -> tuple[int, ...]:
    """(served, standing kept, points, fit) of the best answer that keeps all but `may_open` of the standing parts."""
    parts = all_parts(pool, max_ring, max_chain)
    old = {frozenset(part) for part in standing}
    top: list[tuple[int, ...]] = []

    def extend(start: int, chosen: list, room: list[int], wishes: set[int]) -> None:
        served, short, fit = key_of(pool, chosen, ("served", "short", "fit"))
        kept = sum(frozenset(arcs) in old for _, arcs in chosen)
        if kept >= len(standing) - may_open:
            top[:] = [max([*top, (served, kept, short, fit)])]
        for index in range(start, len(parts)):
            _, arcs = parts[index]
            people = {int(p) for a in arcs for p in (pool.teacher[a], pool.learner[a])}
            asked = [int(pool.wish[a]) for a in arcs]
            if any(room[p] == 0 for p in people) or len(set(asked)) < len(asked) or wishes.intersection(asked):
                continue
            left = [room[p] - (p in people) for p in range(pool.people)]
            extend(index + 1, [*chosen, parts[index]], left, wishes.union(asked))

    extend(0, [], [int(c) for c in pool.capacity], set())
    served, kept, short, fit = top[0]
    return served, kept, -short, fit
