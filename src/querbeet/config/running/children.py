"""Child processes that neither outlive their parent nor stay down."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
MARK = "QUERBEET_RUN"  # environment variable that tells whose child a process is


@dataclass
class Child:
    """One program of the installation: started, watched, started again when it falls."""

    name: str
    command: list[str]
    environment: dict[str, str]
    folder: Path  # where its process group is written down
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.starts = [moment for moment in self.starts if time.monotonic() - moment < 60] + [time.monotonic()]
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment, MARK: str(self.folder)},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # its own group: Ctrl-C reaches the parent alone, which stops it in order
            preexec_fn=_die_with_parent,
        )
        (self.folder / f"{self.name}.pid").write_text(str(self.process.pid))

    def keep_up(self) -> None:
        """Start it again if it fell; five falls within a minute are a fault to be told, not repeated."""
        if self.process is None or self.process.poll() is None:
            return
        if len(self.starts) >= 5:
            raise SystemExit(f"The {self.name} process stops again and again (exit {self.process.returncode}).")
        _end_group(self.process.pid)
        print(f"  {self.name} fell (exit {self.process.returncode}), starting it again", file=sys.stderr, flush=True)
        self.start()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        if self.process:
            _end_group(self.process.pid)
        (self.folder / f"{self.name}.pid").unlink(missing_ok=True)


def end_leftovers(folder: Path) -> None:
    """End what an earlier start left behind when it was killed; only processes that carry this folder's mark."""
    for file in folder.glob("*.pid"):
        with contextlib.suppress(ValueError):
            _end_group(int(file.read_text()), marked=folder)
        file.unlink(missing_ok=True)


def wait_for(condition: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
    """Wait until `condition` holds, or end with the sentence `otherwise`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(otherwise)
        time.sleep(0.05)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_group(group: int, marked: Path | None = None) -> None:
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, ProcessLookupError):
            pid = int(process.name)
            if os.getpgid(pid) != group or pid == os.getpid():
                continue
            if marked is None or f"{MARK}={marked}".encode() in (process / "environ").read_bytes().split(b"\0"):
                os.kill(pid, signal.SIGKILL)
