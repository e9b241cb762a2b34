"""``python -m querbeet_engine.warm`` compiles all kernels once, on all cores, so that nobody waits for it later.

Each group runs in a process of its own; within a group, later steps use what earlier ones compiled. Kernels are kept in
the cache beside the modules, or where NUMBA_CACHE_DIR says."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from querbeet_engine import check, preview, solve
from querbeet_engine.exchange import solving as exchange
from querbeet_engine.problem import Problem
from querbeet_engine.scoring import warming as scoring
from querbeet_engine.suggestions import warming as suggestions

COHORT_OBJECTIVES = (("coverage", "worst-off", "total"), ("leximin",), ("balanced", "total"), ("stable",))


def cohort() -> None:
    """Solves a cohort of three in every way, and checks the answers."""
    ends = np.array([[0, 0], [0, 1], [1, 0], [2, 1]]).T
    problem = Problem(n_mentees=3, n_mentors=2, mentee=ends[0], mentor=ends[1], fit=np.array([5, 4, 3, 2]))
    for objectives in COHORT_OBJECTIVES:
        for seed in (0, 1):  # a seed other than 0 puts the edges into another order, in columns of another kind
            check(problem, solve(problem, objectives, seed=seed))
    preview(problem)
    solve(problem, cancelled=lambda: True)  # what a deadline leaves needs kernels of its own


GROUPS: tuple[tuple[Callable[[], None], ...], ...] = ((scoring.warm, suggestions.warm), (exchange.warm, cohort))


def everything(groups: tuple[tuple[Callable[[], None], ...], ...] = GROUPS) -> None:
    """Compiles and caches every kernel: up to a minute on two cores the first time, seconds later."""
    with ProcessPoolExecutor(len(groups), mp_context=get_context("spawn")) as pool:
        list(pool.map(one_after_the_other, groups))


def one_after_the_other(steps: tuple[Callable[[], None], ...]) -> None:
    """Runs each step."""
    for step in steps:
        step()


if __name__ == "__main__":
    everything()
