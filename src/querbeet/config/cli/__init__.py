"""The command line; `main` is what `.venv/bin/querbeet` calls."""


def main() -> None:
    from querbeet.config.cli.main import app

    app()
