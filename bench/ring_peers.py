"""Other ways to find rings, on the same pools: kep-solver, CP-SAT, HiGHS on all rings (PICEF for chains), greedy.

All maximise people served. Each returns (value, bound or None); values are people who learn.
"""

from __future__ import annotations

import numpy as np

from querbeet_engine import Pool
from querbeet_engine.exchange import chains, integer
from querbeet_engine.exchange.columns import pack
from querbeet_engine.exchange.integer import Aim, Program
from querbeet_engine.exchange.lagrange import Task
from querbeet_engine.exchange.solving import make_task
from querbeet_engine.exchange.watch import Watch

MOST_RINGS = 2_000_000


def listed(pool: Pool, ring: int, chain: int) -> Task:
    """All rings, as every method but kep-solver needs them."""
    task = make_task(pool, ring, chain)
    if not task.complete or len(task.rings) > MOST_RINGS:
        raise MemoryError("too many rings")
    return task


def greedy(pool: Pool, ring: int, chain: int, seconds: float) -> tuple[int, int | None]:
    """Rings whose people have the fewest arcs first, as a coordinator might by hand."""
    task = listed(pool, ring, 0)
    arcs = np.bincount(pool.teacher, minlength=pool.people) + np.bincount(pool.learner, minlength=pool.people)
    rows = task.rings.rows
    degree = np.where(rows >= 0, arcs[np.maximum(rows, 0)], 0).sum(axis=1) / task.rings.served
    taken = pack(np.argsort(degree, kind="stable"), rows, task.rows.room)
    return int(task.rings.served[taken].sum()), None


def direct(pool: Pool, ring: int, chain: int, seconds: float) -> tuple[int, int | None]:
    """One integer program with every ring and every chain place."""
    task, watch = listed(pool, ring, chain), Watch(seconds)
    nothing = np.zeros(task.rows.count)
    gain = chains.gains(task.graph.head, task.arc_wish, np.ones(task.graph.arcs), nothing)
    every = chains.places(task.graph, task.givers, chain, gain, nothing, -1.0)
    answer = integer.solve(Program(pool, task, task.rings, every), Aim("served"), None, watch, seconds)
    value = 0 if answer.chosen is None else integer.worth(task, answer.chosen, "served")
    return value, int(answer.bound + 1e-6) if np.isfinite(answer.bound) else None


def cpsat(pool: Pool, ring: int, chain: int, seconds: float) -> tuple[int, int | None]:
    """One boolean a ring, at most one a person; two workers. Rings only."""
    from ortools.sat.python import cp_model

    task = listed(pool, ring, 0)
    model = cp_model.CpModel()
    variables = [model.NewBoolVar("") for _ in range(len(task.rings))]
    by_person: list[list] = [[] for _ in range(pool.people)]
    for variable, rows in zip(variables, task.rings.rows.tolist(), strict=True):
        for row in rows:
            if row >= 0:
                by_person[row].append(variable)
    for group in by_person:
        model.AddAtMostOne(group)
    model.Maximize(cp_model.LinearExpr.WeightedSum(variables, task.rings.served.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    solver.Solve(model)
    return int(solver.ObjectiveValue()), int(solver.BestObjectiveBound())


def kepsolver(pool: Pool, ring: int, chain: int, seconds: float) -> tuple[int, int | None]:
    """kep-solver's TransplantCount (its PICEF model when there are chains, the faster of its two there).

    It counts a chain's last gift to its waiting list too, so the number of chains is subtracted.
    """
    from kep_solver.entities import Donor, Instance, Recipient, Transplant
    from kep_solver.model import PICEF, TransplantCount
    from kep_solver.programme import Programme

    instance, donors, recipients = Instance(), {}, {}
    for person in range(pool.people):
        donors[person] = Donor(str(person))
        if pool.gives_only[person]:
            donors[person].NDD = True
            instance.addDonor(donors[person])
        else:
            recipients[person] = Recipient(str(person))
            recipients[person].addDonor(donors[person])
            donors[person].recipient = recipients[person]
            instance.addRecipient(recipients[person])
    for giver, taker in zip(pool.teacher[pool.usable].tolist(), pool.learner[pool.usable].tolist(), strict=True):
        donors[giver].addTransplant(Transplant(donors[giver], recipients[taker], 1.0))
    picef = {"model": PICEF, "full_details": False} if chain else {}
    longest = chain + 1 if chain else 0
    programme = Programme([TransplantCount()], maxCycleLength=ring, maxChainLength=longest, description="", **picef)
    solution, _ = programme.solve_single(instance)
    value = round(solution.values[0])
    learners = value - sum(1 for chosen in solution.selected if chosen.exchange.chain)
    return learners, None if chain else value
