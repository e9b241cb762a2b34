"""The page of all lifecycles, drawn from their tables; a test holds the page in docs/ against it."""

import importlib
import pkgutil
from collections.abc import Iterator

from django.utils import translation

import querbeet
from querbeet.core import lifecycle
from querbeet.core.lifecycle import Clock, Lifecycle

PAGE = "docs/explanation/lifecycles.md"
HEAD = """# Lifecycles

Drawn from the tables in the code by `.venv/bin/querbeet lifecycles`; do not edit by hand. Every state has a way in and,
unless it is an end, a way out, somebody who must act next, a page where it is seen, and a clock that ends the wait.
"""


def page() -> str:
    """The whole page, in English."""
    _declare_all()
    with translation.override("en"):
        return "\n".join([HEAD, *(_section(table) for table in lifecycle.tables())])


def _declare_all() -> None:
    for module in pkgutil.walk_packages(querbeet.__path__, "querbeet."):
        if ".rules" in module.name and ".tests" not in module.name:
            importlib.import_module(module.name)


def _section(table: Lifecycle) -> str:
    return "\n".join([f"## {table.name}", "", *_diagram(table), "", *_rows(table), ""])


def _diagram(table: Lifecycle) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {table.start}"
    for (state, event), following in table.cells.items():
        yield f"    {state!s} --> {following!s}: {event!s}"
    yield from (f"    {stage.state!s} --> [*]" for stage in table.stages if stage.end)
    yield "```"


def _rows(table: Lifecycle) -> Iterator[str]:
    yield "| state | who acts | clock | page | what may happen |"
    yield "| --- | --- | --- | --- | --- |"
    for stage in table.stages:
        events = ", ".join(f"{event!s} → {table.cells[stage.state, event]!s}" for event in table.events(stage.state))
        yield f"| {stage.state!s} | {stage.owner} | {_clock(stage.clock)} | `{stage.screen}` | {events or 'an end'} |"


def _clock(clock: Clock | None) -> str:
    if clock is None:
        return ""
    moment = f"at `{clock.at}`" if clock.at else f"after {_duration(clock)}"
    return f"{moment}: {clock.event!s}" if clock.event else f"{moment}: reminder"


def _duration(clock: Clock) -> str:
    assert clock.wait is not None, "a clock has a wait or a moment"
    hours = int(clock.wait.total_seconds() // 3600)
    return f"{hours // 24} days" if hours % 24 == 0 else f"{hours} hours"
