"""Making a backup: one snapshot of the database, the files and the keys, encrypted while they are read."""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from querbeet.config import environment as env
from querbeet.config.backup import archive, envelope
from querbeet.config.backup.manifest import Manifest, fingerprint
from querbeet.config.doctor import backups
from querbeet.config.running.postgres import binaries

TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
DUMP = ("-Fc", "--no-owner", "--no-privileges", "--no-comments", "--enable-row-security")
NEEDED = re.compile(r"account-key|vault-\d+")  # without these the database could not be read


def make(file: Path, public: str, *, with_keys: bool = True) -> str:
    """Write the backup of the running installation to a new file; returns the file's SHA-256.

    Without keys it can be restored only where ACCOUNT_KEY, VAULT_1 and so on are in the environment.

    The database comes first and files after it, so that no row of the backup waits for a file that came later.
    Raises Unusable, and leaves no file then.
    """
    if file.exists():
        raise envelope.Unusable(f"{file} is there already. Give another name.")
    to = envelope.recipient(public)
    owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
    with psycopg.connect(**owner.psycopg()) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        try:
            told = _describe(connection, owner, with_keys)
            members = _members(_snapshot(connection), owner, with_keys)
            envelope.seal(archive.write(members, told), file, to)
        except psycopg.errors.UndefinedTable:
            raise envelope.Unusable("There is nothing to back up yet.") from None
        except OSError as problem:
            raise envelope.Unusable(f"The backup could not be written: {problem}") from None
    backups.note(env.data_folder(), file)
    with open(file, "rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def describe_database(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table holds."""
    tables = [name for (name,) in connection.execute(TABLES)]
    count = sql.SQL("SELECT count(*) FROM {}")
    return {name: _one(connection, count.format(sql.Identifier(name))) for name in tables}


def program(owner: env.DatabaseUrl, name: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Command line and environment of a PostgreSQL program; the password is in neither's sight of other users."""
    address = {part: value for part, value in owner.psycopg().items() if part != "password"}
    command = [str(binaries() / name), *arguments, "--no-password", "--dbname", make_conninfo(**address)]
    return command, {**os.environ, "PGPASSWORD": owner.password}


def _describe(connection: psycopg.Connection, owner: env.DatabaseUrl, with_keys: bool) -> Manifest:
    return Manifest(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        postgres=connection.info.server_version // 10000,
        owner=owner.user or connection.info.user,
        migrations=[name for (name,) in connection.execute(MIGRATIONS)],
        rows=describe_database(connection),
        elsewhere=_keys_elsewhere(with_keys),
    )


def _keys_elsewhere(with_keys: bool) -> dict[str, str]:
    found = {variable.lower().replace("_", "-"): value.strip() for variable, value in os.environ.items()}
    if not with_keys:
        found = {path.name: path.read_text().strip() for path in env.keys_folder().iterdir()} | found
    return {name: fingerprint(value) for name, value in found.items() if value and NEEDED.fullmatch(name)}


def _snapshot(connection: psycopg.Connection) -> str:
    return _one(connection, "SELECT pg_export_snapshot()")


def _members(snapshot: str, owner: env.DatabaseUrl, with_keys: bool) -> Iterator[tuple[str, bytes]]:
    data = env.data_folder()
    for path in sorted(env.keys_folder().iterdir()) if with_keys else []:
        yield f"keys/{path.name}", path.read_bytes()
    yield from _dump(snapshot, owner)
    for path in sorted((data / "files").rglob("*")):
        if path.is_file():
            yield path.relative_to(data).as_posix(), path.read_bytes()
    for name in ("demo-accounts.json", "erasures"):
        if (data / name).exists():
            yield name, (data / name).read_bytes()


def _dump(snapshot: str, owner: env.DatabaseUrl) -> Iterator[tuple[str, bytes]]:
    command, environment = program(owner, "pg_dump", *DUMP, f"--snapshot={snapshot}")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as dump:
        assert dump.stdout and dump.stderr  # asked for just above
        for number, piece in enumerate(archive.pieces(dump.stdout), 1):
            yield f"database/{number:06}", piece
        trouble = dump.stderr.read().decode(errors="replace")
        if dump.wait():
            raise envelope.Unusable(f"The database could not be read, so there is no backup:\n{trouble}")


def _one(connection: psycopg.Connection, query: str | sql.Composed):
    row = connection.execute(query).fetchone()
    assert row  # each of our questions has an answer
    return row[0]
