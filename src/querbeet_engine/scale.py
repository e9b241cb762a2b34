"""Scoring on more than one process or machine. The engine cuts the work (`scoring.build`); here are places to run it.

>>> from querbeet_engine import scale, scoring
>>> with scale.processes(2) as executor:  # doctest: +SKIP
...     scored = scoring.build(mentees, mentors, profile, keep=30, within="community", areas=areas, executor=executor)

Every task holds the people whom it needs and nobody else, so any engine that can run a function on arrays will do. The
answer is the same bytes as on one process.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Any, Protocol

from querbeet_engine import validation
from querbeet_engine.refusal import Refusal


class Submitter(Protocol):
    """The part of concurrent.futures that is needed here; Dask's executor has it too."""

    def submit(self, work: Callable[..., Any], /, *arguments: Any) -> Future[Any]: ...


@dataclass(frozen=True)
class Ahead:
    """An executor that holds at most `ahead` tasks at a time, so that memory stays small however many there are."""

    executor: Submitter
    ahead: int

    def map(self, work: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """Results in the order of `pieces`, which are only drawn when there is room."""
        waiting: deque[Future[Any]] = deque()
        for piece in pieces:
            waiting.append(self.executor.submit(work, piece))
            if len(waiting) >= self.ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def processes(workers: int) -> Iterator[Ahead]:
    """Worker processes on this machine."""
    _workers(workers)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield Ahead(pool, 2 * workers)


@contextmanager
def dask(workers: int = 2, address: str | None = None) -> Iterator[Ahead]:
    """A Dask cluster: the one at `address` (``tcp://...``), or `workers` processes on this machine.

    Needs ``pip install querbeet-engine[scale]``; nothing else in the engine imports Dask.
    """
    _workers(workers)
    distributed: Any = import_module("distributed")
    if address is not None:
        with distributed.Client(address) as client:
            yield Ahead(client.get_executor(), 2 * max(workers, len(client.scheduler_info()["workers"])))
        return
    with (
        distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield Ahead(client.get_executor(), 2 * workers)


def _workers(workers: int) -> None:
    if validation.count("workers", workers) < 1:
        raise Refusal("0 is below 1", field="workers")
