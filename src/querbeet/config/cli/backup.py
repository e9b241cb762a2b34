"""Commands about backups."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from querbeet.config.cli import examining

backup = typer.Typer(invoke_without_command=True, help="Make a backup; make the keys for it.")
Identity = Annotated[Path, typer.Option(exists=True, dir_okay=False, help="File with the private key.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The backup.")]


@backup.callback()
def make(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option(help="A new file, or a folder that gets a file named by the time.")] = None,
    recipient: Annotated[str, typer.Option(envvar="QUERBEET_BACKUP_RECIPIENT", help="Public key: age1...")] = "",
    without_keys: Annotated[bool, typer.Option(help="Leave the keys folder out; you keep it elsewhere.")] = False,
) -> None:
    """Write database, files and keys into one encrypted file, while the site runs."""
    if context.invoked_subcommand:
        return
    if not to or not recipient:
        raise typer.BadParameter("Give --to FILE --recipient age1... Keys are made by: querbeet backup key")
    from querbeet.config.backup import making
    from querbeet.config.running import server
    from querbeet.config.running.steps import step

    file = to / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}.age" if to.is_dir() else to
    with server.database(), step("Writing the backup"):
        digest = making.make(file, recipient, with_keys=not without_keys)
    typer.echo(f"{file}  {file.stat().st_size} bytes\nSHA-256 {digest}\nTake it to another machine.")


@backup.command()
def key() -> None:
    """Make a pair of keys. The private one is shown once, here, and stored nowhere."""
    from querbeet.config.backup import envelope

    pair = envelope.new_pair()
    typer.echo(f"Public key, for this server:\n  QUERBEET_BACKUP_RECIPIENT={pair.public}\n")
    typer.echo("Private key, shown only now. It opens every backup; write it down and keep it off this machine:")
    typer.echo(f"  {pair.private}")


@backup.command()
def check(file: File, identity: Identity) -> None:
    """Read a whole backup without restoring it, on a machine that may see the private key."""
    from querbeet.config.backup import restoring

    told = restoring.check(file, identity)
    typer.echo(f"✓ Whole and readable: made on {told.created_at}, {sum(told.rows.values())} rows.")


def restore(
    file: File,
    identity: Identity,
    erasures: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Ledger kept elsewhere.")] = None,
) -> None:
    """Bring a backup back onto an empty machine: all of it, or nothing."""
    from querbeet.config.backup import restoring

    restoring.restore(file, identity, erasures)
    examining.examine()
    typer.echo("Start it with: querbeet run")
