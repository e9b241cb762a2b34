"""The drill: a living installation is backed up, its machine is lost, and another one takes over."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from querbeet.config.backup import envelope
from querbeet.config.running.postgres import Postgres

pytestmark = pytest.mark.long
QUERBEET = [sys.executable, "-c", "from querbeet.config.cli import main; main()"]
LEAVE_OUT = {
    "DATABASE_URL",
    "DATABASE_RUNTIME_URL",
    "DATABASE_RUNTIME_ROLE",
    "QUERBEET_HOSTS",
    "VAULT_1",
    "ACCOUNT_KEY",
}
TABLES = """SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate%'
      AND relname <> 'people_session'"""
CONTENT = "SELECT md5(string_agg(told::text, '' ORDER BY told::text)) FROM {} told"
VISIT = """INSERT INTO people_session
    (id, created_at, digest, account_id, sealed_data, device, active_on, expires_at, ends_at)
    SELECT gen_random_uuid(), now(), md5('x'), id, '', '', now(), now() + interval '1 day', now() + interval '1 day'
    FROM people_account LIMIT 1"""


class Done(NamedTuple):
    code: int
    told: str


class Machine:
    """A data folder and the program on it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if name not in LEAVE_OUT}
        self.environment = kept | {"QUERBEET_DATA": str(folder)} | settings

    def run(self, *arguments: str | Path, **settings: str) -> Done:
        environment = self.environment | settings
        done = subprocess.run([*QUERBEET, *map(str, arguments)], env=environment, capture_output=True, text=True)
        return Done(done.returncode, done.stdout + done.stderr)

    def database(self) -> dict[str, str]:
        """What each table holds, as a checksum."""
        server = Postgres(self.folder / "database").start()
        try:
            return content(server.url(database="querbeet"))
        finally:
            server.release()

    def ask(self, query: str) -> int:
        server = Postgres(self.folder / "database").start()
        try:
            with psycopg.connect(server.url(database="querbeet")) as connection:
                asked = connection.execute(query)
                return asked.fetchone()[0] if asked.description else asked.rowcount
        finally:
            server.release()

    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()} - {"run"} if self.folder.exists() else set()


def content(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        names = [name for (name,) in connection.execute(TABLES)]
        return {name: connection.execute(CONTENT.format(name)).fetchone()[0] for name in names}


class Lost(NamedTuple):
    """A machine that is gone, its backup, and the private key that lay elsewhere."""

    backup: Path
    identity: Path
    database: dict[str, str]
    folder: Path


@pytest.fixture(scope="module")
def lost(tmp_path_factory) -> Lost:
    home = tmp_path_factory.mktemp("lost")
    machine, pair = Machine(home / "data"), envelope.new_pair()
    assert machine.run("demo").code == 0
    assert machine.ask(VISIT) == 1
    (home / "data" / "files" / "ab").mkdir(parents=True)
    (home / "data" / "files" / "ab" / "cd").write_bytes(b"a prepared file")
    (home / "identity").write_text(pair.private)
    made = machine.run("backup", "--to", home / "b.age", "--recipient", pair.public)
    assert made.code == 0, made.told
    return Lost(home / "b.age", home / "identity", machine.database(), home / "data")


def test_an_empty_machine_gets_everything_back(lost, tmp_path):
    """Keys, files and every row are as they were; then the doctor looks, and a second restore is refused."""
    machine = Machine(tmp_path / "data")
    done = machine.run("restore", lost.backup, "--identity", lost.identity)
    assert (done.code, "Restored what was there" in done.told, "to mend" in done.told) == (0, True, True), done.told
    assert machine.database() == lost.database
    assert len(lost.database) > 40
    for name in ("keys", "files"):
        found = [path for path in (lost.folder / name).rglob("*") if path.is_file()]
        before = {path.relative_to(lost.folder): path.read_bytes() for path in found}
        assert before
        assert {path: (machine.folder / path).read_bytes() for path in before} == before
    assert not (machine.folder / "unfinished-restore").exists()
    assert machine.ask("SELECT count(*) FROM people_session") == 0  # one that ended since must not live again
    again = machine.run("restore", lost.backup, "--identity", lost.identity)
    assert (again.code, "is in use" in again.told) == (1, True)
    assert machine.database() == lost.database


def test_another_server_with_another_owner_takes_it_too(lost, tmp_path):
    server = Postgres(tmp_path / "server", throw_away=True).start()
    try:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE ROLE operator LOGIN CREATEROLE")
            connection.execute("CREATE DATABASE theirs OWNER operator")
        address = server.url("operator", "theirs")
        machine = Machine(tmp_path / "data", DATABASE_URL=address)
        done = machine.run("restore", lost.backup, "--identity", lost.identity)
        assert done.code == 0, done.told
        assert content(address) == lost.database
        with psycopg.connect(server.url(database="theirs")) as connection:
            roles = {
                name for (name,) in connection.execute("SELECT rolname FROM pg_roles") if not name.startswith("pg_")
            }
        assert roles == {"postgres", "operator", "theirs_runtime"}
        other = Machine(tmp_path / "other", DATABASE_URL=address)
        again = other.run("restore", lost.backup, "--identity", lost.identity)
        assert (again.code, "not empty" in again.told, other.names()) == (1, True, set()), again.told
        assert content(address) == lost.database
        made = machine.run("backup", "--to", tmp_path / "b.age", "--recipient", envelope.new_pair().public)
        assert made.code == 0, made.told
    finally:
        server.stop()


def test_whoever_was_erased_after_the_backup_stays_erased(lost, tmp_path):
    """The ledger holds random ids alone, so that it can be kept on another machine."""
    first = Machine(lost.folder)
    member = first.ask("SELECT min(member_id::text) FROM skills_listing")
    name = first.ask(f"SELECT display_name FROM communities_member WHERE id = '{member}'")
    (tmp_path / "ledger").write_text(f"persona {member}\n")
    machine, forgetful = Machine(tmp_path / "data"), Machine(tmp_path / "forgetful")
    arguments = ["restore", lost.backup, "--identity", lost.identity]
    done = machine.run(*arguments, "--erasures", tmp_path / "ledger")
    assert (done.code, "they are erased again" in done.told) == (0, True), done.told
    assert (machine.folder / "erasures").read_text() == f"persona {member}\n"
    assert machine.ask(f"SELECT count(*) FROM skills_listing WHERE member_id = '{member}'") == 0
    assert machine.ask(f"SELECT count(*) FROM communities_member WHERE display_name = '{name}'") == 0
    assert machine.ask(f"SELECT count(*) FROM core_datakey WHERE owner = '{member}'") == 0
    without = forgetful.run(*arguments)
    assert (without.code, "No ledger of erasures was found" in without.told) == (0, True)
    assert forgetful.ask(f"SELECT count(*) FROM communities_member WHERE display_name = '{name}'") == 1  # the control


def test_an_erasure_whose_day_has_come_is_carried_out_before_anybody_comes_in(lost, tmp_path):
    first, pair = Machine(lost.folder), envelope.new_pair()
    (tmp_path / "identity").write_text(pair.private)
    member = first.ask("SELECT max(member_id::text) FROM skills_listing")
    asked = f"""INSERT INTO rights_erasure (id, created_at, account_id, member_id, due_at)
        SELECT gen_random_uuid(), now() - interval '7 days', account_id, member_id, now() - interval '1 minute'
        FROM communities_persona WHERE member_id = '{member}'"""
    assert first.ask(asked) == 1
    assert first.run("backup", "--to", tmp_path / "b.age", "--recipient", pair.public).code == 0
    first.ask("DELETE FROM rights_erasure")
    machine = Machine(tmp_path / "data")
    done = machine.run("restore", tmp_path / "b.age", "--identity", tmp_path / "identity")
    assert (done.code, "they are erased again" in done.told) == (0, True), done.told
    assert machine.ask(f"SELECT count(*) FROM skills_listing WHERE member_id = '{member}'") == 0


def bad(lost: Lost, folder: Path) -> dict[str, tuple[Path, Path, str]]:
    """Backup, key and the words of the refusal, for each thing that can be wrong."""
    whole = lost.backup.read_bytes()
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 1
    (folder / "short").write_bytes(whole[:-1000])
    (folder / "changed").write_bytes(changed)
    (folder / "other key").write_text(envelope.new_pair().private)
    return {
        "cut short": (folder / "short", lost.identity, "damaged"),
        "changed": (folder / "changed", lost.identity, "damaged"),
        "other key": (lost.backup, folder / "other key", "another key"),
        "no key": (lost.backup, lost.backup, "no private key"),
    }


def test_what_is_bad_is_refused_and_leaves_nothing(lost, tmp_path):
    for kind, (backup, identity, words) in bad(lost, tmp_path).items():
        machine = Machine(tmp_path / f"data {kind}")
        done = machine.run("restore", backup, "--identity", identity)
        assert (kind, done.code, words in done.told) == (kind, 1, True), done.told
        assert machine.names() == set()


def test_a_restore_that_breaks_half_way_leaves_nothing_and_one_that_was_killed_begins_anew(lost, tmp_path):
    (tmp_path / "bin").mkdir()
    machine = Machine(tmp_path / "data")
    (tmp_path / "bin" / "sitecustomize.py").write_text(
        "from querbeet.config.backup import restoring\nrestoring._compare = lambda *_: 1 / 0\n"
    )
    broken = machine.run("restore", lost.backup, "--identity", lost.identity, PYTHONPATH=str(tmp_path / "bin"))
    assert (broken.code, "ZeroDivisionError" in broken.told, machine.names()) == (1, True, set()), broken.told
    killing = "import os\nfrom querbeet.config.backup import restoring\nrestoring._compare = lambda *_: os.kill(0, 9)\n"
    (tmp_path / "bin" / "sitecustomize.py").write_text(killing.replace("os.kill(0,", "os.kill(os.getpid(),"))
    killed = machine.run("restore", lost.backup, "--identity", lost.identity, PYTHONPATH=str(tmp_path / "bin"))
    assert (killed.code, "unfinished-restore" in machine.names()) == (-9, True)
    started = machine.run("run")
    assert (started.code, "was not finished" in started.told) == (1, True)
    done = machine.run("restore", lost.backup, "--identity", lost.identity)
    assert (done.code, machine.database()) == (0, lost.database), done.told


def test_a_key_that_came_from_the_environment_must_be_there_again(lost, tmp_path):
    pair = envelope.new_pair()
    (tmp_path / "identity").write_text(pair.private)
    first = Machine(tmp_path / "first", ACCOUNT_KEY="kept by the operator, long enough", QUERBEET_DEMO="0")
    made = first.run("backup", "--to", tmp_path / "b.age", "--recipient", pair.public)
    assert (made.code, "nothing to back up" in made.told) == (1, True)
    assert first.run("migrate").code == 0
    assert first.run("backup", "--to", tmp_path / "b.age", "--recipient", pair.public).code == 0
    without = Machine(tmp_path / "without").run("restore", tmp_path / "b.age", "--identity", tmp_path / "identity")
    assert (without.code, "needs ACCOUNT_KEY" in without.told) == (1, True)
    second = Machine(tmp_path / "second", ACCOUNT_KEY="kept by the operator, long enough")
    assert second.run("restore", tmp_path / "b.age", "--identity", tmp_path / "identity").code == 0


def test_a_backup_without_keys_is_mute_even_for_the_private_key(lost, tmp_path):
    """For operators who keep the keys folder somewhere else: two things are needed then."""
    first = Machine(lost.folder)
    pair = envelope.new_pair()
    (tmp_path / "identity").write_text(pair.private)
    made = first.run("backup", "--to", tmp_path / "b.age", "--recipient", pair.public, "--without-keys")
    assert made.code == 0, made.told
    refused = Machine(tmp_path / "data").run("restore", tmp_path / "b.age", "--identity", tmp_path / "identity")
    assert (refused.code, "in the environment" in refused.told) == (1, True)
    keys = {path.name.upper().replace("-", "_"): path.read_text() for path in (lost.folder / "keys").iterdir()}
    machine = Machine(tmp_path / "data", **keys)
    done = machine.run("restore", tmp_path / "b.age", "--identity", tmp_path / "identity")
    assert (done.code, machine.database()) == (0, lost.database), done.told


def test_the_check_reads_everything_and_changes_nothing(lost, tmp_path):
    machine = Machine(tmp_path / "data")
    done = machine.run("backup", "check", lost.backup, "--identity", lost.identity)
    assert (done.code, "Whole and readable" in done.told, machine.names()) == (0, True, set()), done.told


def test_the_keys_are_shown_and_kept_nowhere(tmp_path):
    machine = Machine(tmp_path / "data")
    done = machine.run("backup", "key")
    assert (done.code, "age1" in done.told, "AGE-SECRET-KEY-1" in done.told, machine.names()) == (0, True, True, set())
