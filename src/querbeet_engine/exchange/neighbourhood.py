"""Large neighbourhood search: free the rings around one person, solve that part exactly, keep what is not worse.

Shaw 1998. The parts are small integer programs with a node limit, so the steps do not depend on the machine's speed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from querbeet_engine.exchange import integer
from querbeet_engine.exchange.chains import Places
from querbeet_engine.exchange.columns import Columns, joined, pack
from querbeet_engine.exchange.integer import Aim, Program
from querbeet_engine.exchange.lagrange import Task
from querbeet_engine.exchange.pool import Ints, Pool
from querbeet_engine.exchange.search import memberships
from querbeet_engine.exchange.watch import Watch

FREED, LEAST_FREED, MOST_FREED = 40, 8, 400
NODES = 20
FEW = 0.02
JITTER = 0.002


@dataclass
class Region:
    """The near rings and chain places of a pool, and who is close to whom through them."""

    pool: Pool
    task: Task
    near: Columns
    places: Places

    def __post_init__(self) -> None:
        self.first, self.member = memberships(self.near, self.task.rows.count)
        graph = self.task.graph
        tail, head = graph.tail[self.places.arc], graph.head[self.places.arc]
        ends = np.unique(np.stack([np.concatenate([tail, head]), np.concatenate([head, tail])], axis=1), axis=0)
        self.beside = ends[:, 1]
        self.beside_first = np.searchsorted(ends[:, 0], np.arange(self.task.rows.count + 1))
        self.active = np.flatnonzero((np.diff(self.first) > 0) | (np.diff(self.beside_first) > 0))

    def rows_beside(self, row: int, most: int) -> Ints:
        columns = self.member[self.first[row] : self.first[row + 1]][:most]
        rows = self.near.rows[columns].ravel()
        return np.concatenate(
            [rows[rows >= 0], self.beside[self.beside_first[row] : self.beside_first[row + 1]][:most]]
        )

    def around(self, row: int, owners: dict[int, list[int]], size: int, rng: np.random.Generator) -> list[int]:
        """The columns of the present solution met first when walking outwards from a row."""
        seen, queue, freed = {row}, [row], dict.fromkeys(owners.get(row, []))
        for here in queue:
            beside = self.rows_beside(here, 60)
            for other in rng.permutation(np.unique(beside)).tolist():
                if other in seen:
                    continue
                seen.add(other)
                queue.append(other)
                freed |= dict.fromkeys(owners.get(other, []))
                if len(freed) >= size:
                    return list(freed)
        return list(freed)


def _owners(columns: Columns) -> dict[int, list[int]]:
    owners: dict[int, list[int]] = {}
    column, place = np.nonzero(columns.rows >= 0)
    for j, row in zip(column.tolist(), columns.rows[column, place].tolist(), strict=True):
        owners.setdefault(row, []).append(j)
    return owners


def _part(region: Region, fixed: Columns, seed: int) -> Program:
    """The integer program of everything that fits beside the fixed columns."""
    task = region.task
    rows = task.rows.after(fixed)
    room = rows.room > 0
    graph = task.graph
    open_places = room[graph.head[region.places.arc]] & room[graph.tail[region.places.arc]]
    places = Places(region.places.arc[open_places], region.places.position[open_places])
    columns = region.near.take(np.flatnonzero(rows.fits(region.near)))
    return Program(region.pool, replace(task, rows=rows), columns, places, JITTER, NODES, seed)


def search(region: Region, best: Columns, aim: Aim, steps: int, seconds: float, watch: Watch, seed: int) -> Columns:
    """Improve `best` for this many parts or seconds, or until the target of the aim is met; floors stay kept."""
    rng = np.random.default_rng(seed)
    until, size, task = watch.seconds + seconds, float(FREED), region.task
    value = integer.worth(task, best, aim.objective)
    for step in range(steps):
        if watch.seconds > until or watch.over or len(region.active) == 0 or value >= (aim.target or np.inf):
            break
        owners = _owners(best)
        idle = [row for row in region.active.tolist() if row not in owners]
        row = rng.choice(idle) if idle and step % 4 else rng.choice(region.active)
        freed = region.around(int(row), owners, int(size), rng)
        fixed = best.take(np.setdiff1d(np.arange(len(best)), freed))
        floors = tuple((n, integer.worth(task, best, n) - integer.worth(task, fixed, n)) for n, _ in aim.floors)
        part = _part(region, fixed, seed + step)
        answer = integer.solve(part, Aim(aim.objective, floors), None, watch, until - watch.seconds)
        size = min(MOST_FREED, size * 1.02 if answer.finished else max(LEAST_FREED, size * 0.9))
        if answer.chosen is None:
            continue
        trial = joined(fixed, answer.chosen)
        reached = integer.worth(task, trial, aim.objective)
        if reached >= value:
            best, value = trial, reached
    return best


def dive(region: Region, objective: str, whole: float, watch: Watch) -> Columns:
    """Round the linear program step by step: settle what it takes to `whole` or more, solve the rest."""
    fixed = region.near.take(np.zeros(0, np.int64))
    while not watch.over:
        program = _part(region, fixed, 0)
        if len(program.columns) + len(program.places) == 0:
            break
        share = integer.relaxed(program, objective, watch.left)
        if share is None:
            break
        parts = share[: sum(program.sizes[:2])]
        support = np.sort(parts[parts > 1e-6])[::-1]
        if len(support) == 0:
            break
        few = support[min(len(support) - 1, int(FEW * len(support)))]
        chosen, _ = program.read(share, min(whole, few - 1e-9))
        taken = np.flatnonzero(pack(np.arange(len(chosen)), chosen.rows, program.task.rows.room))
        if len(taken) == 0:
            break
        fixed = joined(fixed, chosen.take(taken if few >= whole else taken[: 1 + int(FEW * len(support))]))
    return fixed
