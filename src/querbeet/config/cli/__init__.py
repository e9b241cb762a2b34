"""The command line; `main` is what `.venv/bin/querbeet` calls."""

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "querbeet.config.settings")
    from querbeet.config.cli.main import app

    app()
