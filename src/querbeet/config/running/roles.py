"""Django in the launcher's own process: as the owner for migrations, as the runtime role for everything else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from querbeet.config import environment as env


@contextmanager
def as_owner() -> Iterator[None]:
    """Work with the rights of the database's owner; afterwards this process has the runtime role's."""
    _become("DATABASE_URL")
    try:
        yield
    finally:
        _become("DATABASE_RUNTIME_URL")


def as_runtime() -> None:
    """Start Django in this process with the rights that a request has."""
    _become("DATABASE_RUNTIME_URL")


def _become(variable: str) -> None:
    django.setup()
    from django.db import connection

    connection.close()
    connection.settings_dict.update(env.DatabaseUrl.parse(os.environ[variable], variable).django())
