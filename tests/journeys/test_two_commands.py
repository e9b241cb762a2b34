"""An operator starts Querbeet, kills whatever can be killed, and loses nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from querbeet.config.running.children import MARK
from querbeet.config.running.postgres import Postgres

pytestmark = pytest.mark.long
HEARS_CTRL_C = ("env", "--default-signal=INT")  # also where these tests run in the background of a shell
QUERBEET = [sys.executable, "-c", "from querbeet.config.cli import main; main()"]
LEAVE_OUT = {"DATABASE_URL", "DATABASE_RUNTIME_URL", "DATABASE_RUNTIME_ROLE", "QUERBEET_POOL"}


class Installation:
    """One data folder, and the program that may run on it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = _free_port()
        kept = {name: value for name, value in os.environ.items() if name not in LEAVE_OUT}
        self.environment = kept | {"QUERBEET_DATA": str(folder), "PORT": str(self.port)} | settings
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*HEARS_CTRL_C, *QUERBEET, "run"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        until(self.healthy, seconds=400, process=self.process)

    def healthy(self) -> bool:
        return self.get("/healthz") == 200

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as problem:
            return problem.code
        except OSError:
            return 0

    def stop(self, how: int = signal.SIGINT) -> str:
        """What was printed until the end."""
        self.process.send_signal(how)
        return self.process.communicate(timeout=200)[0]

    def pid(self, name: str) -> int:
        return int((self.folder / "run" / f"{name}.pid").read_text())

    def children(self) -> list[int]:
        """Processes of this installation that are still there."""
        mark = f"{MARK}={self.folder / 'run'}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (process / "environ").read_bytes().split(b"\0"):
                    found.append(int(process.name))
            except OSError:
                continue
        return found


def until(condition: Callable[[], bool], *, seconds: float = 120, process: subprocess.Popen | None = None) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if process and process.poll() is not None:
            pytest.fail(f"It stopped by itself:\n{process.stdout.read()}")
        if time.monotonic() > deadline:
            pytest.fail("It did not happen in time.")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def installation(tmp_path, request) -> Iterator[Installation]:
    """With the demo only where a test asks for it: planting it takes longer than all the rest."""
    made = Installation(tmp_path / "data", QUERBEET_DEMO=getattr(request, "param", "0"))
    yield made
    if made.process and made.process.poll() is None:
        made.stop()


@pytest.mark.parametrize("installation", ["1"], indirect=True, ids=["demo"])
def test_a_first_start_greets_and_ctrl_c_leaves_nothing_behind(installation):
    installation.start()
    assert installation.get("/") == 200
    printed = installation.stop()
    accounts = json.loads((installation.folder / "demo-accounts.json").read_text())
    assert {tuple(sorted(account)) for account in accounts} == {("community", "name", "passphrase", "role")}
    assert all(account["name"] in printed and account["passphrase"] in printed for account in accounts)
    assert {"coordinator", "steward", "member"} <= {account["role"] for account in accounts}
    assert installation.process.returncode == 0
    assert installation.children() == []
    assert not (installation.folder / "database" / "pg18" / "postmaster.pid").exists()


def test_whatever_is_killed_comes_back_and_a_killed_launcher_is_taken_over(installation):
    installation.start()
    for name in ("web", "worker"):
        before = installation.pid(name)
        os.kill(before, signal.SIGKILL)
        until(lambda name=name, before=before: installation.pid(name) != before)
        until(installation.healthy)
    postmaster = installation.folder / "database" / "pg18" / "postmaster.pid"
    first = int(postmaster.read_text().split()[0])
    os.kill(first, signal.SIGKILL)
    until(lambda: postmaster.exists() and int(postmaster.read_text().split()[0]) != first)
    until(installation.healthy)
    installation.stop(signal.SIGKILL)
    installation.start()
    assert installation.get("/") == 200
    installation.stop()
    assert installation.children() == []


def test_a_second_launcher_on_the_same_data_is_refused(installation):
    installation.start()
    second = subprocess.run([*QUERBEET, "run"], env=installation.environment, capture_output=True, text=True)
    assert second.returncode == 1
    assert "already running" in second.stderr


def test_another_server_is_used_when_database_url_names_one(tmp_path):
    server = Postgres(tmp_path / "server", throw_away=True).start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE operator LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE theirs OWNER operator")
    installation = Installation(tmp_path / "data", DATABASE_URL=server.url("operator", "theirs"), QUERBEET_DEMO="0")
    try:
        installation.start()
        assert installation.get("/") == 200
        installation.stop()
        assert not (installation.folder / "database").exists()
        assert server.alive()
    finally:
        server.stop()
