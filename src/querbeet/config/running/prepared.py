"""Whether an earlier start has prepared everything already, so that the next one is quick."""

import hashlib
import os
import sys
from pathlib import Path

import psycopg

from querbeet.config import environment as env

SOURCES = Path(__file__).resolve().parents[2]
MATTERS = ("migrations/", "/static/", "/vocabulary/", "config/demo/")
MIGRATIONS = "SELECT count(*), max(applied) FROM django_migrations"


def is_done(folder: Path) -> bool:
    """True when nothing that preparing reads has changed since, and the database is the one that was prepared."""
    note = folder / "prepared"
    return note.exists() and note.read_text() == _state()


def note_down(folder: Path) -> None:
    """Call when everything is prepared."""
    (folder / "prepared").write_text(_state())


def _state() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(SOURCES.rglob("*")):
        name = path.relative_to(SOURCES).as_posix()
        if any(part in f"/{name}" for part in MATTERS) and path.is_file() and path.suffix != ".pyc":
            known = path.stat()
            digest.update(f"{name} {known.st_size} {known.st_mtime_ns}".encode())
    return f"{digest.hexdigest()} {env.text('QUERBEET_DEMO')} {_database()}"


def _database() -> str:
    owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
    try:
        with psycopg.connect(**owner.psycopg()) as connection:
            return f"{owner.url()} {connection.execute(MIGRATIONS).fetchone()}"
    except psycopg.errors.UndefinedTable:
        return "empty"
