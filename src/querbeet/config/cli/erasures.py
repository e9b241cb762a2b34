"""Commands about people who were erased."""

from pathlib import Path
from typing import Annotated

import typer

erasures = typer.Typer(no_args_is_help=True, help="People who were erased.")


@erasures.command("replay")
def replay(
    ledger: Annotated[Path | None, typer.Argument(help="The ledger to go by; by default the own one.")] = None,
) -> None:
    """Erase everybody again who stands in the ledger: after an old backup was restored, before the site is opened."""
    from querbeet.config.cli.people import _database

    with _database():
        from querbeet.rights.actions import erasure

        found = erasure.replay(ledger)
    typer.echo(f"{found} were there again and are erased." if found else "Nobody was there again.")
