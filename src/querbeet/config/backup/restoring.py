"""Restoring a backup onto an empty machine: all of it, or nothing.

The file is read twice: once to see that it is whole, right and readable, and once to take it in. Until everything is
done, a mark in the data folder keeps the site from starting; a restore that was killed begins anew.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from querbeet.config import environment as env
from querbeet.config.backup import archive, envelope, making
from querbeet.config.backup.manifest import Manifest, fingerprint
from querbeet.config.running import server
from querbeet.config.running.postgres import Postgres
from querbeet.config.running.steps import say, step

MARK = server.UNFINISHED
OURS = ("database", "files", "keys", "demo-accounts.json")
OLD_LEDGER = "erasures-of-the-backup"  # while it is read; the ledger of this machine is only ever added to
OWNER_POLICIES = "SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND policyname = 'owner_all'"


def check(file: Path, identity: Path) -> Manifest:
    """Read a whole backup and compare it with what it says about itself. Raises Unusable, changes nothing."""
    key = envelope.identity(identity)
    if not file.is_file():
        raise envelope.Unusable(f"{file} is not there.")
    with step("Checking the backup"), envelope.opened(file, key) as plain:
        told = archive.read(plain, lambda name, data: None)
    _refuse_elsewhere(told)
    return told


def restore(file: Path, identity: Path, erasures: Path | None = None) -> None:
    """Bring an installation back. Raises Unusable and leaves nothing behind when it cannot.

    `erasures` is a ledger of erasures that was kept elsewhere; one that lies in the data folder is read in any case.
    """
    data = env.data_folder()
    (data / "run").mkdir(exist_ok=True, mode=0o700)
    with server.alone(data / "run"):
        _clear_unfinished(data)
        _refuse_full(data)
        told = check(file, identity)
        with _all_or_nothing(data):
            _take_in(file, envelope.identity(identity), told, data, erasures)
    rows = told.rows.get("people_account", 0)
    say(f"Restored what was there on {told.created_at}: {rows} accounts. What happened after that is not in it.")


def _take_in(file: Path, key: Any, told: Manifest, data: Path, erasures: Path | None) -> None:
    _take_keys(file, key, data)
    with server.database() as own:
        owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
        _refuse_database(owner, told)
        _refuse_newer(told)
        with _emptied_on_failure(owner, own):
            with step("Reading the database and files back"):
                _take_rest(file, key, told, data, owner)
            _compare(owner, told)
            server.migrate()
            _end_visits(owner)
            _erase_again(data, erasures)


def _end_visits(owner: env.DatabaseUrl) -> None:
    """A visit that somebody left in a hurry after the backup must not be open again."""
    with step("Ending all visits"), psycopg.connect(**owner.psycopg()) as connection:
        connection.execute("DELETE FROM people_session")


def _erase_again(data: Path, erasures: Path | None) -> None:
    """Whoever was erased after the backup is erased again, and whoever had asked for it by now."""
    from querbeet.core import clock
    from querbeet.rights.actions import erasure

    there = [path for path in (data / OLD_LEDGER, erasures) if path and path.exists()]
    with step("Erasing again"):
        found = sum(erasure.replay(path) for path in [*there, None])
        found += erasure.carry_out(now=clock.now())
    (data / OLD_LEDGER).unlink(missing_ok=True)
    if not erasures and not erasure.ledger_path().exists():
        say("  No ledger of erasures was found: whoever was erased after the backup without asking before it is back.")
    elif found:
        say(f"  {found} people had been erased after the backup; they are erased again.")


def _take_keys(file: Path, key: Any, data: Path) -> None:
    def take(name: str, content: bytes) -> None:
        if name.startswith("keys/"):
            _write(data / name, content)

    with envelope.opened(file, key) as plain:
        archive.read(plain, take)


def _take_rest(file: Path, key: Any, told: Manifest, data: Path, owner: env.DatabaseUrl) -> None:
    arguments = ["-Fc", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    command, environment = making.program(owner, "pg_restore", *arguments)
    with (
        _foreign_owner(owner, told),
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as reader,
    ):
        assert reader.stdin and reader.stderr  # asked for just above

        def take(name: str, content: bytes) -> None:
            if name.startswith("database/"):
                with contextlib.suppress(BrokenPipeError):  # it says below why it went away
                    reader.stdin.write(content)  # type: ignore[union-attr]
            elif not name.startswith("keys/"):
                _write(data / (OLD_LEDGER if name == "erasures" else name), content)

        try:
            with envelope.opened(file, key) as plain:
                archive.read(plain, take)
        except BaseException:
            reader.kill()
            raise
        with contextlib.suppress(BrokenPipeError):
            reader.stdin.close()
        reader.stdin = None
        trouble = reader.stderr.read().decode(errors="replace")
        if reader.wait():
            raise envelope.Unusable(f"PostgreSQL could not take the database in:\n{trouble}")


@contextmanager
def _foreign_owner(owner: env.DatabaseUrl, told: Manifest) -> Iterator[None]:
    """Policies name the role that owned the tables; where the owner is called otherwise here, they are handed over."""
    with psycopg.connect(**owner.psycopg(), autocommit=True) as connection:
        here, there = connection.info.user, sql.Identifier(told.owner)
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [told.owner]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(there))
        try:
            yield
            if told.owner != here:
                for (table,) in connection.execute(OWNER_POLICIES).fetchall():
                    hand_over = sql.SQL("ALTER POLICY owner_all ON {} TO CURRENT_USER")
                    connection.execute(hand_over.format(sql.Identifier(table)))
        finally:
            if not known:
                connection.execute(sql.SQL("DROP ROLE {}").format(there))


def _compare(owner: env.DatabaseUrl, told: Manifest) -> None:
    with psycopg.connect(**owner.psycopg()) as connection:
        found = making.describe_database(connection)
    if found != told.rows:
        wrong = sorted(name for name in {*found, *told.rows} if found.get(name) != told.rows.get(name))
        raise envelope.Unusable(f"These tables are not as they were: {', '.join(wrong)}.")


def _refuse_newer(told: Manifest) -> None:
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in [*loader.disk_migrations, *loader.replacements]}
    if unknown := [name for name in told.migrations if name not in known]:
        raise envelope.Unusable(
            f"This backup was made by a newer Querbeet (it knows {unknown[0]}). Install that version, then restore."
        )


def _refuse_elsewhere(told: Manifest) -> None:
    """Keys that came from the environment are not inside; without them nothing could be read."""
    for name, known in told.elsewhere.items():
        variable = name.upper().replace("-", "_")
        if fingerprint(env.text(variable)) != known:
            raise envelope.Unusable(f"This backup needs {variable} in the environment, as it was when it was made.")


def _refuse_full(data: Path) -> None:
    for name in OURS:
        path = data / name
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise envelope.Unusable(f"{data} is in use: it holds {name}. Set QUERBEET_DATA to a new, empty folder.")


def _refuse_database(owner: env.DatabaseUrl, told: Manifest) -> None:
    with psycopg.connect(**owner.psycopg()) as connection:
        version = connection.info.server_version // 10000
        tables = connection.execute(making.TABLES).fetchone()
    if tables:
        raise envelope.Unusable("The database that DATABASE_URL names is not empty. Name an empty one.")
    if version < told.postgres:
        raise envelope.Unusable(f"This backup comes from PostgreSQL {told.postgres}, and here is {version}.")


def _clear_unfinished(data: Path) -> None:
    if (data / MARK).exists():
        with step("Clearing away a restore that was not finished"):
            if list((data / "database").glob("pg*/postmaster.pid")):
                Postgres(data / "database").start().stop()
            _clear(data)


@contextmanager
def _all_or_nothing(data: Path) -> Iterator[None]:
    (data / MARK).write_text("")
    try:
        yield
    except BaseException:
        _clear(data)
        raise
    (data / MARK).unlink()


@contextmanager
def _emptied_on_failure(owner: env.DatabaseUrl, own: Postgres | None) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if own:
            own.stop()
            shutil.rmtree(own.root, ignore_errors=True)
        else:
            with psycopg.connect(**owner.psycopg()) as connection:
                connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        raise


def _clear(data: Path) -> None:
    for name in (*OURS, OLD_LEDGER):
        shutil.rmtree(data / name, ignore_errors=True)
        with contextlib.suppress(OSError):
            (data / name).unlink(missing_ok=True)
    (data / MARK).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
