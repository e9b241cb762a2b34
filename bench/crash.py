"""Kill whatever can be killed, at random moments, under load; then look whether anything was lost.

    bench/crash.py --kills 500            the long form, about half an hour
    bench/crash.py --kills 20             the short form, which is also a test
    bench/crash.py --kills 5 --lossy      the control: PostgreSQL acknowledges before it writes; must find a loss

It starts the real site (`querbeet run`: web server, job worker, embedded PostgreSQL) on a data folder of its own, lets
members of the demo act over HTTP, and kills -9 the web server, one of its processes, the worker, one database process,
all of PostgreSQL, or the launcher. Ends with 1 when something acknowledged is missing, something is there twice or
half, or a job was not done. The schedule of kills is the same for the same --seed; what it meets is not.
"""

import argparse
import collections
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import crash_checks as checks
import psycopg
from crash_load import Browser, Person, Unanswered

QUERBEET = [sys.executable, "-c", "from querbeet.config.cli import main; main()"]
TARGETS = {"web": 3, "web process": 3, "worker": 4, "database process": 2, "database": 3, "launcher": 1}
LEAVE_OUT = {"DATABASE_URL", "DATABASE_RUNTIME_URL", "DATABASE_RUNTIME_ROLE", "QUERBEET_POOL", "QUERBEET_HOSTS"}


class Site:
    """An installation whose parts are killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name not in LEAVE_OUT}
        self.environment = kept | {"QUERBEET_DATA": str(folder), "PORT": str(self.port), "QUERBEET_DEMO": "1"}
        self.log = folder.with_suffix(".log")
        self.launcher: subprocess.Popen[bytes] | None = None
        self.launches = 0

    def keep_up(self) -> None:
        """Start the launcher where it is down: when it was killed, or gave up because things fall all the time."""
        if self.launcher is None or self.launcher.poll() is not None:
            self.launches += 1
            with open(self.log, "ab") as log:
                self.launcher = subprocess.Popen(
                    [*QUERBEET, "run"], env=self.environment, stdout=log, stderr=log, start_new_session=True
                )

    def ready(self, seconds: float = 600) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.keep_up()
            try:
                if Browser(self.url).ask("/healthz")[0] == 200:
                    return
            except Unanswered:
                time.sleep(0.2)
        raise SystemExit(f"The site does not come back. See {self.log}")

    def stop(self) -> None:
        if self.launcher and self.launcher.poll() is None:
            self.launcher.send_signal(signal.SIGTERM)  # a shell lets its background jobs ignore the other one
            self.launcher.wait(120)

    def connect(self) -> psycopg.Connection:
        """As the database's own superuser."""
        lines = (self.postmaster).read_text().splitlines()
        return psycopg.connect(host=lines[4].strip(), port=5432, user="postgres", dbname="querbeet", autocommit=True)

    @property
    def postmaster(self) -> Path:
        return next((self.folder / "database").glob("pg*")) / "postmaster.pid"

    def pids(self, target: str) -> list[int]:
        """Whom to kill; nobody while it is down."""
        try:
            if target == "launcher":
                return [self.launcher.pid]
            if target in ("database", "database process"):
                first = int(self.postmaster.read_text().split()[0])
                return [first, *children(first)] if target == "database" else children(first)
            first = int((self.folder / "run" / f"{target.split()[0]}.pid").read_text())
            return children(first) if target == "web process" else [first]
        except (OSError, ValueError, StopIteration):
            return []


def children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found]


def kill(site: Site, target: str, chance: random.Random) -> bool:
    """kill -9; whether there was anybody to kill."""
    pids = site.pids(target)
    if target.endswith("process") and pids:
        pids = [chance.choice(pids)]
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return bool(pids)


def prepare(site: Site) -> tuple[list[dict], dict[str, str]]:
    """The people of the load, each with the member that is looked at afterwards."""
    accounts = json.loads((site.folder / "demo-accounts.json").read_text())
    home = accounts[0]["community"]
    chosen = [account for account in accounts if account["community"] == home and account["role"] != "steward"]
    with site.connect() as connection:
        skills = [key for (key,) in connection.execute("SELECT key FROM skills_skill ORDER BY key LIMIT 1")]
        programmes = [str(key) for (key,) in connection.execute("SELECT DISTINCT programme_id FROM matching_run")]
        members = {account["name"]: find_member(connection, account["name"], home) for account in chosen}
    for account in chosen:
        account |= {"skill": skills[0], "programme": open_programme(site, account, programmes)}
    with site.connect() as connection:
        for account in chosen:
            account |= checks.before(connection, members[account["name"]], account["programme"])
    return chosen, members


def find_member(connection: psycopg.Connection, sign_in_name: str, community: str) -> str:
    query = """SELECT m.id FROM people_account a JOIN communities_persona p ON p.account_id = a.id
        JOIN communities_member m ON m.id = p.member_id JOIN communities_community c ON c.id = m.community_id
        WHERE a.sign_in_name = %s AND c.name = %s"""
    return str(connection.execute(query, [sign_in_name, community]).fetchone()[0])


def open_programme(site: Site, account: dict[str, str], programmes: list[str]) -> str:
    """A programme in which the coordinator can start runs."""
    if account["role"] != "coordinator":
        return ""
    browser = Browser(site.url)
    browser.fill("/sign-in", login=account["name"], password=account["passphrase"])
    for programme in programmes:
        try:
            browser.fill(f"/programmes/{programme}/runs", objective="coverage", seed="6")
        except Unanswered:
            continue
        return programme
    raise SystemExit("The demo has no programme to match in.")


def settle(site: Site, seconds: float) -> list[str]:
    """Wait until all jobs are done; those of a killed worker wait for the next look after them."""
    end, left = time.monotonic() + seconds, -1
    while time.monotonic() < end:
        site.ready()
        try:
            with site.connect() as connection:
                left = checks.waiting(connection)
            if left == 0:
                return []
        except psycopg.Error:
            pass
        time.sleep(1)
    return [f"{left} jobs were not done within {seconds:.0f} seconds"]


def lose(site: Site) -> None:
    """The control: acknowledge first, write later."""
    with site.connect() as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("ALTER ROLE querbeet_runtime SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'querbeet_runtime'")


def harness(options: argparse.Namespace, site: Site) -> dict[str, object]:
    chance = random.Random(options.seed)
    site.ready()
    accounts, members = prepare(site)
    if options.lossy:
        lose(site)
    stop, started = threading.Event(), time.monotonic()
    people = [Person(site.url, account, options.seed, stop) for account in accounts]
    for person in people:
        person.start()
    time.sleep(2)
    killed: collections.Counter[str] = collections.Counter()
    while killed.total() < options.kills:
        target = "database" if options.lossy else chance.choices(list(TARGETS), list(TARGETS.values()))[0]
        time.sleep(chance.uniform(0.2, options.pause))
        killed[target] += kill(site, target, chance)
        site.keep_up()
        if killed.total() % 4 == 0:
            site.ready()
            time.sleep(chance.uniform(0.2, 1.5))
    stop.set()
    for person in people:
        person.join(60)
    problems = settle(site, options.patience)
    with site.connect() as connection:
        problems += checks.half_done(connection)
        for person in people:
            problems += checks.lost(connection, members[person.account["name"]], person.account, person.done)
    return {
        "seed": options.seed,
        "kills": dict(killed),
        "launches": site.launches,
        "seconds": round(time.monotonic() - started),
        "acknowledged": sum(person.done.acknowledged for person in people),
        "of these messages": sum(person.done.messages for person in people),
        "unanswered": dict(collections.Counter(e for person in people for e in person.done.errors).most_common(8)),
        "problems": problems,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pause", type=float, default=3.0, help="longest pause between two kills, in seconds")
    parser.add_argument("--patience", type=float, default=240.0, help="seconds for the jobs that are left at the end")
    parser.add_argument("--lossy", action="store_true", help="the control: must find a loss")
    parser.add_argument("--data", type=Path, help="data folder; a new one under /tmp otherwise")
    options = parser.parse_args()
    folder = options.data or Path(tempfile.mkdtemp(prefix="qb-crash-")) / "data"
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(folder)
    try:
        told = harness(options, site)
    finally:
        site.stop()
    print(json.dumps(told, indent=1))
    sys.exit(1 if told["problems"] else 0)


if __name__ == "__main__":
    main()
