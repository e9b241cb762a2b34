"""`querbeet`: the command line."""

import typer

from querbeet.config.running import server

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Querbeet: mentoring and skill-sharing.",
)


@app.command()
def run() -> None:
    """Start everything: database, web server, job worker. Ctrl-C stops it."""
    server.run()


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    with server.database():
        server.migrate()
