"""pytest plugin: a throw-away PostgreSQL for one run, started before Django reads its settings.

Tests may run in several processes (pytest-xdist): they share the server, and each has a database and a data folder of
its own.

Tests sign in as the owner, so that factories can lay out any world; every request, and all code inside
`querbeet.core.viewing`, steps down to the runtime role, so that row-level security holds as on a server.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # one of several processes that share a server
FOLDER = Path(os.environ["QUERBEET_TEST_FOLDER"] if WORKER else tempfile.mkdtemp(prefix="qb-test-"))
os.environ.update(
    QUERBEET_TEST_FOLDER=str(FOLDER),
    QUERBEET_DATA=str(FOLDER / f"data{WORKER}"),
    QUERBEET_POOL="0",
    QUERBEET_GALLERY="1",
    DATABASE_RUNTIME_ROLE="querbeet_runtime",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser's driver runs an event loop in the test's thread
)


def _start() -> None:
    import psycopg

    from querbeet.config.running import provision
    from querbeet.config.running.postgres import Postgres
    from querbeet.core import translations

    if translations.stale():
        translations.compile_all()
    server = Postgres(FOLDER / "database", throw_away=True).start()
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    atexit.register(server.stop)  # the last one registered goes first
    owner, runtime = provision.embedded(server)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {owner.user} CREATEDB")
        connection.execute(f"GRANT {runtime.user} TO {owner.user}")
    os.environ["DATABASE_URL"] = owner.url()


if not WORKER:
    _start()
