"""kill -9, twenty times under load: nothing acknowledged is lost, nothing is half done, every job is done once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
HARNESS = [sys.executable, str(Path(__file__).parents[2] / "bench" / "crash.py")]


def run(folder: Path, *arguments: str) -> dict:
    done = subprocess.run([*HARNESS, "--data", str(folder / "data"), *arguments], capture_output=True, text=True)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kills", [20, pytest.param(500, marks=pytest.mark.nightly)])
def test_however_often_something_is_killed_nothing_is_lost(tmp_path, kills):
    told = run(tmp_path, "--kills", str(kills), "--seed", "4")
    assert told["problems"] == []
    assert sum(told["kills"].values()) == kills
    assert told["acknowledged"] > 0  # a busy machine answers little between two kills


def test_a_database_that_acknowledges_before_it_writes_is_found_out(tmp_path):
    """The control: the same harness, with synchronous_commit off; the doctor would refuse it."""
    told = run(tmp_path, "--kills", "3", "--seed", "2", "--lossy")
    assert any("taken" in problem or "kept" in problem or "gone" in problem for problem in told["problems"])
