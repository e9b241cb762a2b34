"""The door to cohort matching: `solve` and `preview`."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .cohort import limits, plan, stable, values
from .cohort.auction import auction, total_bound
from .cohort.graph import Graph, graph
from .cohort.rows import greedy
from .problem import Problem
from .refusal import Refusal
from .solution import OBJECTIVES, Solution, Step
from .watch import Stopped, Watch


def solve(
    problem: Problem,
    objectives: Sequence[str] = ("coverage", "total"),
    *,
    seed: int = 0,
    deadline_s: float | None = None,
    progress: Callable[[Step], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """The best choice of pairs: the first objective decides, the next one only among equals, and so on.

    coverage   most mentees with a mentor                pairs     most pairs
    worst-off  the worst pair as good as possible        balanced  least sum of squared mentor loads
    leximin    the worst pair, then the second worst ... total     largest sum of fit (and stay bonus)
    stable     no two who would both rather have each other (weakly stable; stands alone)

    `worst-off` and `leximin` count somebody without a mentor as worse than any fit, so coverage goes before them
    by itself. They set pinned pairs aside, and set no limit where nobody else has to be paired. Where mentees have
    several places and `pairs` is not asked before it, leximin speaks of each mentee's first mentor; further
    mentors then follow the later objectives, at or above the worst first fit.

    Same problem and seed: same answer, unless `deadline_s` (seconds) or `cancelled` (asked often; True stops) end
    the search before its proof; then the best choice so far comes back with its bound. `progress` gets a Step now
    and then. Raises Refusal for objectives that do not exist or do not go together.
    """
    names = _objectives(objectives)
    watch = Watch(deadline_s, progress, cancelled)
    return _stable(problem, seed, watch) if names == ("stable",) else _flow(problem, names, seed, watch)


def preview(
    problem: Problem,
    *,
    deadline_s: float | None = None,
    progress: Callable[[Step], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Nearly the best total, quickly, with a bound that proves how near; for cohorts of 100,000 and more."""
    watch = Watch(deadline_s, progress, cancelled)
    whole = graph(problem, problem.usable, 0, by_place=False)
    on, stage = auction(whole, watch)
    edges = np.sort(np.concatenate([whole.edges[on], whole.pins]))
    limit = total_bound(whole, stage) + int(problem.worth[whole.pins].sum())
    return _solution(problem, ("total",), edges, (limit,), {"stages": [stage]}, "preview", watch.seconds, 0, whole)


def _objectives(objectives: Sequence[str]) -> tuple[str, ...]:
    names = (objectives,) if isinstance(objectives, str) else tuple(objectives)
    if not names:
        raise Refusal("name at least one", field="objectives")
    for row, name in enumerate(names):
        if name not in OBJECTIVES:
            raise Refusal(f"{name!r} is none of {', '.join(OBJECTIVES)}", field="objectives", row=row)
        if name in names[:row]:
            raise Refusal(f"{name!r} is named twice", field="objectives", row=row)
    if "stable" in names and len(names) > 1:
        raise Refusal("'stable' decides everything by itself and cannot be combined", field="objectives")
    if {"worst-off", "leximin"} <= set(names):
        raise Refusal("'leximin' contains 'worst-off'; name one of them", field="objectives")
    for name in ("worst-off", "leximin"):
        if name in names and "coverage" not in names[: names.index(name)]:
            rest = tuple(other for other in names if other != "coverage")
            at = rest.index(name)
            return (*rest[:at], "coverage", *rest[at:])
    return names


def _stable(problem: Problem, seed: int, watch: Watch) -> Solution:
    whole = graph(problem, problem.usable, seed, by_place=False)
    try:
        edges, status = whole.edges[stable.stable(whole, seed, watch)], "proven"
    except Stopped as stopped:
        edges, status = np.empty(0, np.int64), stopped.reason
    edges = np.sort(np.concatenate([edges, whole.pins]))
    return _solution(problem, ("stable",), edges, (0,), {}, status, watch.seconds, seed, whole)


def _flow(problem: Problem, names: tuple[str, ...], seed: int, watch: Watch) -> Solution:
    run = plan.Plan(problem, seed, watch)
    try:
        edges, status = run.run(problem.usable, names).chosen, "proven"
        bounds = reached = [values.value(problem, name, edges) for name in names]
        if run.relaxed is not None:
            limit = [values.value(problem, name, run.relaxed.chosen) for name in names]
            after = max(names.index("leximin"), 0) + 1
            bounds = reached[:after] + limit[after:]
            status = "proven" if bounds == reached else "partly proven"
    except Stopped as stopped:
        edges, status = _best_so_far(run, names), stopped.reason
        bounds = _bounds_so_far(run, names, edges)
        run.certificate.clear()
    return _solution(problem, names, edges, tuple(bounds), run.certificate, status, watch.seconds, seed)


def _best_so_far(run: plan.Plan, names: tuple[str, ...]) -> Any:
    """The best of all flows of the run and of taking the best pairs greedily."""
    problem = run.problem
    whole = graph(problem, problem.usable, run.seed, by_place=False)
    best_first = np.argsort(-whole.worth, kind="stable")
    choices = [search.chosen for search in run.searches]
    for first_only in (True, False):
        taken = greedy(best_first, whole.mentee, whole.mentor, whole.places_mentee, whole.places_mentor, first_only)
        choices.append(np.sort(np.concatenate([whole.edges[taken], whole.pins])))
    return max(choices, key=lambda edges: values.rank(problem, names, edges))


def _bounds_so_far(run: plan.Plan, names: tuple[str, ...], edges: Any) -> list[int]:
    """Bounds that hold at any time: each objective alone, and what the prices of the first search allow."""
    problem = run.problem
    whole = graph(problem, problem.usable, run.seed, by_place="balanced" in names)
    reached = [values.value(problem, name, edges) for name in names]
    bounds = [limits.alone(whole, name) for name in names]
    first = run.searches[0]
    for k, limit in enumerate(limits.by_prices(first.graph, first.stages[0], reached)):
        bounds[k] = max(bounds[k], limit) if names[k] == "balanced" else min(bounds[k], limit)
    return bounds


def _solution(
    problem: Problem,
    names: tuple[str, ...],
    edges: Any,
    bounds: tuple[int, ...],
    certificate: dict[str, Any],
    status: str,
    seconds: float,
    seed: int,
    whole: Graph | None = None,
) -> Solution:
    edges = edges.astype(np.int64)
    edges.flags.writeable = False
    blocking = certificate["blocking_pairs"] = values.blocking(problem, edges, whole)
    reached = (blocking if name == "stable" else values.value(problem, name, edges) for name in names)
    return Solution(
        objectives=names,
        edges=edges,
        served=values.served(problem, edges),
        total=int(problem.fit[edges].sum()),
        values=tuple(reached),
        bounds=bounds,
        certificate=certificate,
        status=status,
        seconds=seconds,
        seed=seed,
    )
