"""Deadline, cancellation and progress of one run, in one object handed down."""

from __future__ import annotations

import time
from collections.abc import Callable

from querbeet_engine.solution import Step

FOREVER = 1e9


class Watch:
    """`deadline` in seconds from now (None = no limit); `cancelled()` is asked often; `progress` gets a `Step`."""

    def __init__(
        self,
        deadline: float | None = None,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[Step], None] | None = None,
    ) -> None:
        self._start = time.monotonic()
        self._deadline = FOREVER if deadline is None else float(deadline)
        self._cancelled = cancelled
        self._progress = progress
        self._steps = 0
        self.was_cancelled = False

    @property
    def can_be_cancelled(self) -> bool:
        return self._cancelled is not None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    @property
    def left(self) -> float:
        """Seconds until the deadline, 0 when it has passed or the run was cancelled."""
        if self.cancelled():
            return 0.0
        return max(0.0, self._deadline - self.seconds)

    @property
    def over(self) -> bool:
        return self.left <= 0

    def cancelled(self) -> bool:
        if not self.was_cancelled and self._cancelled is not None:
            self.was_cancelled = bool(self._cancelled())
        return self.was_cancelled

    def tell(self, objective: str, value: float, bound: float | None) -> None:
        """Report the best value and bound so far."""
        self._steps += 1
        if self._progress is not None:
            self._progress(Step(objective, self._steps, round(value), None if bound is None else round(bound)))
