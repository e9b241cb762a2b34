"""A lifecycle is one table: which event leads from which state to which, who must act, and what ends the wait.

A package declares its tables in its rules; from them come the checks, the page of diagrams in docs/ and the tests that
walk every cell. Nothing else in the house decides what may follow what.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from querbeet.core.errors import Refused


class NoWay(Refused):
    """The state does not know this event."""

    def __init__(self) -> None:
        super().__init__(_("That is not possible any more, or not yet. Nothing was changed."))


@dataclass(frozen=True)
class Clock:
    """What ends a wait by itself: after `wait`, or at the moment that the field named `at` holds, `event` happens.

    Without an event the owner is reminded, again and again at that interval.
    """

    wait: timedelta | None = None
    at: str = ""
    event: str = ""


@dataclass(frozen=True)
class Stage:
    """One state: who must act next, the page where it is seen, and its clock. An `end` leads nowhere."""

    state: str
    owner: str = ""
    screen: str = ""  # the name of an address
    clock: Clock | None = None
    end: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """A table of steps (state, event, next state); `start` is where everything begins."""

    name: str
    start: str
    stages: tuple[Stage, ...]
    steps: tuple[tuple[str, str, str], ...]
    cells: dict[tuple[str, str], str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", {(state, event): following for state, event, following in self.steps})
        _tables[self.name] = self

    def can(self, state: str, event: str) -> bool:
        """Does this event lead anywhere from this state?"""
        return (state, event) in self.cells

    def after(self, state: str, event: str) -> str:
        """The state that follows. Raises `NoWay`."""
        if not self.can(state, event):
            raise NoWay
        return self.cells[state, event]

    def events(self, state: str) -> list[str]:
        """What may happen next, in the order of the table."""
        return [event for (here, event) in self.cells if here == state]

    def stage(self, state: str) -> Stage:
        """Owner, page and clock of a state."""
        return next(stage for stage in self.stages if stage.state == state)

    def faults(self) -> list[str]:
        """What is wrong with the table itself, a line each; empty for a sound one."""
        return [*self._unknown(), *self._stuck(), *self._unwatched()]

    def _unknown(self) -> Iterable[str]:
        known = [stage.state for stage in self.stages]
        if len(known) != len(set(known)) or len(self.steps) != len(self.cells):
            yield f"{self.name}: a state or a cell stands there twice"
        used = {self.start, *(state for state, _, _ in self.steps), *(following for _, _, following in self.steps)}
        yield from (f"{self.name}: {state} is no stage" for state in sorted(used - set(known)))

    def _stuck(self) -> Iterable[str]:
        reached, waiting = {self.start}, [self.start]
        while waiting:
            here = waiting.pop()
            following = {after for (state, _event), after in self.cells.items() if state == here} - reached
            reached |= following
            waiting += following
        for stage in self.stages:
            if stage.state not in reached:
                yield f"{self.name}: nothing leads to {stage.state}"
            leaves = any(here == stage.state and after != here for (here, _event), after in self.cells.items())
            if leaves == stage.end:
                yield f"{self.name}: {stage.state} {'has a way out of its end' if stage.end else 'has no way out'}"

    def _unwatched(self) -> Iterable[str]:
        for stage in self.stages:
            if not stage.screen:
                yield f"{self.name}: {stage.state} has no page"
            if stage.end:
                continue
            if not stage.owner or not stage.clock:
                yield f"{self.name}: {stage.state} waits without an owner or a clock"
            elif stage.clock.event and not self.can(stage.state, stage.clock.event):
                yield f"{self.name}: the clock of {stage.state} strikes for nothing"


_tables: dict[str, Lifecycle] = {}


def tables() -> list[Lifecycle]:
    """Every table that was declared so far, by name."""
    return [_tables[name] for name in sorted(_tables)]
