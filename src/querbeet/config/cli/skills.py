"""Commands about the skill vocabulary."""

from pathlib import Path
from typing import Annotated

import typer

skills = typer.Typer(no_args_is_help=True, help="The skill vocabulary.")


@skills.callback()
def group() -> None:
    """The skill vocabulary."""


@skills.command("import-esco")
def import_esco(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The unpacked CSV package.")],
) -> None:
    """Take in the skills of an ESCO CSV package; a second time brings them up to date. Ends with 1 for bad rows."""
    from querbeet.config.running import server
    from querbeet.config.running.steps import step

    with server.database():
        server.migrate()
        from querbeet.core.errors import Refused
        from querbeet.skills.actions import esco

        try:
            with step("Importing skills"):
                imported = esco.import_folder(folder)
        except Refused as refusal:
            raise SystemExit(str(refusal)) from None
    for problem in imported.problems:
        typer.echo(problem.sentence, err=True)
    typer.echo(f"{imported.skills} skills, {imported.links} links, {len(imported.problems)} bad rows.")
    raise typer.Exit(1 if imported.problems else 0)
