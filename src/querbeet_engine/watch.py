"""Time limit, cancellation and progress of one search."""

import time
from collections.abc import Callable

from .refusal import Refusal
from .solution import Step


class Stopped(Exception):
    """The search ends before its proof; `reason` is 'deadline' or 'cancelled'."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Watch:
    """Asked between two chunks of work whether to go on. `deadline_s` counts from its making, None is no limit."""

    def __init__(
        self,
        deadline_s: float | None = None,
        progress: Callable[[Step], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ):
        if deadline_s is not None and not deadline_s >= 0:
            raise Refusal(f"{deadline_s} is not a number of seconds", field="deadline_s")
        self._start = time.perf_counter()
        self._deadline_s, self._progress, self._cancelled = deadline_s, progress, cancelled

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._start

    def go_on(self) -> None:
        """Returns, or raises Stopped."""
        if self._cancelled is not None and self._cancelled():
            raise Stopped("cancelled")
        if self._deadline_s is not None and self.seconds >= self._deadline_s:
            raise Stopped("deadline")

    def tell(self, objective: str, steps: int, value: int, bound: int | None = None) -> None:
        """Passes one message to the progress callback."""
        if self._progress is not None:
            self._progress(Step(objective, steps, value, bound))
