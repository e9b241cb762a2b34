"""`querbeet`: the command line."""

from typing import Annotated

import typer

from querbeet.config.cli import backup, engine, erasures, examining, keys, people, skills

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Querbeet: mentoring and skill-sharing.",
)
app.command("match")(engine.match)
app.command("rings")(engine.rings)
app.add_typer(people.community, name="community")
app.add_typer(erasures.erasures, name="erasures")
app.add_typer(keys.keys, name="keys")
app.add_typer(people.member, name="member")
app.add_typer(skills.skills, name="skills")
app.add_typer(backup.backup, name="backup")
app.command("restore")(backup.restore)


@app.command()
def run() -> None:
    """Start everything: database, web server, job worker. Ctrl-C stops it."""
    from querbeet.config.running import server

    server.run()


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    from querbeet.config.running import server

    with server.database():
        server.migrate()


@app.command()
def demo() -> None:
    """Plant the demo community, if it is not there yet, and print its sign-ins."""
    from querbeet.config.running import first_start, server

    with server.database():
        server.migrate()
        first_start.vocabulary()
        first_start.demo()
        typer.echo(first_start.sign_ins())


@app.command()
def doctor() -> None:
    """Look for unsafe settings, each with the way to mend it. Ends with 1 if there is one."""
    raise typer.Exit(1 if examining.examine() else 0)


@app.command(hidden=True)
def lifecycles() -> None:
    """Draw the lifecycles of the house anew, in docs/."""
    from pathlib import Path

    import django

    django.setup()
    from querbeet.core import diagrams

    Path(diagrams.PAGE).write_text(diagrams.page())


@app.command(hidden=True)
def access() -> None:
    """Draw the page of who may open and see what anew, in docs/."""
    from pathlib import Path

    import django

    django.setup()
    from querbeet.config import access as drawing

    Path(drawing.PAGE).write_text(drawing.page())


@app.command(hidden=True)
def translations(check: Annotated[bool, typer.Option(help="Only say what is missing.")] = False) -> None:
    """Build the translation catalogues, or check that they are complete."""
    from querbeet.core import phrases
    from querbeet.core import translations as catalogues

    if not check:
        typer.echo(f"{catalogues.compile_all()} catalogues built.")
        return
    gaps = phrases.gaps()
    for gap in gaps:
        typer.echo(str(gap))
    raise typer.Exit(1 if gaps else 0)
