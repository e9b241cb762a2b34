"""Matching and rings from spreadsheets, without server or database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Objective(StrEnum):
    COVERAGE = "coverage"
    TOTAL = "total"
    WORST_OFF = "worst-off"
    STABLE = "stable"
    BALANCED = "balanced"


IN_PROGRAMMES = {"worst-off": "fair"}  # the name it has among programmes
Table = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX.")]
Given = typer.Option(exists=True, dir_okay=False)


def match(
    mentees: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="Who wishes: CSV or XLSX.")
    ] = None,
    mentors: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="Who offers: CSV or XLSX.")
    ] = None,
    rules: Annotated[Path | None, Given] = None,
    edges: Annotated[Path | None, Given] = None,
    capacity: Annotated[Path | None, Given] = None,
    objective: Annotated[Objective | None, typer.Option(help="Else what RULES.toml says, or coverage.")] = None,
    unmatched: Annotated[Path | None, typer.Option(help="Where those without a match go, with the reason.")] = None,
    out: Annotated[Path, typer.Option(help="Where the pairs go: CSV.")] = Path("matches.csv"),
    seed: int = 0,
    time_limit: Annotated[float, typer.Option(help="Seconds; the best found by then is kept, with its gap.")] = 600.0,
) -> None:
    """Match two spreadsheets by rules: MENTEES MENTORS --rules RULES.toml, or a list of pairs: --edges EDGES.csv."""
    wanted = objective.value if objective else None
    with _in_plain_words():
        if edges is not None and not (mentees or mentors or rules):
            _match_edges(edges, capacity, wanted or Objective.COVERAGE.value, out, seed, time_limit)
        elif mentees and mentors and rules and edges is None:
            _match_spreadsheets(
                mentees, mentors, rules, wanted and IN_PROGRAMMES.get(wanted, wanted), out, unmatched, seed
            )
        else:
            raise typer.BadParameter("Give MENTEES MENTORS --rules RULES.toml, or --edges EDGES.csv alone.")


def _match_edges(edges: Path, capacity: Path | None, objective: str, out: Path, seed: int, time_limit: float) -> None:
    from querbeet.matching import edges_file

    edges_file.run(edges, capacity=capacity, objective=objective, out=out, seed=seed, time_limit=time_limit)


def _match_spreadsheets(
    mentees: Path, mentors: Path, rules: Path, objective: str | None, out: Path, unmatched: Path | None, seed: int
) -> None:
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from querbeet.matching import files

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=_console(), transient=True) as shown:
        task = shown.add_task("")
        summary = files.run(
            mentees,
            mentors,
            rules,
            out,
            unmatched,
            objective=objective,
            seed=seed,
            progress=lambda sentence: shown.update(task, description=sentence),
        )
    for sentence in [*summary.sentences, *(f"→ {path}" for path in (out, unmatched) if path)]:
        typer.echo(sentence)


def _console():
    """Progress goes to the error stream, so that the summary can be piped."""
    from rich.console import Console

    return Console(stderr=True)


def rings(
    edges: Table,
    people: Annotated[Path | None, Given] = None,
    max_ring: Annotated[int, typer.Option(min=2, max=5)] = 3,
    max_chain: Annotated[int, typer.Option(min=0, max=20)] = 0,
    time_limit: Annotated[float, typer.Option(help="Seconds; the best found by then is kept, with its gap.")] = 60.0,
    out: Annotated[Path, typer.Option(help="Where the rings go: CSV.")] = Path("rings.csv"),
    seed: int = 0,
) -> None:
    """Find rings (everyone teaches the next) and chains in EDGES.csv: from,to,weight; `from` teaches `to`."""
    with _in_plain_words():
        from querbeet.matching import rings_file

        rings_file.run(
            edges, people=people, max_ring=max_ring, max_chain=max_chain, time_limit=time_limit, out=out, seed=seed
        )


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """Sentences in the language of the terminal, Django without a database; what is refused ends with its sentence."""
    import django
    from django.utils import translation

    django.setup()
    from querbeet.core.errors import Refused

    translation.activate("de" if os.environ.get("LANG", "").startswith("de") else "en")
    try:
        yield
    except Refused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
