"""`querbeet run`: database, migrations, demo, web server and job worker, from one command, stopped by Ctrl-C."""

import fcntl
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from querbeet.config import environment as env
from querbeet.config.running import prepared, provision
from querbeet.config.running.children import Child, end_leftovers, wait_for
from querbeet.config.running.postgres import Postgres
from querbeet.config.running.steps import say, step

UNFINISHED = "unfinished-restore"  # a file in the data folder while a backup is being restored


@contextmanager
def database() -> Iterator[Postgres | None]:
    """PostgreSQL with its roles; DATABASE_URL and DATABASE_RUNTIME_URL say where. Ours is stopped at the end."""
    given = {name: env.text(name) for name in ("DATABASE_URL", "DATABASE_RUNTIME_URL")}
    server = None
    if given["DATABASE_URL"]:
        owner, runtime = provision.external(*given.values())
    else:
        with step("Starting PostgreSQL"):
            server = Postgres(env.data_folder() / "database").start()
            owner, runtime = provision.embedded(server)
    os.environ["DATABASE_URL"], os.environ["DATABASE_RUNTIME_URL"] = owner.url(), runtime.url()
    try:
        yield server
    finally:
        os.environ.update(given)
        if server:
            server.release()


def migrate() -> None:
    """Bring the database to this version as its owner, then go on as the runtime role."""
    from django.core.management import call_command

    from querbeet.config.running import roles

    owner = env.DatabaseUrl.parse(os.environ["DATABASE_URL"])
    runtime = env.DatabaseUrl.parse(os.environ["DATABASE_RUNTIME_URL"])
    with step("Preparing the database"), roles.as_owner():
        call_command("migrate", verbosity=0, interactive=False)
        provision.grant(owner, runtime.user)


def run() -> None:
    """Everything, until Ctrl-C."""
    folder = env.data_folder() / "run"
    folder.mkdir(exist_ok=True, mode=0o700)
    port = env.number("PORT", 8000, least=1, most=65535)
    with alone(folder):
        if (folder.parent / UNFINISHED).exists():
            raise SystemExit(f"A restore into {folder.parent} was not finished. Run it again: querbeet restore ...")
        end_leftovers(folder)
        signal.signal(signal.SIGTERM, _leave)
        with database() as server:
            if not prepared.is_done(folder):
                _prepare()
                prepared.note_down(folder)
            _refuse_unsafe()
            children = _children(folder, port)
            try:
                _serve(children, server, port)
            except KeyboardInterrupt:
                say("\nStopping.")
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                for child in reversed(children):
                    child.stop()
                if server:
                    server.stop()  # also one adopted from an earlier start that was killed


def _prepare() -> None:
    migrate()
    from django.core.management import call_command

    from querbeet.config.running import first_start

    with step("Collecting style sheets and scripts"):
        call_command("collectstatic", verbosity=0, interactive=False)
    first_start.fill()


def _refuse_unsafe() -> None:
    """A server for other people starts only when its settings are safe; a demo on one machine always."""
    from django.conf import settings

    from querbeet.config.doctor import house

    findings = [*house.settings(settings), *house.folders(settings.DATA)] if settings.HOSTS else []
    if findings:
        raise SystemExit("\n".join(["Querbeet does not start with unsafe settings:", *map(str, findings)]))


def _children(folder: Path, port: int) -> list[Child]:
    environment = {"QUERBEET_POOL": "1", "DJANGO_SETTINGS_MODULE": "querbeet.config.settings"}
    runtime = {"DATABASE_URL": "", **environment}  # children never learn the owner's address
    workers = str(env.number("QUERBEET_WEB_PROCESSES", min(2, os.cpu_count() or 1), least=1, most=64))
    address = env.text("QUERBEET_ADDRESS", "127.0.0.1")
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address, "--port", str(port)]
    web += ["--workers", workers, "--blocking-threads", "4", "--respawn-failed-workers", "--no-access-log"]
    web += ["--log-level", "warning", "querbeet.config.wsgi:application"]
    jobs = [sys.executable, "-m", "querbeet.config.running.worker"]
    return [Child("web", web, runtime, folder), Child("worker", jobs, runtime, folder)]


def _serve(children: list[Child], server: Postgres | None, port: int) -> None:
    with step("Starting web server and job worker"):
        for child in children:
            child.start()
        wait_for(lambda: _healthy(port), seconds=60, otherwise=f"The web server does not answer on port {port}.")
    from querbeet.config.running import first_start

    say(first_start.welcome(port))
    while True:
        time.sleep(0.5)
        if server and not server.alive():
            say("  PostgreSQL fell, starting it again")
            server.start()
        for child in children:
            child.keep_up()


def _healthy(port: int) -> bool:
    asked = (env.words("QUERBEET_HOSTS") or ["localhost"])[0]
    question = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": asked})
    try:
        with urllib.request.urlopen(question, timeout=2) as answer:  # noqa: S310  our own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One launcher or restore at a time works on a data folder; `folder` is its `run` folder."""
    with open(folder / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"Querbeet is already running with the data in {folder.parent}.") from None
        yield


def _leave(*_: object) -> None:
    raise KeyboardInterrupt
