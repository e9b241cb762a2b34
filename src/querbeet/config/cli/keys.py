"""Commands about the keys that wrap members' data keys."""

import typer

keys = typer.Typer(no_args_is_help=True, help="The keys that wrap members' keys.")


@keys.command("list")
def show() -> None:
    """Say which wrapping keys there are, and how many data keys each of them wraps."""
    from querbeet.config.cli.people import _database

    with _database():
        from querbeet.core import rewrapping

        for one in rewrapping.wrappings():
            state = "in the keys folder" if one.there else "MISSING"
            typer.echo(f"vault-{one.number}  {state}  wraps {one.wraps}")


@keys.command("rotate")
def rotate() -> None:
    """Make a new wrapping key and wrap every data key with it, while the site runs. Goes on where it was stopped."""
    from querbeet.config.cli.people import _database

    with _database():
        from django.conf import settings

        from querbeet.core import rewrapping

        if rewrapping.unfinished():
            typer.echo(f"Going on with vault-{settings.VAULT_KEYS.newest()}.")
        else:
            typer.echo(f"Made vault-{settings.VAULT_KEYS.add()}. Put a copy of it where you keep your keys.")
        done = 0
        while wrapped := rewrapping.rewrap():
            done += wrapped
            typer.echo(f"{done} wrapped")
        old = ", ".join(f"vault-{number}" for number in settings.VAULT_KEYS.numbers()[:-1])
        typer.echo(f"Done. Still needed for backups made until now, and for nothing else: {old}")
